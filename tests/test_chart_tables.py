"""Every chart has its table: what is drawn on a page stands row for row in a file that the page offers."""

from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pages.ui import charts
from pipelines.reports.export import to_csv
from tests.chart_pictures import builders
from tests.page_visits import Visits, csv_of, visiting

# Pages with charts, with all that is folded away unfolded, and the charts that each draws for finance.
DRAWN = [
    ("overview", {}, {"sparkline", "burn_down", "lapse_bands"}),
    ("utilization", {}, {"utilization_bars"}),
    ("expiry", {}, {"expiry_timeline"}),
    ("credits", {"statement": "month"}, {"burn_down", "credit_months"}),
    ("value", {}, {"value_bars"}),
    ("spend", {"by": "month"}, {"spend_months"}),
    ("spend", {"by": "day"}, {"spend_days"}),
    ("spend", {"by": "service"}, {"spend_parts"}),
    ("membership", {}, {"terms"}),
]
# Its figures are those of a plan, which no report has: the sentence over it and the fields beside it say them.
WITHOUT_ROWS = {"redemption"}


@pytest.fixture(scope="module")
def visit(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visits:
        yield visits


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, pl.DataFrame]]:
    """The charts that are made from now on, each with the frame that it draws."""
    found: list[tuple[str, pl.DataFrame]] = []

    def noted(name: str) -> Any:
        make = getattr(charts, name)

        @wraps(make)
        def made(frame: pl.DataFrame, *rest: Any, **named: Any) -> Any:
            found.append((name, frame))
            return make(frame, *rest, **named)

        return made

    for name in builders():
        monkeypatch.setattr(charts, name, noted(name))
    return found


def offered(frame: pl.DataFrame, files: dict[str, bytes]) -> bool:
    """Whether one of the files has all rows of a frame."""
    tables = [csv_of(content) for name, content in files.items() if name.endswith(".csv")]
    return any(has(table, frame) for table in tables)


def has(table: pl.DataFrame, frame: pl.DataFrame) -> bool:
    if not set(table.columns) <= set(frame.columns):
        return False
    wanted = csv_of(to_csv(frame.select(table.columns)))
    return wanted.join(table, on=table.columns, how="anti", nulls_equal=True).is_empty()


def test_every_chart_with_rows_is_looked_at_here() -> None:
    assert set().union(*(names for *_, names in DRAWN)) == set(builders()) - WITHOUT_ROWS


@pytest.mark.parametrize(("page", "address", "names"), DRAWN)
def test_what_a_chart_draws_stands_in_a_table_of_its_page(
    visit: Visits, drawn: list[tuple[str, pl.DataFrame]], page: str, address: dict[str, str], names: set[str]
) -> None:
    seen = visit("finance", page, figures="true", **address)
    assert not seen.exception
    assert {name for name, _ in drawn} == names
    assert [name for name, frame in drawn if not offered(frame, visit.reports)] == []


def test_the_tables_of_charts_are_folded_away_until_they_are_wanted(visit: Visits) -> None:
    assert len(visit("finance").dataframe) == 1
    assert len(visit("finance", figures="true").dataframe) == 4
