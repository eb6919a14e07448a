"""What a credit gave, used, lost and has left: months and terms, their boundary days, the rate and the forecast."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.rules.credit import months, statement
from pipelines.rules.credit_days import AHEAD, burn_down, rates
from pipelines.rules.credit_thresholds import thresholds

MONEY = pl.Decimal(38, 18)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
Spent = dict[date, str]
NAME = {"subscription_id": pl.String, "starts_on": pl.Date}
GRANT = NAME | {"ends_on": pl.Date, "kind": pl.String, "amount": MONEY, "last_usage_on": pl.Date}
DAY = NAME | {"date": pl.Date, "spent": MONEY}


def facts(
    kind: str, amount: str, term: tuple[date, date], spent: Spent, as_of: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two frames of one grant: itself, and its days up to `as_of` with what each spent."""
    starts_on, ends_on = term
    grant = ("S-1", starts_on, ends_on, kind, Decimal(amount), max(spent, default=None))
    grants = pl.DataFrame([grant], GRANT, orient="row")
    last = min(ends_on, as_of)
    calendar = [starts_on + timedelta(days=n) for n in range((last - starts_on).days + 1)]
    rows = [("S-1", starts_on, day, Decimal(spent.get(day, "0"))) for day in calendar]
    return grants, pl.DataFrame(rows, DAY, orient="row")


def stated(kind: str, amount: str, spent: Spent, as_of: date, term: tuple[date, date] = YEAR) -> dict[str, Any]:
    return statement(*facts(kind, amount, term, spent, as_of), as_of).row(0, named=True)


def figures(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("granted", "used", "lapsed", "left", "status"))


JANUARY = {date(2026, 1, 10): "40", date(2026, 1, 31): "30"}
MONTHLY = [
    (date(2025, 12, 31), (0, 0, 0, 0, "not_started")),
    (date(2026, 1, 1), (100, 0, 0, 100, "running")),
    (date(2026, 1, 30), (100, 40, 0, 60, "running")),
    (date(2026, 1, 31), (100, 70, 0, 30, "running")),
    (date(2026, 2, 1), (200, 70, 30, 100, "running")),
    (date(2026, 12, 31), (1200, 70, 1030, 100, "running")),
    (date(2027, 1, 1), (1200, 70, 1130, 0, "ended")),
]
BULK = [
    (date(2025, 12, 31), (0, 0, 0, 0, "not_started")),
    (date(2026, 1, 9), (1000, 0, 0, 1000, "running")),
    (date(2026, 2, 1), (1000, 70, 0, 930, "running")),
    (date(2026, 12, 31), (1000, 70, 0, 930, "running")),
    (date(2027, 1, 1), (1000, 70, 930, 0, "ended")),
]


@pytest.mark.parametrize(("as_of", "expected"), MONTHLY)
def test_a_monthly_credit_is_fresh_each_month_and_the_rest_of_a_past_month_lapses(as_of: date, expected: Any) -> None:
    assert figures(stated("monthly", "100", JANUARY, as_of)) == expected


@pytest.mark.parametrize(("as_of", "expected"), BULK)
def test_a_bulk_credit_is_one_pot_until_its_last_day(as_of: date, expected: Any) -> None:
    assert figures(stated("bulk", "1000", JANUARY, as_of)) == expected


def test_spending_above_the_amount_is_no_use_of_the_credit() -> None:
    over = {date(2026, 1, 10): "70", date(2026, 1, 11): "70", date(2026, 2, 1): "5"}
    assert figures(stated("monthly", "100", over, date(2026, 1, 31)))[1:] == (100, 0, 0, "used_up")
    assert figures(stated("monthly", "100", over, date(2026, 2, 1))) == (200, 105, 0, 95, "running")
    assert figures(stated("bulk", "100", over, date(2026, 2, 1))) == (100, 100, 0, 0, "used_up")


def test_a_month_that_is_cut_short_gives_the_whole_amount() -> None:
    term = (date(2026, 1, 20), date(2026, 2, 10))
    assert figures(stated("monthly", "100", JANUARY, date(2026, 2, 10), term)) == (200, 30, 70, 100, "running")
    assert figures(stated("monthly", "100", JANUARY, date(2026, 2, 11), term)) == (200, 30, 170, 0, "ended")


