"""What the portal's grid names under `Source (Program Name & Specialization)`: the offer and the benefit type.

Texts seen in the portal stand in data/catalogue/portal_sources.csv (domain-facts 2.2). One that belongs to several
offers, as "Solutions Partner - Core" does, is on a line for each; one in brackets is how a source may end.
"""

from functools import cache

import polars as pl

from pipelines.ingest.names import folded
from pipelines.store.catalogue import FOLDER


@cache
def _listed() -> list[dict[str, str]]:
    return pl.read_csv(FOLDER / "portal_sources.csv", infer_schema=False).to_dicts()


def _lines(text: str) -> list[dict[str, str]]:
    return [one for one in _listed() if _is_named(one["source_text"], folded(text))]


def _is_named(known: str, text: str) -> bool:
    return text == folded(known) or (known.startswith("(") and text.endswith(folded(known)))


def offers_of(text: str) -> tuple[str, ...]:
    """The offers that a source may stand for; empty for an unknown one."""
    return tuple(one["offer"] for one in _lines(text))


def benefit_type_of(text: str) -> str:
    """The benefit type that a source grants; core where nothing is known of it (source row 38)."""
    return next((one["benefit_type"] for one in _lines(text)), "core")
