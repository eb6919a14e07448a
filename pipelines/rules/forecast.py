"""What a credit will spend: methods are tried on months that are over, and the best of them says what comes.

A method takes what each day spent, the earliest first and without gaps, and a number of days; it gives what it expects
each of the days after them to spend, or nothing where it cannot say. Amounts are Decimal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from pipelines.rules.credit_days import RATE_DAYS

Method: TypeAlias = Callable[[Sequence[Decimal], int], list[Decimal]]

RUN_RATE = "run_rate"
MONTHS_TRIED = 3
# A few months that came out well are no certainty.
LEAST_MISS = Decimal("0.05")
_WEEK = 7
_NOTHING = Decimal(0)
_MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True)
class Trial:
    """How a method did on the months it was tried on.

    `error` is the sum of its misses over what those months spent, None where it was not tried or they spent nothing;
    `miss` is its largest miss of one month, as a share of what it had expected.
    """

    error: Decimal | None
    miss: Decimal


@dataclass(frozen=True)
class Outlook:
    """The method with the least error, that error beside the run-rate's, on how many months both were tried, and what
    it expects each day to spend, with the least and the most that its past misses allow.

    No days where the run-rate was the best: `credit_days.rates` has them.
    """

    method: str
    past_error: Decimal | None
    run_rate_error: Decimal | None
    months_tried: int
    spent: list[Decimal]
    least: list[Decimal]
    most: list[Decimal]


def run_rate(past: Sequence[Decimal], days: int) -> list[Decimal]:
    """Each day the plain mean of the last 90 days, or of all where there are fewer."""
    window = past[-RATE_DAYS:]
    return [sum(window, _NOTHING) / len(window)] * days


def seasonal_naive(past: Sequence[Decimal], days: int) -> list[Decimal]:
    """Each day what the same weekday of the last week spent."""
    week = past[-_WEEK:]
    return [max(week[number % _WEEK], _NOTHING) for number in range(days)]


def outlook(first: date, past: Sequence[Decimal], days: int, methods: Mapping[str, Method]) -> Outlook:
    """What the best of `methods` expects of the `days` after `past`, whose first day is `first`.

    Each is tried on the last three whole months, of each knowing only the days before it. The first whole month is
    never tried, so with fewer than two of them the run-rate is used; it is also where no other method is better.
    """
    months = held_back(first, len(past))
    trials = {name: _trial(method, past, months) for name, method in methods.items()}
    best = _best(trials)
    spent = [] if best == RUN_RATE else methods[best](past, days)
    miss = max(trials[best].miss, LEAST_MISS)
    return Outlook(
        method=best,
        past_error=trials[best].error,
        run_rate_error=trials[RUN_RATE].error,
        months_tried=len(months),
        spent=spent,
        least=[_rounded(max(1 - miss, _NOTHING) * one) for one in spent],
        most=[_rounded((1 + miss) * one) for one in spent],
    )


def held_back(first: date, length: int) -> list[slice]:
    """Where in the days from `first` on the months to be tried lie: the last three whole ones, never the first one."""
    whole = list(_whole_months(first, first + timedelta(days=length)))
    return [slice((start - first).days, (end - first).days) for start, end in whole[1:][-MONTHS_TRIED:]]


def _whole_months(first: date, end: date) -> Iterator[tuple[date, date]]:
    start = first if first.day == 1 else _next_month(first)
    while _next_month(start) <= end:
        yield start, _next_month(start)
        start = _next_month(start)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _trial(method: Method, past: Sequence[Decimal], months: list[slice]) -> Trial:
    expected = [_expected(method, past, month) for month in months]
    spent = [sum(past[month], _NOTHING) for month in months]
    if None in expected or sum(spent) <= 0:
        return Trial(None, _NOTHING)
    pairs = [(said, was) for said, was in zip(expected, spent, strict=True) if said is not None]
    missed = sum((abs(said - was) for said, was in pairs), _NOTHING)
    return Trial(missed / sum(spent), max((abs(said - was) / said for said, was in pairs if said), default=_NOTHING))


def _expected(method: Method, past: Sequence[Decimal], month: slice) -> Decimal | None:
    said = method(past[: month.start], month.stop - month.start)
    return sum(said, _NOTHING) if said else None


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_MILLIONTH)


def _best(trials: Mapping[str, Trial]) -> str:
    """The method with the least error, the run-rate among equals and where none missed less than everything, as one
    that expects no spending at all would."""
    errors = {name: trial.error for name, trial in trials.items() if trial.error is not None and trial.error < 1}
    return min(errors, key=lambda name: (errors[name], name != RUN_RATE), default=RUN_RATE)