def test_february_of_a_leap_year_ends_on_its_29th() -> None:
    term = (date(2028, 2, 1), date(2028, 12, 31))
    spent = {date(2028, 2, 29): "60"}
    assert figures(stated("monthly", "100", spent, date(2028, 2, 29), term)) == (100, 60, 0, 40, "running")
    assert figures(stated("monthly", "100", spent, date(2028, 3, 1), term)) == (200, 60, 40, 100, "running")


def test_money_that_comes_back_is_left_again_but_never_more_than_was_given() -> None:
    returned = {date(2026, 1, 2): "80", date(2026, 1, 3): "-50"}
    assert figures(stated("bulk", "100", returned, date(2026, 1, 3)))[1:4] == (30, 0, 70)
    assert figures(stated("bulk", "100", {date(2026, 1, 2): "-5"}, date(2026, 1, 2)))[1:4] == (0, 0, 100)


def test_without_known_usage_a_credit_says_so() -> None:
    row = stated("bulk", "100", {}, date(2026, 6, 15))
    assert (row["status"], row["daily_rate"], row["lapses_at_end"]) == ("no_usage", None, 100)


def test_months_say_what_each_used_and_lost() -> None:
    given_ = facts("monthly", "100", YEAR, JANUARY, date(2026, 3, 15))
    found = months(burn_down(*given_, date(2026, 3, 15)), date(2026, 3, 15))
    assert found.select("month", "spent", "used", "lapsed", "left").rows() == [
        (date(2026, 1, 1), 70, 70, 30, 0),
        (date(2026, 2, 1), 0, 0, 100, 0),
        (date(2026, 3, 1), 0, 0, 0, 100),
    ]


def test_months_of_a_bulk_credit_carry_over_and_lose_the_rest_in_the_last() -> None:
    term, as_of = (date(2026, 1, 1), date(2026, 2, 28)), date(2026, 3, 1)
    found = months(burn_down(*facts("bulk", "100", term, JANUARY, as_of), as_of), as_of)
    assert found.select("used", "lapsed", "left").rows() == [(70, 0, 30), (0, 30, 0)]


def daily(first: date, days: int, cost: str) -> Spent:
    return {first + timedelta(days=n): cost for n in range(days)}


def test_the_rate_is_the_mean_of_the_last_90_days_with_usage() -> None:
    spent = daily(date(2026, 1, 1), 30, "100") | daily(date(2026, 1, 31), 60, "1") | daily(date(2026, 4, 1), 30, "4")
    rate = rates(*facts("bulk", "9000", YEAR, spent, date(2026, 6, 15))).row(0, named=True)
    assert (rate["daily_rate"], rate["low_rate"], rate["high_rate"]) == (2, 1, 4)


def test_the_rate_of_a_young_credit_is_that_of_its_life() -> None:
    row = stated("bulk", "9000", {date(2026, 1, 1): "10", date(2026, 1, 4): "20"}, date(2026, 1, 20))
    assert row["daily_rate"] == Decimal("7.5")


def test_the_rate_of_a_credit_that_has_ended_is_that_of_its_own_last_days() -> None:
    spent = daily(date(2026, 1, 1), 31, "2") | {date(2026, 9, 1): "50"}
    row = stated("bulk", "9000", spent, date(2026, 9, 2), (date(2026, 1, 1), date(2026, 1, 31)))
    assert row["daily_rate"] == 2


def test_the_forecast_goes_on_at_the_rate_between_the_lowest_and_the_highest() -> None:
    spent = daily(date(2026, 1, 1), 30, "1") | daily(date(2026, 1, 31), 30, "3")
    as_of = date(2026, 3, 1)
    line = burn_down(*facts("bulk", "200", YEAR, spent, as_of), as_of).filter(phase="forecast")
    assert line.select("date", "spent", "balance", "low", "high").row(0) == (date(2026, 3, 2), 2, 78, 77, 79)
    assert line["date"].max() == date(2026, 12, 31)
    assert line["balance"].min() == 0


