"""What a format may need to know beside the file: settings, the loader, what is already loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from pipelines.store import Writing


@dataclass(frozen=True)
class Loader:
    """Who loads: a name for the record, the partners to load for, the roles to give, the formats to load."""

    name: str
    partners: tuple[str, ...] | Literal["*"] = "*"
    roles: frozenset[str] | Literal["*"] = "*"
    formats: frozenset[str] | Literal["*"] = "*"

    def serves(self, partner_id: str) -> bool:
        """Whether he may load for this partner; `*` (every partner) only if he may for all."""
        return self.partners == "*" or partner_id in self.partners


OPERATOR = Loader("operator")


@dataclass(frozen=True)
class Context:
    """Facts for cleaning one file. `names` maps kind -> lower-case name -> code."""

    loader: Loader
    settings: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    partner: pl.DataFrame = field(default_factory=pl.DataFrame)
    subscription_partner: Mapping[str, str] = field(default_factory=dict)
    roles_held: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """The value of a setting that the format declares."""
        return self.settings[name]


def gather(writing: Writing, loader: Loader, settings: Mapping[str, str]) -> Context:
    """The context of one file, read from the draft that it will change."""
    draft = writing.draft
    partner = draft.query("SELECT partner_id, currency FROM partner ORDER BY partner_id")
    served = [one for one in partner["partner_id"] if loader.serves(one)]
    links = draft.query("SELECT DISTINCT subscription_id, partner_id FROM credit_grant")
    people = draft.query("SELECT partner_id, email, roles FROM person")
    names = {
        "partner": {one.lower(): one for one in [*served, *(["*"] if loader.partners == "*" else [])]},
        "offer": _names(draft.query("SELECT offer, name FROM offer")),
        "product": _names(draft.query("SELECT product, name, aliases FROM product")),
    }
    return Context(
        loader=loader,
        settings=settings,
        names=names,
        partner=partner,
        subscription_partner=dict(links.iter_rows()),
        roles_held={(partner_id, email): tuple(roles) for partner_id, email, roles in people.iter_rows()},
    )


def _names(frame: pl.DataFrame) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, name, *aliases in frame.iter_rows():
        for one in (code, name, *(aliases[0] if aliases else ())):
            known.setdefault(one.lower(), code)
    return known
