"""A thousand random ledgers of grants and usage against plain arithmetic, day by day and to the last digit."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import polars as pl
import pytest

from pipelines.rules.credit import months, statement
from pipelines.rules.credit_days import burn_down
from tests.test_credit import DAY, GRANT

# Month ends, the ends of years, and a leap day, with the days around them.
DAYS = [
    date(2027, 12, 31), date(2028, 1, 1), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 31),
    date(2028, 4, 1), date(2028, 4, 30), date(2028, 6, 15), date(2028, 12, 31),
]  # fmt: skip
LEDGERS = 100
LAST_PLACE = Decimal(1).scaleb(-18)
ZERO = Decimal(0)


@dataclass
class Ledger:
    """One grant and what was spent on which day."""

    name: str
    kind: str
    amount: Decimal
    starts_on: date
    ends_on: date
    spent: dict[date, Decimal] = field(default_factory=dict)


@dataclass
class Result:
    """What plain arithmetic says of a ledger on a day."""

    used: Decimal = ZERO
    lapsed: Decimal = ZERO
    left: Decimal = ZERO
    runs_out_on: date | None = None
    lapses_at_end: Decimal = ZERO
    balances: list[Decimal] = field(default_factory=list)


def ledger(luck: random.Random, number: int, as_of: date) -> Ledger:
    starts_on = as_of - timedelta(days=luck.randint(-5, 200))
    ends_on = starts_on + timedelta(days=luck.choice([0, 1, 27, 30, 59, 89, 183, 365]))
    amount = Decimal(luck.randint(0, 60000)) / 100
    made = Ledger(f"S-{number}", luck.choice(["monthly", "bulk"]), amount, starts_on, ends_on)
    known = [starts_on + timedelta(days=n) for n in range((min(ends_on, as_of) - starts_on).days + 1)]
    for day in luck.sample(known, luck.randint(0, len(known))):
        made.spent[day] = Decimal(luck.randint(-(10**18), 15 * 10**18)) * LAST_PLACE
    return made


def frames(ledgers: list[Ledger], as_of: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    grants, days = [], []
    for one in ledgers:
        grants.append((one.name, one.starts_on, one.ends_on, one.kind, one.amount, max(one.spent, default=None)))
        reported = every_day(one.starts_on, min(one.ends_on, as_of))
        days += [(one.name, one.starts_on, day, one.spent.get(day, ZERO)) for day in reported]
    return pl.DataFrame(grants, GRANT, orient="row"), pl.DataFrame(days, DAY, orient="row")


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def by_hand(one: Ledger, as_of: date) -> Result:
    """Each day of the term in turn: what a period has left, and what becomes of it when the period is over."""
    result, rate = Result(), daily_rate(one)
    balance = drawn = ZERO
    for day in every_day(one.starts_on, one.ends_on):
        opens = day == one.starts_on or (one.kind == "monthly" and day.day == 1)
        closes = day == one.ends_on or (one.kind == "monthly" and (day + timedelta(days=1)).day == 1)
        drawn = one.spent.get(day, ZERO) + (ZERO if opens else drawn)
        if day <= as_of:
            balance = min(max(one.amount - drawn, ZERO), one.amount)
        else:
            balance = min(max((one.amount if opens else balance) - rate, ZERO), one.amount)
        result.balances.append(balance)
        if day <= as_of and (closes or day == as_of):
            result.used += one.amount - balance
            gone = closes and day < as_of
            result.lapsed, result.left = result.lapsed + (balance if gone else ZERO), ZERO if gone else balance
    ends_of_period(one, as_of, result)
    return result


def ends_of_period(one: Ledger, as_of: date, result: Result) -> None:
    if not one.starts_on <= as_of <= one.ends_on:
        return
    line = list(zip(every_day(one.starts_on, one.ends_on), result.balances, strict=True))
    period = [
        (day, left) for day, left in line if one.kind == "bulk" or (day.year, day.month) == (as_of.year, as_of.month)
    ]
    result.runs_out_on = next((day for day, left in period if not left), None)
    result.lapses_at_end = period[-1][1]


def daily_rate(one: Ledger) -> Decimal:
    if not one.spent:
        return ZERO
    last = max(one.spent)
    window = every_day(max(one.starts_on, last - timedelta(days=89)), last)
    with localcontext() as exact:
        exact.prec = 60
        total = sum((one.spent.get(day, ZERO) for day in window), ZERO)
        return (total / len(window)).quantize(LAST_PLACE, ROUND_HALF_EVEN)


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_a_hundred_random_ledgers_of_a_day_come_to_what_plain_arithmetic_gives(as_of: date) -> None:
    luck = random.Random(as_of.toordinal())
    ledgers = [ledger(luck, number, as_of) for number in range(LEDGERS)]
    grants, days = frames(ledgers, as_of)
    stated = {row["subscription_id"]: row for row in statement(grants, days, as_of).to_dicts()}
    line = burn_down(grants, days, as_of)
    lost = dict(months(line, as_of).group_by("subscription_id").agg(pl.col("lapsed").sum()).iter_rows())
    with localcontext() as exact:
        exact.prec = 60
        for one in ledgers:
            row, said = stated[one.name], by_hand(one, as_of)
            assert (row["used"], row["lapsed"], row["left"]) == (said.used, said.lapsed, said.left), one
            assert row["granted"] == said.used + said.lapsed + said.left
            assert (row["runs_out_on"], row["lapses_at_end"]) == (said.runs_out_on, said.lapses_at_end), one
            assert lost.get(one.name, ZERO) == said.lapsed
            if one.starts_on <= as_of:
                assert line.filter(subscription_id=one.name)["balance"].to_list() == said.balances
