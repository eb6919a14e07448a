"""What redeeming the key of a cloud licence does: seats added, or the end date moved, from one formula.

Every key brings seats for some months, and no time is added or lost: all seats end on one day, which weighs the months
that run already against those of the key (domain-facts K4; source rows 50, 51). Months are kept as exact fractions.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

Mode = Literal["add_seats", "extend"]
MODES: tuple[Mode, ...] = ("add_seats", "extend")
_YEAR = 12


@dataclass(frozen=True)
class Key:
    """What a key brings: seats, for so many months."""

    seats: int
    months: int = _YEAR


@dataclass(frozen=True)
class Subscription:
    """What runs already; no seats where nothing runs, or where it has ended."""

    seats: int
    ends_on: date | None

    def running(self, on_day: date) -> bool:
        """Whether a key would join it; else the key begins a subscription of its own (K1)."""
        return self.seats > 0 and self.ends_on is not None and self.ends_on > on_day


@dataclass(frozen=True)
class Plan:
    """The subscription after a key is redeemed.

    `months_left` runs from the day of redeeming. `months_won` is by how much the months that the key brings its
    subscription differ from the key's own: below zero they are lost. `months_moved` is by how much the end date moves.
    """

    mode: Mode
    seats: int
    ends_on: date
    months_left: Fraction
    months_won: Fraction
    months_moved: Fraction


def plan(now: Subscription, key: Key, mode: Mode, on_day: date) -> Plan:
    """What a key does to a subscription on a day. Where none runs, both modes begin one of the key's own term."""
    if not now.running(on_day) or now.ends_on is None:
        months = Fraction(key.months)
        return Plan(mode, key.seats, after(on_day, months), months, Fraction(0), months)
    left = months_between(on_day, now.ends_on)
    if mode == "extend":
        return _extended(now.seats, now.ends_on, left, key)
    return _added(now.seats, left, key, on_day)


def _added(seats: int, left: Fraction, key: Key, on_day: date) -> Plan:
    """K4: (A x B + C x 12) / (A + C). K12: five seats at their end and a key of five give ten seats for six months."""
    months = (seats * left + key.seats * key.months) / (seats + key.seats)
    return Plan(
        "add_seats", seats + key.seats, after(on_day, months), months, months - key.months, months_moved=months - left
    )


def _extended(seats: int, ends_on: date, left: Fraction, key: Key) -> Plan:
    """K5: the months of the key's seats, spread over the seats there are."""
    months = Fraction(key.seats * key.months, seats)
    return Plan("extend", seats, after(ends_on, months), left + months, months - key.months, months_moved=months)


def cheaper(plans: dict[Mode, Plan]) -> Mode | None:
    """The mode that loses fewer of the key's months; None where both come to the same."""
    added, extended = plans["add_seats"].months_won, plans["extend"].months_won
    if added == extended:
        return None
    return "add_seats" if added > extended else "extend"


def full_year_on(now: Subscription, on_day: date) -> date:
    """The first day on which the key begins a full term with its own seats: when the subscription ends (K9)."""
    return now.ends_on if now.running(on_day) and now.ends_on else on_day


def months_between(first: date, last: date) -> Fraction:
    """Calendar months from one day to a later one; what is over, as a share of the month it lies in."""
    whole = (last.year - first.year) * _YEAR + last.month - first.month
    if _month_later(first, whole) > last:
        whole -= 1
    begins, ends = _month_later(first, whole), _month_later(first, whole + 1)
    return whole + Fraction((last - begins).days, (ends - begins).days)


def after(day: date, months: Fraction) -> date:
    """The day so many months later; a part of a month in whole days, rounded down."""
    whole = months // 1
    begins, ends = _month_later(day, whole), _month_later(day, whole + 1)
    return begins + timedelta(days=int((months - whole) * (ends - begins).days))


def _month_later(day: date, months: int) -> date:
    """The same day of the month, or that month's last day; the last day there is where a great key meets few seats."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
