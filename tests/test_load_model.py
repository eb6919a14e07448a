"""Any sequence of loads leaves what a dictionary would: each group as the last file that named it stated it."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.store import Store
from pipelines.store.check import check
from tests.usage_files import SUBSCRIPTIONS, Row, daily, load_file, stored, write_csv

Group = tuple[str, str, str]
Model = dict[Group, Counter[tuple[str, ...]]]
Step = tuple[list[Row], str, int]

ROW = st.builds(
    lambda name, guid, day, resource, service, cost: [
        *(name, guid, day, resource, service, "type", "region", "resource", "1", cost)
    ],
    st.sampled_from(["Lab", "Lab renamed"]),
    st.sampled_from([SUBSCRIPTIONS[0], SUBSCRIPTIONS[0].upper(), f"{{{SUBSCRIPTIONS[1]}}}"]),
    st.sampled_from(["1/2/2026", "01/02/2026", "2/1/2026"]),
    st.sampled_from(["r1", "r2"]),
    st.sampled_from(["Storage", "SQL"]),
    st.sampled_from(["1", "0.5", "-0.25", "2E-06"]),
)
FILE = st.lists(ROW, min_size=1, max_size=8)
# What is loaded: a new file, or an earlier one with its rows in another order or some left out.
STEP = st.tuples(FILE, st.sampled_from(["new", "turned", "halved"]), st.integers(0, 9))
DAYS = {"1/2/2026": "2026-01-02", "01/02/2026": "2026-01-02", "2/1/2026": "2026-02-01"}


def plain(row: Row) -> tuple[str, ...]:
    """A row as it should be stored: subscription, day, resource; name, service, cost."""
    return (row[1].strip("{}").lower(), DAYS[row[2]], row[3], row[0], row[4], f"{Decimal(row[9]):.18f}")


def state(model: Model, rows: list[Row]) -> None:
    """Replaces each group that the rows name."""
    named: Model = {}
    for row in map(plain, rows):
        named.setdefault(row[:3], Counter())[row] += 1
    model |= named


def chosen(earlier: list[list[Row]], step: Step) -> list[Row]:
    """The rows of one step."""
    rows, way, number = step
    if way == "new" or not earlier:
        return rows
    again = earlier[number % len(earlier)]
    return again[::-1] if way == "turned" else [row for row in again if row[2] != again[0][2]] or again


@settings(max_examples=30, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=4))
def test_the_store_holds_what_a_dictionary_of_groups_holds(steps: list[Step]) -> None:
    compare(steps)


@pytest.mark.deep
@settings(max_examples=1000, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=8))
def test_the_store_holds_what_a_dictionary_of_groups_holds_after_long_sequences(steps: list[Step]) -> None:
    compare(steps)


def compare(steps: list[Step]) -> None:
    """Loads the steps one after the other into a store and into a dictionary; both hold the same afterwards."""
    model: Model = {}
    earlier: list[list[Row]] = []
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "home")
        for number, step in enumerate(steps):
            rows = chosen(earlier, step)
            before = dict(model)
            state(model, rows)
            earlier.append(rows)
            report = load_file(store, write_csv(Path(folder), f"{number}.csv", rows))
            assert report.status == ("unchanged" if model == before else "loaded")
        assert rows_of(store) == sum(model.values(), Counter())
        assert days_of(store) == days_in(model)
        assert check(store) == []
        store.close()


def rows_of(store: Store) -> Counter[tuple[str, ...]]:
    """The stored rows, as the model holds them."""
    return Counter(
        stored(
            store, "subscription_id, usage_on::VARCHAR, resource_id, subscription, service, cost::VARCHAR"
        ).iter_rows()
    )


def days_of(store: Store) -> dict[tuple[str, ...], tuple[Decimal, int]]:
    """The stored daily sums: subscription, day, service -> cost, rows."""
    found = daily(store).select("subscription_id", "usage_on", "service", "cost", "usage_rows")
    return {(guid, str(day), service): (cost, rows) for guid, day, service, cost, rows in found.iter_rows()}


def days_in(model: Model) -> dict[tuple[str, ...], tuple[Decimal, int]]:
    """The same sums, from the model."""
    sums: dict[tuple[str, ...], tuple[Decimal, int]] = {}
    for row, count in sum(model.values(), Counter()).items():
        key = row[0], row[1], row[4]
        cost, rows = sums.get(key, (Decimal(0), 0))
        sums[key] = cost + Decimal(row[5]) * count, rows + count
    return sums