def test_it_runs_out_on_the_day_on_which_nothing_is_left() -> None:
    spent = daily(date(2026, 1, 1), 10, "10")
    row = stated("bulk", "125", spent, date(2026, 1, 10))
    assert (row["runs_out_on"], row["lapses_at_end"]) == (date(2026, 1, 13), 0)
    gone = stated("bulk", "95", spent, date(2026, 1, 12))
    assert (gone["runs_out_on"], gone["status"]) == (date(2026, 1, 10), "used_up")


def test_what_lapses_is_what_the_rate_leaves_at_the_end_of_the_period() -> None:
    spent = daily(date(2026, 6, 1), 10, "2")
    bulk = stated("bulk", "1000", spent, date(2026, 6, 10), (date(2026, 6, 1), date(2026, 6, 30)))
    monthly = stated("monthly", "100", spent, date(2026, 6, 10))
    assert (bulk["lapses_at_end"], bulk["runs_out_on"], bulk["days_left"]) == (940, None, 20)
    assert monthly["period_ends_on"] == date(2026, 6, 30)
    assert monthly["lapses_at_end"] < 100 - 20


def test_a_forecast_month_opens_with_the_whole_amount_again() -> None:
    as_of = date(2026, 1, 31)
    line = burn_down(*facts("monthly", "31", YEAR, daily(date(2026, 1, 1), 31, "1"), as_of), as_of)
    february = line.filter(pl.col("date").is_between(date(2026, 2, 1), date(2026, 2, 28)))["balance"].to_list()
    assert (february[0], february[-1]) == (30, 3)


AHEAD_OF_S1 = {"subscription_id": "S-1", "starts_on": date(2026, 1, 1)}


def expected(first: date, *days: tuple[str, str, str]) -> pl.DataFrame:
    """What days from `first` on are expected to spend, the least of it and the most."""
    rows = [
        AHEAD_OF_S1 | {"date": first + timedelta(days=number), "expected": said, "least": least, "most": most}
        for number, (said, least, most) in enumerate((Decimal(a), Decimal(b), Decimal(c)) for a, b, c in days)
    ]
    return pl.DataFrame(rows, AHEAD)


def test_what_another_method_expects_is_drawn_day_by_day_and_the_rate_after_it() -> None:
    as_of = date(2026, 1, 2)
    ahead = expected(date(2026, 1, 3), ("10", "8", "12"), ("1", "0.5", "9"))
    facts_ = facts("bulk", "100", YEAR, daily(date(2026, 1, 1), 2, "4"), as_of)
    line = burn_down(*facts_, as_of, ahead).filter(phase="forecast")
    assert line.select("spent", "balance", "low", "high").rows()[:3] == [
        (10, 82, 80, 88),
        (1, 81, 71, Decimal("87.5")),
        (4, 77, 67, Decimal("83.5")),
    ]


def test_the_band_is_never_narrower_than_that_of_the_run_rate() -> None:
    as_of = date(2026, 3, 1)
    spent = daily(date(2026, 1, 1), 30, "1") | daily(date(2026, 1, 31), 30, "3")
    ahead = expected(date(2026, 3, 2), ("2.5", "2.4", "2.6"))
    row = burn_down(*facts("bulk", "200", YEAR, spent, as_of), as_of, ahead).filter(phase="forecast").row(0, named=True)
    assert (row["balance"], row["low"], row["high"]) == (Decimal("77.5"), 77, 79)


def test_a_forecast_decides_when_a_credit_runs_out_and_what_lapses() -> None:
    as_of = date(2026, 1, 29)
    ahead = expected(date(2026, 1, 30), ("60", "50", "70"), ("0", "0", "0"))
    given_ = facts("monthly", "100", YEAR, daily(date(2026, 1, 1), 29, "1"), as_of)
    row = statement(*given_, as_of, ahead).row(0, named=True)
    assert (row["left"], row["lapses_at_end"], row["runs_out_on"]) == (71, 11, None)
    gone = expected(date(2026, 1, 30), ("71", "50", "80"), ("0", "0", "0"))
    assert statement(*given_, as_of, gone).row(0, named=True)["runs_out_on"] == date(2026, 1, 30)


