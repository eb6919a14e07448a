"""A change in the ledger shows: changed, missing and moved rows break the chain."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipelines.store.chain import HASHED, Break, Head, breaks, hash_of, seal

DAY = date(2026, 6, 15)
TIME = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def stream(stream_id: str, rows: int) -> list[dict[str, Any]]:
    """A stream as the ledger writes it."""
    made: list[dict[str, Any]] = []
    for version in range(1, rows + 1):
        row: dict[str, Any] = {name: f"{name} {version}" for name in HASHED}
        row |= {"stream_id": stream_id, "version": version, "done_at": TIME, "on_day": DAY, "snapshot": 1}
        row["previous_hash"] = made[-1]["hash"] if made else ""
        made.append(row | {"hash": hash_of(row)})
    return made


def test_streams_as_they_were_written_have_no_break() -> None:
    assert list(breaks([*stream("P-1", 3), *stream("P-2", 2)])) == []


@pytest.mark.parametrize("column", [name for name in HASHED if name not in {"stream_id", "version", "previous_hash"}])
def test_a_changed_column_shows_at_its_row(column: str) -> None:
    rows = stream("P-1", 3)
    rows[1][column] = "another"
    assert list(breaks(rows)) == [Break("P-1", 2, "hash")]


def test_a_row_that_was_written_anew_with_its_hash_shows_at_the_next_one() -> None:
    rows = stream("P-1", 3)
    rows[1]["subject"] = "another"
    rows[1]["hash"] = hash_of(rows[1])
    assert list(breaks(rows)) == [Break("P-1", 3, "link")]


def test_a_missing_row_shows() -> None:
    rows = stream("P-1", 3)
    assert list(breaks([rows[0], rows[2]])) == [Break("P-1", 2, "gap")]


def test_a_row_moved_to_another_stream_shows() -> None:
    rows = stream("P-1", 2)
    found = list(breaks([rows[0], {**rows[1], "stream_id": "P-2", "version": 1}]))
    assert {one.what for one in found} == {"link", "hash"}


def test_a_seal_is_of_all_last_rows_in_any_order() -> None:
    heads = [Head("P-1", 3, "a"), Head("P-2", 1, "b")]
    assert seal(heads) == seal(heads[::-1])
    assert seal(heads) != seal(heads[:1])
    assert seal(heads) != seal([Head("P-1", 2, "a"), Head("P-2", 1, "b")])
