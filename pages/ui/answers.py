"""What a page asks of the reports, for its reader, day and snapshot."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

import polars as pl

from pages.ui.kept import Kept
from pages.ui.once import once
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import as_of, snapshot, store, user, versions
from pipelines.reports import Request, run
from pipelines.rules.model import DATASETS, FAMILIES

SQL = Path(__file__).parent / "sql"
Filters = Mapping[str, Sequence[str]]
_KEPT = Kept(most_bytes=256_000_000)


def answer(report: str, by: str | None = None, /, **filters: Sequence[str]) -> pl.DataFrame:
    """The rows of a report that the reader may see; an empty filter limits nothing. BenefitsError for a wrong code."""
    snap, scope, day = snapshot(), user().scope, as_of()
    chosen = tuple((name, tuple(values)) for name, values in sorted(filters.items()))
    return kept((report, by, day, chosen), lambda: run(snap, Request(report, day, by, dict(chosen)), scope))


def kept(asked: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """What is asked, as the reader sees it; all who ask the same and see the same get the same frame.

    A snapshot never changes, and deeds are only added: what was asked of both once can be told again as long as
    neither is another. Nothing is cleared by hand.
    """
    state = str(store().home.path), snapshot().number, tuple(sorted(versions().items()))
    return _KEPT.get((state, user().scope, asked), ask)


def partners() -> Mapping[str, str]:
    """The names of the partners the reader sees, by id."""
    return _by_id(small("partners"))


@once
def _by_id(named: pl.DataFrame) -> Mapping[str, str]:
    return dict(named.iter_rows())


def covered(chosen: Sequence[str]) -> list[str]:
    """The partners that an answer is of: those chosen, else those the reader sees; nothing for every partner."""
    return list(chosen) or ([] if user().scope.partners == EVERY_PARTNER else list(partners()))


def samples() -> dict[str, str]:
    """The names of the offers in sight whose values are only samples, by code."""
    return dict(small("samples").iter_rows())


def families() -> list[str]:
    """The families of which the reader sees benefits, in their fixed order."""
    held = set(answer("utilization", "family")["family"])
    return [family for family in FAMILIES if family in held]


def products() -> dict[str, str]:
    """The names of the products of which the reader sees benefits, by code and in the order of their names."""
    held = answer("utilization", "product").select("product", "product_name").unique().sort("product_name", "product")
    return dict(held.iter_rows())


def currencies() -> list[str]:
    """The currencies of what the reader sees, the greatest value held first."""
    return answer("overview")["currency"].drop_nulls().to_list()


def datasets() -> list[str]:
    """Who says what was spent, of what the reader sees; in their fixed order."""
    stated = set(small("datasets")["dataset"])
    return [dataset for dataset in DATASETS if dataset in stated]


def small(name: str) -> pl.DataFrame:
    """The rows of a question of the pages' own, sql/<name>.sql."""
    snap, scope = snapshot(), user().scope
    return kept(name, lambda: snap.query((SQL / f"{name}.sql").read_text("utf-8"), {}, scope))
