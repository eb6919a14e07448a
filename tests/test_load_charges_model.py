"""Any sequence of cost exports leaves what a dictionary would: each day as the last file that stated it said."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.store import Store
from pipelines.store.check import check
from tests.charge_files import DATA, WEB, Charge, charges, export, rows
from tests.usage_files import load_file

Day = tuple[str, date]
Plain = tuple[str, date, str, str, Decimal]
Model = dict[Day, Counter[Plain]]
# Files of one load, each cut in parts; how its rows stand; whether it is loaded twice.
Step = tuple[list[Charge], int, int, bool]

CHARGE = st.builds(
    Charge,
    day=st.sampled_from([date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 1)]),
    cost=st.sampled_from(["1", "0.5", "-0.25", "2E-06", "0.1234567890123456785"]),
    group=st.sampled_from(["web", "Web", "data", ""]),
    subscription=st.sampled_from([WEB, WEB.upper(), DATA]),
    service=st.sampled_from(["Storage", "SQL"]),
    eligible=st.sampled_from(["True", "False", ""]),
)
STEP = st.tuples(st.lists(CHARGE, min_size=1, max_size=8), st.integers(1, 3), st.integers(0, 99), st.booleans())


def plain(charge: Charge) -> Plain:
    cost = Decimal("0.123456789012345678") if len(charge.cost) > 20 else Decimal(charge.cost)
    assert isinstance(charge.day, date)
    return charge.subscription.lower(), charge.day, charge.group.lower(), charge.service, cost


def state(model: Model, file: list[Charge]) -> None:
    """Replaces each day that the file states."""
    stated: Model = {}
    for row in map(plain, file):
        stated.setdefault(row[:2], Counter())[row] += 1
    model |= stated


def load_parts(store: Store, folder: Path, step: Step) -> None:
    """Loads the rows of a step, shuffled and dealt to as many parts, in some order."""
    file, count, seed, twice = step
    chance = Random(seed)
    dealt = chance.sample(file, len(file))
    names = [f"part_{number}_0001.csv" for number in range(count)]
    for _ in range(1 + twice):
        parts = [export(folder, name, dealt[number::count]) for number, name in enumerate(names)]
        report = load_file(store, *chance.sample(parts, count), settings={"replace": "yes"})
        assert report.status in ("loaded", "unchanged")
    assert not twice or report.status == "unchanged"


def compare(steps: list[Step]) -> None:
    """Loads the steps one after the other into a store and into a dictionary; both hold the same afterwards."""
    model: Model = {}
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "home")
        for step in steps:
            state(model, step[0])
            load_parts(store, Path(folder), step)
        found = Counter(charges(store, "subscription_id, usage_on, resource_group, service, cost"))
        assert found == sum(model.values(), Counter())
        assert days_of(store) == days_in(model)
        assert check(store) == []
        store.close()


def days_of(store: Store) -> dict[tuple[object, ...], tuple[Decimal, int]]:
    """The rolled-up sums: subscription, day, resource group, service -> cost, rows."""
    found = rows(
        store,
        "SELECT subscription_id, usage_on, resource_group, service, sum(cost)::DECIMAL(38, 18), sum(usage_rows)::INT "
        "FROM charge_daily GROUP BY ALL",
    )
    return {row[:4]: (row[4], row[5]) for row in found}


def days_in(model: Model) -> dict[tuple[object, ...], tuple[Decimal, int]]:
    """The same sums, from the model."""
    sums: dict[tuple[object, ...], tuple[Decimal, int]] = {}
    for row, count in sum(model.values(), Counter()).items():
        cost, counted = sums.get(row[:4], (Decimal(0), 0))
        sums[row[:4]] = cost + row[4] * count, counted + count
    return sums


@settings(max_examples=15, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=4))
def test_the_store_holds_what_a_dictionary_of_days_holds(steps: list[Step]) -> None:
    compare(steps)


@pytest.mark.deep
@settings(max_examples=500, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=8))
def test_the_store_holds_what_a_dictionary_of_days_holds_after_long_sequences(steps: list[Step]) -> None:
    compare(steps)
