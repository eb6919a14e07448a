"""What a page asks of the reports, for its reader, day and snapshot."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from pages.ui.people import EVERY_PARTNER
from pages.ui.session import as_of, snapshot, store, user, versions
from pipelines.reports import Request, run
from pipelines.rules.model import DATASETS, FAMILIES
from pipelines.store import Scope, Snapshot

SQL = Path(__file__).parent / "sql"
KEPT_ANSWERS = 200
Filters = Mapping[str, Sequence[str]]


def answer(report: str, by: str | None = None, **filters: Sequence[str]) -> pl.DataFrame:
    """The rows of a report that the reader may see; an empty filter limits nothing. BenefitsError for a wrong code."""
    scope, chosen = user().scope, tuple((name, tuple(values)) for name, values in sorted(filters.items()))
    home, deeds = str(store().home.path), tuple(sorted(versions().items()))
    return _kept(snapshot(), home, snapshot().number, deeds, scope.partners, scope.email, report, by, as_of(), chosen)


@st.cache_data(max_entries=KEPT_ANSWERS, show_spinner=False)
def _kept(
    _snap: Snapshot,
    home: str,
    number: int,
    deeds: tuple[tuple[str, int], ...],
    partners: tuple[str, ...] | str,
    email: str | None,
    report: str,
    by: str | None,
    day: date,
    filters: tuple[tuple[str, tuple[str, ...]], ...],
) -> pl.DataFrame:
    """A snapshot never changes, and deeds are only added: what was asked of both once can be told again as long as
    neither is another. Nothing is cleared by hand."""
    return run(_snap, Request(report, day, by, dict(filters)), Scope(partners, email))


def partners() -> dict[str, str]:
    """The names of the partners the reader sees, by id."""
    return dict(_small("partners").iter_rows())


def covered(chosen: Sequence[str]) -> list[str]:
    """The partners that an answer is of: those chosen, else those the reader sees; nothing for every partner."""
    return list(chosen) or ([] if user().scope.partners == EVERY_PARTNER else list(partners()))


def samples() -> dict[str, str]:
    """The names of the offers in sight whose values are only samples, by code."""
    return dict(_small("samples").iter_rows())


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
    stated = set(_small("datasets")["dataset"])
    return [dataset for dataset in DATASETS if dataset in stated]


def _small(name: str) -> pl.DataFrame:
    return snapshot().query((SQL / f"{name}.sql").read_text("utf-8"), {}, user().scope)
