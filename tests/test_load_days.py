"""A day that is stored as a file states it is left alone; any other is taken up, however little differs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.store import Store
from pipelines.store.check import check
from tests.usage_files import COST, QUANTITY, RESOURCE, Row, load_file, stored, usage_rows, write_csv


def _days() -> list[Row]:
    """Two days of one subscription, three resources each."""
    rows = usage_rows(11, 6)
    for place, row in enumerate(rows):
        row[:3] = [*rows[0][:2], f"3/{1 + place // 3}/2025"]
        row[RESOURCE], row[QUANTITY], row[COST] = f"resource-{place % 3}", "1", f"{place}.5"
    return rows


def _swapped(rows: list[Row], column: int) -> None:
    rows[0][column], rows[1][column] = rows[1][column], rows[0][column]


def _exchanged(rows: list[Row]) -> None:
    """What the first row costs more, the second costs less."""
    rows[0][COST], rows[1][COST] = "1.0", "1.0"


def _moved(rows: list[Row]) -> None:
    rows[0][QUANTITY], rows[1][QUANTITY] = "0.5", "1.5"


def _named_otherwise(rows: list[Row]) -> None:
    rows[0][7] = "Hours of another kind"


CHANGES: dict[str, Callable[[list[Row]], None]] = {
    "two costs change places": lambda rows: _swapped(rows, COST),
    "two resources change places": lambda rows: _swapped(rows, RESOURCE),
    "two costs with the same sum": _exchanged,
    "two quantities with the same sum": _moved,
    "another name": _named_otherwise,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_day_with_as_many_rows_and_the_same_total_is_not_taken_for_the_same(
    store: Store, tmp_path: Path, change: Callable[[list[Row]], None]
) -> None:
    rows = _days()
    load_file(store, write_csv(tmp_path, "first.csv", rows))
    change(rows)
    told = load_file(store, write_csv(tmp_path, "second.csv", rows))
    assert told.status == "loaded"
    assert told.files[0].rows_loaded > 0
    fresh = Store(tmp_path / "fresh")
    load_file(fresh, write_csv(tmp_path, "second.csv", rows))
    assert stored(store).equals(stored(fresh))
    assert check(store) == []


def test_of_two_days_only_the_one_that_changed_names_the_new_load(store: Store, tmp_path: Path) -> None:
    rows = _days()
    load_file(store, write_csv(tmp_path, "first.csv", rows))
    rows[5][COST] = "7.25"
    told = load_file(store, write_csv(tmp_path, "second.csv", rows[::-1])).files[0]
    assert (told.rows_loaded, told.rows_unchanged, told.rows_removed) == (1, 5, 1)
    lines = stored(store, "usage_on, resource_id, load_id, source_line").rows()
    assert [(load, line) for day, _, load, line in lines if day.day == 1] == [(1, 2), (1, 3), (1, 4)]
    assert [(load, line) for _, resource, load, line in lines if load == 2] == [(2, 2)]


def test_a_day_of_which_a_file_states_one_resource_keeps_the_others(store: Store, tmp_path: Path) -> None:
    rows = _days()
    load_file(store, write_csv(tmp_path, "first.csv", rows))
    told = load_file(store, write_csv(tmp_path, "one.csv", [row for row in rows if row[RESOURCE] == "resource-1"]))
    assert told.status == "unchanged"
    assert told.files[0].rows_unchanged == 2
    assert told.files[0].stored_totals == told.files[0].control_totals
    assert len(stored(store)) == len(rows)


def test_a_day_that_is_new_beside_one_that_is_the_same_is_added(store: Store, tmp_path: Path) -> None:
    rows = _days()
    load_file(store, write_csv(tmp_path, "first.csv", rows[:3]))
    told = load_file(store, write_csv(tmp_path, "both.csv", rows)).files[0]
    assert (told.rows_loaded, told.rows_unchanged) == (3, 3)
    assert told.stored_totals == told.control_totals
    assert check(store) == []
