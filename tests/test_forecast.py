"""The forecast of what a credit spends: which method is used, how far off it was before, and what may change it."""

import csv
import math
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.demo.usage import write_usage
from pipelines.demo.world import build
from pipelines.reports import Request, run
from pipelines.reports.forecast import METHODS
from pipelines.reports.holt_winters import holt_winters
from pipelines.rules.forecast import LEAST_MISS, Outlook, held_back, outlook, run_rate, seasonal_naive
from pipelines.settings import PROJECT
from pipelines.store import EVERYTHING
from tests.ledger_rows import usage, warehouse
from tests.the_cast import TODAY

FIRST = date(2026, 1, 1)
WEEKEND = (5, 6)


def seasonal(days: int, growth: float, weekend: float, seed: int) -> list[Decimal]:
    """Use with a week's pattern that grows by so much a day, with luck of 15 % either way; to the cent."""
    luck = random.Random(seed)
    dates = [FIRST + timedelta(days=number) for number in range(days)]
    shares = [weekend if day.weekday() in WEEKEND else 1.0 for day in dates]
    return [
        Decimal(f"{(20 + number * growth) * share * luck.uniform(0.85, 1.15):.2f}")
        for number, share in enumerate(shares)
    ]


def tried(past: Sequence[Decimal], first: date = FIRST, days: int = 30) -> Outlook:
    return outlook(first, past, days, METHODS)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("growth", "weekend"), [(0.2, 0.25), (0.0, 0.1), (-0.08, 0.5)])
def test_of_seasonal_use_the_method_used_is_never_worse_than_the_run_rate(
    growth: float, weekend: float, seed: int
) -> None:
    said = tried(seasonal(190, growth, weekend, seed))
    assert said.past_error is not None
    assert said.run_rate_error is not None
    assert said.past_error <= said.run_rate_error
    assert said.months_tried == 3


def test_of_growing_seasonal_use_another_method_is_far_better_and_is_used() -> None:
    found = [tried(seasonal(190, 0.2, 0.25, seed)) for seed in range(6)]
    assert {said.method for said in found} <= {"holt_winters", "seasonal_naive"}
    assert all(said.past_error < said.run_rate_error / 2 for said in found if said.past_error and said.run_rate_error)


def demo_use(folder: Path) -> list[tuple[str, list[Decimal]]]:
    """What each subscription of the demo spent a day."""
    found = []
    for file in write_usage(build(TODAY, 2026), folder):
        with file.path.open(encoding="utf-8-sig", newline="") as rows:
            spent: dict[date, Decimal] = {}
            for row in csv.DictReader(rows):
                month, day, year = map(int, row["Date"].split("/"))
                on = date(year, month, day)
                spent[on] = spent.get(on, Decimal(0)) + Decimal(row["Cost"])
        days = (TODAY - FIRST).days
        found.append((file.path.name, [spent.get(FIRST + timedelta(days=n), Decimal(0)) for n in range(days)]))
    return found


def test_on_the_demos_held_back_months_the_forecast_is_nearer_than_the_run_rate(tmp_path: Path) -> None:
    for name, past in demo_use(tmp_path):
        said = tried(past)
        assert said.months_tried == 3, name
        assert said.past_error is not None
        assert said.run_rate_error is not None
        assert said.past_error < said.run_rate_error, name


def test_the_reported_error_is_that_of_the_monthly_totals() -> None:
    past = [Decimal(1)] * 31 + [Decimal(2)] * 28 + [Decimal(4)] * 31
    said = outlook(FIRST, past, 30, {"run_rate": run_rate})
    february = abs(28 - Decimal(56))
    march = abs(31 * Decimal(31 + 56) / 59 - 124)
    assert said.months_tried == 2
    assert said.past_error is not None
    assert round(said.past_error, 20) == round((february + march) / 180, 20)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 2, 27), []),  # one whole month
        (date(2026, 1, 1), date(2026, 2, 28), [(2, 28)]),
        (date(2026, 1, 2), date(2026, 3, 30), []),  # January is not whole, nor is March
        (date(2026, 1, 2), date(2026, 3, 31), [(3, 31)]),
        (date(2026, 1, 1), date(2026, 6, 14), [(3, 31), (4, 30), (5, 31)]),
        (date(2027, 12, 31), date(2028, 2, 29), [(2, 29)]),
    ],
)
def test_the_months_held_back_are_the_last_three_whole_ones_and_never_the_first(
    first: date, last: date, months: list[tuple[int, int]]
) -> None:
    found = held_back(first, (last - first).days + 1)
    starts = [first + timedelta(days=one.start) for one in found]
    assert [(start.month, one.stop - one.start) for start, one in zip(starts, found, strict=True)] == months
    assert all(start.day == 1 for start in starts)


def test_with_fewer_than_two_whole_months_the_run_rate_is_used_untried() -> None:
    said = tried(seasonal(58, 0.5, 0.1, 1))
    assert (said.method, said.past_error, said.months_tried, said.spent) == ("run_rate", None, 0, [])


def test_among_equals_the_run_rate_is_used() -> None:
    assert tried([Decimal(5)] * 150).method == "run_rate"


