"""Every question to the store is readable by its reader only, exact, and has words for what it answers."""

import re
from collections.abc import Iterator

import polars as pl
import pytest

from pipelines.reports import REPORTS, Request, columns, run
from pipelines.reports.ask import SQL, question
from pipelines.reports.shape import kinds
from pipelines.store import EVERYTHING, Scope, Snapshot
from pipelines.text import LANGUAGES, catalog
from tests.ledger_rows import benefit, usage, warehouse
from tests.the_cast import TODAY

QUESTIONS = sorted(path.stem for path in SQL.glob("*.sql"))
EVERY_REPORT = [(report.name, by) for report in REPORTS.values() for by in report.by]
SHARES = {"utilization", "used_share"}
# Beside visible_* views: table macros, the catalogue and its view of names, and what a load reports of itself.
OPEN_TO_ALL = {
    "benefit_chosen",
    "benefit_date",
    "credit_now",
    "entitlement_now",
    "holder_count",
    "seat_conflict",
    "seat_now",
    "seat_told",
    "spend_chosen",
    "usage_row_chosen",
    "offer",
    "offer_level",
    "product",
    "product_title",
    "support",
    "support_area",
    "load_file",
    "load_total",
}


def named(sql: str) -> set[str]:
    """The tables, views and table macros a question reads, without those it makes itself."""
    code = re.sub(r"--.*", "", sql)
    own = set(re.findall(r"\b([a-z_]+) AS \(", code))
    read = re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", code) + re.findall(r"FROM [a-z_]+, ([a-z_]+)", code)
    return set(read) - own


@pytest.fixture(scope="module")
def snap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    rows = [benefit("E-1", unit_value="1200"), ("credit_grant", {}), usage(TODAY, "1.10")]
    with warehouse(tmp_path_factory.mktemp("questions"), *rows) as snapshot:
        yield snapshot


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_reads_only_what_is_limited_to_its_reader(name: str) -> None:
    assert {one for one in named(question(name)) if not one.startswith("visible_")} <= OPEN_TO_ALL


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_in_its_first_line_what_it_answers_and_has_a_total_order(name: str) -> None:
    sql = question(name)
    assert sql.startswith("-- ")
    assert "ORDER BY" in sql.rpartition("FROM")[2]


@pytest.mark.parametrize("name", QUESTIONS)
def test_amounts_are_exact_and_only_shares_are_not(name: str, snap: Snapshot) -> None:
    parameters = {one: TODAY if one == "as_of" else None for one in re.findall(r"\$([a-z_]+)", question(name))}
    types = snap.query(question(name), parameters, EVERYTHING).schema
    inexact = {column for column, kind in types.items() if kind in (pl.Float64, pl.Float32, pl.Int128)}
    assert inexact <= SHARES


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_a_report_has_its_columns_and_types_even_without_rows(report: str, by: str, snap: Snapshot) -> None:
    frame = run(snap, Request(report, TODAY, by), Scope(()))
    assert frame.schema == {column.name: kinds()[column.kind] for column in columns(report, by)}
    assert frame.is_empty()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_every_column_and_report_has_words_in_every_language(report: str, by: str, language: str) -> None:
    words = catalog(language)
    assert {f"column.{column.name}" for column in columns(report, by)} | {f"report.{report}"} <= set(words)
