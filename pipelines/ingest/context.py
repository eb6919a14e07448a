"""What a format may need to know beside the file: settings, the loader, what is already loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from pipelines.ingest.names import codes_by_name
from pipelines.store import Writing


@dataclass(frozen=True)
class Loader:
    """Who loads: a name for the record, the partners to load for, the roles to give and where, the formats to load."""

    name: str
    partners: tuple[str, ...] | Literal["*"] = "*"
    roles: frozenset[str] | Literal["*"] = "*"
    formats: frozenset[str] | Literal["*"] = "*"
    roles_at: tuple[str, ...] | Literal["*"] = "*"

    def serves(self, partner_id: str) -> bool:
        """Whether he may load for this partner; `*` (every partner) only if he may for all."""
        return self.partners == "*" or partner_id in self.partners


OPERATOR = Loader("operator")
_ENTITLEMENT = "SELECT * EXCLUDE (load_id, file_no, source_line) FROM entitlement ORDER BY entitlement_id"


@dataclass(frozen=True)
class Context:
    """Facts for cleaning one file. `names`: kind -> folded name -> code. Frames: what is loaded, and the catalogue."""

    loader: Loader
    settings: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    partner: pl.DataFrame = field(default_factory=pl.DataFrame)  # partner_id, currency
    offer: pl.DataFrame = field(default_factory=pl.DataFrame)  # offer, policy
    product: pl.DataFrame = field(default_factory=pl.DataFrame)  # product, unit
    entitlement: pl.DataFrame = field(default_factory=pl.DataFrame)  # the table's columns
    subscription: pl.DataFrame = field(default_factory=pl.DataFrame)  # subscription_id, partner_id of its credits
    person: pl.DataFrame = field(default_factory=pl.DataFrame)  # partner_id, email, held (roles)

    def setting(self, name: str) -> str:
        """The value of a setting that the format declares."""
        return self.settings[name]

    @property
    def served(self) -> list[str]:
        """The loaded partners that the loader may load for."""
        return list(self.names["partner"].values())

    @property
    def subscriptions_of_others(self) -> list[str]:
        """Subscriptions of which a credit belongs to a partner that the loader may not load for."""
        return [one for one, partner in self.subscription.iter_rows() if not self.loader.serves(partner)]


def gather(writing: Writing, loader: Loader, settings: Mapping[str, str]) -> Context:
    """The context of one file, read from the draft that it will change."""
    draft = writing.draft
    partner = draft.query("SELECT partner_id, currency FROM partner ORDER BY partner_id")
    served = [one for one in partner["partner_id"] if loader.serves(one)]
    names = {
        "partner": {one.lower(): one for one in served},
        "offer": codes_by_name(draft.query("SELECT offer, name FROM offer")),
        "product": codes_by_name(draft.query("SELECT product, name, aliases FROM product")),
    }
    return Context(
        loader=loader,
        settings=settings,
        names=names,
        partner=partner,
        offer=draft.query("SELECT offer, policy FROM offer"),
        product=draft.query("SELECT product, unit FROM product"),
        entitlement=draft.query(_ENTITLEMENT),
        subscription=draft.query("SELECT DISTINCT subscription_id, partner_id FROM credit_grant ORDER BY ALL"),
        person=draft.query("SELECT partner_id, email, roles AS held FROM person"),
    )