def test_a_method_that_expects_nothing_is_not_the_best() -> None:
    quiet = [Decimal(0)] * 45 + [Decimal(300)] + [Decimal(0)] * 104
    assert tried(quiet).method == "run_rate"


def test_a_trial_knows_only_the_days_before_its_month() -> None:
    seen: list[tuple[int, int]] = []

    def spy(past: Sequence[Decimal], days: int) -> list[Decimal]:
        seen.append((len(past), days))
        return [Decimal(1)] * days

    outlook(FIRST, [Decimal(1)] * 151, 30, {"run_rate": run_rate, "spy": spy})
    assert seen == [(59, 31), (90, 30), (120, 31)]


def test_the_band_is_the_largest_past_miss_of_a_month_and_five_percent_at_least() -> None:
    def half(past: Sequence[Decimal], days: int) -> list[Decimal]:
        return [Decimal(8)] * days

    past = [Decimal(20)] * 31 + [Decimal(10)] * 28 + [Decimal(9)] * 31
    said = outlook(FIRST, past, 2, {"run_rate": run_rate, "half": half})
    assert (said.method, said.spent) == ("half", [8, 8])
    assert (said.least, said.most) == ([6, 6], [10, 10])
    steady = outlook(FIRST, [Decimal(20)] * 31 + [Decimal(8)] * 59, 1, {"run_rate": run_rate, "half": half})
    assert steady.most == [8 * (1 + LEAST_MISS)]


def test_seasonal_naive_repeats_the_last_week_day_by_day() -> None:
    week = [Decimal(n) for n in (1, 2, 3, 4, 5, 6, 7)]
    assert seasonal_naive([Decimal(99), *week], 9) == [*week, 1, 2]


@pytest.mark.parametrize(
    "past",
    [
        [Decimal(0)] * 90,
        [Decimal(7)] * 31,
        [Decimal(10) ** 15] * 90,
        [Decimal("0.000000000000000001")] * 90,
        [Decimal(-3), Decimal(9)] * 45,
        [Decimal(0)] * 89 + [Decimal(10) ** 9],
    ],
    ids=["nothing", "one month", "huge", "tiny", "money back", "one peak"],
)
def test_holt_winters_gives_cents_that_are_never_below_zero_whatever_it_is_given(past: list[Decimal]) -> None:
    said = holt_winters(past, 40)
    assert len(said) == 40
    assert all(one >= 0 and one.as_tuple().exponent == -2 for one in said)


def test_holt_winters_follows_the_week_and_the_growth() -> None:
    past = seasonal(181, 0.2, 0.25, 3)
    said = holt_winters(past, 7)
    weekend = [one for number, one in enumerate(said) if (FIRST + timedelta(days=181 + number)).weekday() in WEEKEND]
    assert max(weekend) < min(one for one in said if one not in weekend)
    assert math.isclose(sum(said), sum(seasonal(188, 0.2, 0.25, 4)[-7:]), rel_tol=0.15)


def test_the_library_is_loaded_by_the_first_forecast_that_needs_it_and_not_before() -> None:
    told = "import sys, pipelines.cli, pipelines.reports; print('statsmodels' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.strip() == "False"


def test_the_forecast_of_a_report_states_its_method_and_both_errors(tmp_path: Path) -> None:
    rows = [usage(FIRST + timedelta(days=n), str(cost)) for n, cost in enumerate(seasonal(164, 0.2, 0.25, 5))]
    with warehouse(tmp_path, ("credit_grant", {"amount": 20000}), *rows) as snap:
        said = run(snap, Request("credit-forecast", TODAY), EVERYTHING).row(0, named=True)
        line = run(snap, Request("credit-burn-down", TODAY), EVERYTHING).filter(phase="forecast")
        state = run(snap, Request("credit-balance", TODAY), EVERYTHING).row(0, named=True)
    assert (said["method"], said["months_tried"]) == ("holt_winters", 3)
    assert 0 < said["past_error"] < said["run_rate_error"] / 2
    assert line["date"][0] == TODAY + timedelta(days=1)
    last = line.row(-1, named=True)
    assert (said["low"], said["lapses_at_end"], said["high"]) == (last["low"], last["balance"], last["high"])
    assert state["lapses_at_end"] == last["balance"] == state["left"] - line["spent"].sum()
    assert last["low"] < last["balance"] < last["high"]


def test_a_credit_without_known_usage_has_no_forecast(tmp_path: Path) -> None:
    with warehouse(tmp_path, ("credit_grant", {})) as snap:
        assert run(snap, Request("credit-forecast", TODAY), EVERYTHING).is_empty()


def test_on_the_last_day_of_a_month_what_is_left_of_its_credit_is_certain(tmp_path: Path) -> None:
    last = date(2026, 5, 31)
    rows = [usage(FIRST + timedelta(days=n), "1") for n in range((last - FIRST).days + 1)]
    with warehouse(tmp_path, ("credit_grant", {"kind": "monthly", "amount": 100}), *rows) as snap:
        said = run(snap, Request("credit-forecast", last), EVERYTHING).row(0, named=True)
    assert (said["low"], said["lapses_at_end"], said["high"]) == (69, 69, 69)
