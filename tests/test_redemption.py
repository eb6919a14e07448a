"""The redemption planner: the worked examples of the vendor's pages, and the days around each limit."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.rules.redemption import (
    Key,
    Mode,
    Plan,
    Subscription,
    after,
    cheaper,
    full_year_on,
    months_between,
    plan,
)

TODAY = date(2026, 6, 15)
IN_SIX_MONTHS = date(2026, 12, 15)


def plans(now: Subscription, key: Key, on_day: date = TODAY) -> dict[Mode, Plan]:
    return {"add_seats": plan(now, key, "add_seats", on_day), "extend": plan(now, key, "extend", on_day)}


@pytest.mark.parametrize(
    ("seats", "key_seats", "months", "ends_on"),
    [
        (100, 25, 3, date(2027, 3, 15)),
        (100, 100, 12, date(2027, 12, 15)),
        (5, 10, 24, date(2028, 12, 15)),
        (5, 15, 36, date(2029, 12, 15)),
    ],
)
def test_extending_moves_the_end_as_the_vendors_examples_say(
    seats: int, key_seats: int, months: int, ends_on: date
) -> None:
    """Domain-facts K5; the last row is the most that K6 allows."""
    found = plan(Subscription(seats, IN_SIX_MONTHS), Key(key_seats), "extend", TODAY)
    assert (found.seats, found.months_moved, found.ends_on) == (seats, months, ends_on)


@pytest.mark.parametrize(
    ("seats", "left", "key_seats", "months"),
    [
        (100, 6, 100, Fraction(9)),
        (100, 6, 25, Fraction(36, 5)),
        (5, 0, 5, Fraction(6)),
        (10, 12, 10, Fraction(12)),
        (10, 24, 10, Fraction(18)),
    ],
)
def test_adding_seats_weighs_the_months_left_against_those_of_the_key(
    seats: int, left: int, key_seats: int, months: Fraction
) -> None:
    """Domain-facts K4: (A x B + C x 12) / (A + C)."""
    ends_on = max(after(TODAY, Fraction(left)), TODAY + timedelta(days=1))
    found = plan(Subscription(seats, ends_on), Key(key_seats), "add_seats", TODAY)
    assert found.seats == seats + key_seats
    assert float(found.months_left) == pytest.approx(float(months), abs=0.04)


def test_the_known_accident_of_ten_seats_for_six_months() -> None:
    """Domain-facts K12: an Action Pack's key of five, added where five were about to end."""
    both = plans(Subscription(5, TODAY + timedelta(days=1)), Key(5))
    added, extended = both["add_seats"], both["extend"]
    assert (added.seats, round(added.months_left), round(added.months_won)) == (10, 6, -6)
    assert (extended.seats, extended.months_won) == (5, 0)
    assert cheaper(both) == "extend"


def test_a_key_of_very_many_seats_that_extends_a_single_one_ends_with_the_calendar() -> None:
    found = plan(Subscription(1, IN_SIX_MONTHS), Key(10_000), "extend", TODAY)
    assert (found.ends_on, found.months_moved) == (date.max, 120_000)


def test_seats_that_are_added_without_extending_run_less_than_twelve_months() -> None:
    """Source row 51."""
    found = plan(Subscription(20, IN_SIX_MONTHS), Key(5), "add_seats", TODAY)
    assert found.months_left < 12
    assert found.months_won < 0


def test_the_cheaper_choice_loses_fewer_of_the_keys_months() -> None:
    both = plans(Subscription(100, IN_SIX_MONTHS), Key(25))
    assert (both["extend"].months_won, both["add_seats"].months_won) == (-9, Fraction(-24, 5))
    assert cheaper(both) == "add_seats"


def test_neither_choice_is_cheaper_where_both_lose_the_same() -> None:
    assert cheaper(plans(Subscription(10, date(2027, 6, 15)), Key(10))) is None


@pytest.mark.parametrize("now", [Subscription(0, None), Subscription(5, TODAY), Subscription(5, date(2026, 6, 14))])
@pytest.mark.parametrize("mode", ["add_seats", "extend"])
def test_where_nothing_runs_a_key_begins_a_term_of_its_own(now: Subscription, mode: Mode) -> None:
    """Domain-facts K1, D1: usable for a year from the redemption."""
    found = plan(now, Key(5), mode, TODAY)
    assert (found.seats, found.ends_on, found.months_won) == (5, date(2027, 6, 15), 0)


@pytest.mark.parametrize(
    ("ends_on", "runs"), [(TODAY - timedelta(days=1), False), (TODAY, False), (TODAY + timedelta(days=1), True)]
)
def test_a_subscription_runs_to_the_day_before_its_end(ends_on: date, runs: bool) -> None:
    assert Subscription(5, ends_on).running(TODAY) is runs


def test_the_full_year_comes_by_waiting_for_the_end() -> None:
    """Domain-facts K9."""
    assert full_year_on(Subscription(5, IN_SIX_MONTHS), TODAY) == IN_SIX_MONTHS
    assert full_year_on(Subscription(0, None), TODAY) == TODAY


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), Fraction(1)),
        (date(2026, 1, 31), date(2026, 3, 31), Fraction(2)),
        (date(2024, 2, 29), date(2025, 2, 28), Fraction(12)),
        (TODAY, TODAY, Fraction(0)),
        (TODAY, date(2026, 6, 30), Fraction(15, 30)),
        (TODAY, date(2026, 8, 14), 1 + Fraction(30, 31)),
    ],
)
def test_months_between_two_days_are_those_of_the_calendar(first: date, last: date, months: Fraction) -> None:
    assert months_between(first, last) == months


_DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 28))


@given(_DAYS, st.integers(0, 1500))
def test_so_many_months_later_leads_back_to_the_same_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert abs((after(first, months_between(first, last)) - last).days) <= 1


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 1000))
def test_no_time_is_added_or_lost(seats: int, key_seats: int, days: int) -> None:
    """Domain-facts K4 and its page: only the months of seats are moved about."""
    now, key = Subscription(seats, TODAY + timedelta(days=days)), Key(key_seats)
    left = months_between(TODAY, TODAY + timedelta(days=days))
    before = seats * left + key_seats * 12
    for found in plans(now, key).values():
        assert found.seats * found.months_left == before
