"""What a format may need to know beside the file: settings, the loader, what is already loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl

from pipelines.ingest.names import codes_by_name
from pipelines.secrets import KeyRing, key_ring
from pipelines.store import Writing

Partners: TypeAlias = tuple[str, ...] | Literal["*"]


@dataclass(frozen=True)
class Loader:
    """Who loads: a name for the record, the partners to load for, the roles to give and where, the formats to load.

    `formats` names the partners for which each may be loaded; `*` is every format for all of `partners`. `by_deed`:
    partner and e-mail of those whose roles a deed has stated, which files change no more.
    """

    name: str
    partners: Partners = "*"
    roles: frozenset[str] | Literal["*"] = "*"
    formats: Mapping[str, Partners] | Literal["*"] = "*"
    roles_at: Partners = "*"
    by_deed: frozenset[tuple[str, str]] = frozenset()

    def of(self, name: str) -> "Loader":
        """The same one as a loader of one format; for no partners where it is not his to load."""
        return self if self.formats == "*" else replace(self, partners=self.formats.get(name, ()))

    def serves(self, partner_id: str) -> bool:
        """Whether he may load for this partner; `*` (every partner) only if he may for all."""
        return self.partners == "*" or partner_id in self.partners


OPERATOR = Loader("operator")
_PRODUCT_KEY = "SELECT entitlement_id, digest, key_id, nonce, ciphertext FROM product_key ORDER BY ALL"
_ENTITLEMENT = "SELECT * EXCLUDE (load_id, file_no, source_line) FROM entitlement ORDER BY entitlement_id"


@dataclass(frozen=True)
class Context:
    """Facts for cleaning one file. `names`: kind -> folded name -> code. Frames: what is loaded, and the catalogue."""

    loader: Loader
    settings: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    partner: pl.DataFrame = field(default_factory=pl.DataFrame)  # partner_id, currency
    offer: pl.DataFrame = field(default_factory=pl.DataFrame)  # offer, policy
    product: pl.DataFrame = field(default_factory=pl.DataFrame)  # product, unit, family
    entitlement: pl.DataFrame = field(default_factory=pl.DataFrame)  # the table's columns
    subscription: pl.DataFrame = field(default_factory=pl.DataFrame)  # subscription_id, partner_id of its credits
    person: pl.DataFrame = field(default_factory=pl.DataFrame)  # partner_id, email, held (roles)
    product_key: pl.DataFrame = field(default_factory=pl.DataFrame)  # entitlement_id, digest, key_id, nonce, ciphertext
    key_file: Path = Path()

    @cached_property
    def ring(self) -> KeyRing:
        """The key ring that seals product keys; made when it is first asked for."""
        return key_ring(self.key_file)

    def setting(self, name: str) -> str:
        """The value of a setting that the format declares."""
        return self.settings[name]

    @property
    def served(self) -> list[str]:
        """The loaded partners that the loader may load for."""
        return list(self.names["partner"].values())

    @property
    def subscriptions_served(self) -> list[str]:
        """Subscriptions of which a credit belongs to a partner that the loader may load for."""
        return [one for one, partner in self.subscription.iter_rows() if self.loader.serves(partner)]

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
        product=draft.query("SELECT product, unit, family FROM product"),
        entitlement=draft.query(_ENTITLEMENT),
        subscription=draft.query("SELECT DISTINCT subscription_id, partner_id FROM credit_grant ORDER BY ALL"),
        person=draft.query("SELECT partner_id, email, roles AS held FROM person"),
        product_key=draft.query(_PRODUCT_KEY),
        key_file=writing.key_file,
    )
