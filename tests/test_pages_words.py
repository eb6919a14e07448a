"""Numbers, dates, figures and progress as the reader of a language has them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from pages.ui import figures, progress, written
from pipelines.ingest import Progress
from pipelines.text import text
from tests.chart_frames import frame


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (figures, progress):
        monkeypatch.setattr(module, "language", lambda: "en")
        monkeypatch.setattr(module, "t", text)
    return


@pytest.mark.parametrize(
    ("value", "words"),
    [("184320.4", "184,320"), ("0", "0"), ("1.1", "1.10"), ("100", "100"), (None, "–")],
)
def test_money_is_whole_from_one_hundred_on(value: str | None, words: str) -> None:
    assert written.money(None if value is None else Decimal(value), "en") == words


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "15 Jun 2026", "Jun 2026"),
        ("zh-Hans", "2026年6月15日", "2026年6月"),
        ("zh-Hant", "2026年6月15日", "2026年6月"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(language: str, day: str, month: str) -> None:
    assert written.day(date(2026, 6, 15), language) == day
    assert written.month(date(2026, 6, 15), language) == month


def test_a_name_with_marks_of_markdown_stays_as_it_is() -> None:
    assert written.plain("A*B [x](y) $1") == r"A\*B \[x\]\(y\) \$1"


def trend(*idle: str) -> pl.DataFrame:
    """Figures of which 100 are held and so much idle, month by month."""
    rows = [
        {"date": date(2026, 4 + number, 28), "currency": "USD", "value_held": Decimal(100), "value_idle": Decimal(one)}
        for number, one in enumerate(idle)
    ]
    return frame("overview", "month", rows).with_columns(figures.used_share())


def test_a_figure_is_told_with_its_change_on_the_month_before() -> None:
    idle = figures.figure_of(trend("50", "250.5"), "value_idle")
    assert (idle.label, idle.value, idle.change, idle.colour) == ("Idle, USD", "250", "+200", "inverse")


def test_a_share_changes_by_points() -> None:
    used = figures.figure_of(trend("50", "48"), "used_share")
    assert (used.value, used.change, used.colour) == ("52%", "+2 pt", "normal")


def test_what_has_not_changed_has_no_direction() -> None:
    unchanged = figures.figure_of(trend("50", "50"), "value_idle")
    assert (unchanged.change, unchanged.arrow) == ("unchanged", "off")
    assert figures.figure_of(trend("50"), "value_idle").change is None


@pytest.mark.parametrize(
    ("rows", "of_rows", "seconds", "words"),
    [
        (12_000, 48_000, 3, "Loading a.csv: 12,000 of 48,000 rows, 9 s left"),
        (1_000, 100_000, 10, "Loading a.csv: 1,000 of 100,000 rows, 16 min left"),
        (0, 48_000, 1, "Loading a.csv: 0 of 48,000 rows"),
        (50, 48, 1, "Loading a.csv: 50 of 48 rows, 1 s left"),
    ],
)
def test_progress_says_rows_and_the_time_left(rows: int, of_rows: int, seconds: float, words: str) -> None:
    assert progress.said("Loading", Progress("a.csv", 0, 1, rows, of_rows), seconds).replace("\\", "") == words