def stages(
    kind: str, amount: str, spent: Spent, as_of: date, term: tuple[date, date] = YEAR
) -> dict[str, tuple[Any, ...]]:
    """State and days of each threshold."""
    given_ = facts(kind, amount, term, spent, as_of)
    rows = thresholds(statement(*given_, as_of), burn_down(*given_, as_of), as_of)
    return {row["threshold"]: (row["state"], row["reached_on"], row["due_on"]) for row in rows.to_dicts()}


def test_thresholds_are_reached_on_their_day_due_as_the_forecast_goes_or_not_expected() -> None:
    found = stages(
        "bulk", "100", daily(date(2026, 6, 1), 15, "4"), date(2026, 6, 15), (date(2026, 6, 1), date(2026, 6, 23))
    )
    assert found == {
        "used_50": ("reached", date(2026, 6, 13), None),
        "used_75": ("due", None, date(2026, 6, 19)),
        "used_90": ("due", None, date(2026, 6, 23)),
        "used_100": ("not_expected", None, None),
        "days_30": ("overdue", date(2026, 5, 24), None),
        "days_7": ("due", None, date(2026, 6, 16)),
        "days_1": ("due", None, date(2026, 6, 22)),
    }
    assert list(found) == ["days_30", "days_7", "used_75", "days_1", "used_90", "used_50", "used_100"]


def test_days_left_are_not_overdue_where_nothing_will_lapse() -> None:
    spent = daily(date(2026, 6, 1), 15, "5")
    found = stages("bulk", "100", spent, date(2026, 6, 15), (date(2026, 6, 1), date(2026, 6, 23)))
    assert found["days_30"][0] == "reached"


def test_thresholds_of_a_monthly_credit_are_those_of_this_month() -> None:
    spent = daily(date(2026, 1, 1), 31, "10") | {date(2026, 2, 3): "75"}
    found = stages("monthly", "100", spent, date(2026, 2, 3))
    assert (found["used_50"][:2], found["used_75"][:2]) == (("reached", date(2026, 2, 3)),) * 2
    assert found["used_90"][0] == "due"


def test_a_credit_that_has_ended_has_no_thresholds_and_one_to_come_has_its_days() -> None:
    assert stages("bulk", "100", {}, date(2027, 1, 1)) == {}
    ahead = stages("bulk", "100", {}, date(2025, 12, 1))
    assert ahead["days_30"] == ("due", None, date(2026, 12, 1))
    assert ahead["used_50"] == ("not_expected", None, None)


amounts = st.decimals("-5", "40", places=4)
ledgers = st.dictionaries(st.integers(0, 120), amounts, max_size=40)


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(["monthly", "bulk"]), start=st.integers(0, 60), spent=ledgers, seen=st.integers(0, 140))
def test_random_ledgers_come_to_what_plain_arithmetic_gives(
    kind: str, start: int, spent: dict[int, Decimal], seen: int
) -> None:
    first = date(2027, 12, 15) + timedelta(days=start)
    term = (first, first + timedelta(days=100))
    costs = {first + timedelta(days=n): str(cost) for n, cost in spent.items()}
    as_of = first + timedelta(days=seen)
    row = stated(kind, "100", costs, as_of, term)
    assert (row["used"], row["lapsed"], row["left"]) == by_hand(kind, Decimal(100), costs, term, as_of)
    assert row["granted"] == row["used"] + row["lapsed"] + row["left"]


def by_hand(kind: str, amount: Decimal, costs: Spent, term: tuple[date, date], as_of: date) -> tuple[Decimal, ...]:
    """Used, lapsed and left, period by period and day by day."""
    spent: dict[tuple[int, int], Decimal] = {}
    day = term[0]
    while day <= min(term[1], as_of):
        period = (day.year, day.month) if kind == "monthly" else (0, 0)
        spent[period] = spent.get(period, Decimal(0)) + Decimal(costs.get(day, "0"))
        day += timedelta(days=1)
    used = {period: min(max(cost, Decimal(0)), amount) for period, cost in spent.items()}
    running = {(as_of.year, as_of.month), (0, 0)} if as_of <= term[1] else set()
    rest = {period: amount - drawn for period, drawn in used.items()}
    left = sum((rest[period] for period in rest if period in running), Decimal(0))
    return sum(used.values(), Decimal(0)), sum(rest.values(), Decimal(0)) - left, left
