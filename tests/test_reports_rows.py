"""A report's rows as Python's values are those of its frame."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.reports import REPORTS, Request, rows, run
from pipelines.store import EVERYTHING, Snapshot, Store
from tests.the_cast import TODAY

EVERY_REPORT = [(report.name, by) for report in REPORTS.values() for by in report.by]


@pytest.fixture(scope="module")
def snap(keys_files: Path) -> Iterator[Snapshot]:
    opened = Store(keys_files)
    with opened.snapshot() as held:
        yield held
    opened.close()


def told(value: object) -> object:
    """A value with its kind: 1 is not 1.00, and a time stands in UTC without a zone."""
    plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    return type(plain), plain


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_the_rows_of_a_report_are_those_of_its_frame_in_their_order(report: str, by: str, snap: Snapshot) -> None:
    request = Request(report, TODAY, by)
    expected = [[told(value) for value in row] for row in run(snap, request, EVERYTHING).rows()]
    assert [[told(value) for value in row] for row in rows(snap, request, EVERYTHING)] == expected
