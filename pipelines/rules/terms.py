"""The dates of a membership's term, from the day it begins and the numbers of its policy.

The anniversary is the day after the last day; benefits go on through the renewal window that follows (domain-facts D5,
D8) and can be activated as long as the policy says (D1, D11).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from pipelines.rules.policy import policies
from pipelines.rules.rule import POLICY


@dataclass(frozen=True)
class Term:
    """A year of membership. `activate_by` and `grace_ends_on` are last days, as is `ends_on`."""

    starts_on: date
    anniversary_on: date
    ends_on: date
    grace_ends_on: date
    activate_by: date


def term(policy: str, starts_on: date) -> Term:
    """The term of an offer of a policy that begins on a day."""
    anniversary = months_after(starts_on, _told(policy, "term_months"))
    ends_on = anniversary - timedelta(days=1)
    redeemed = months_after(starts_on, _told(policy, "redeem_months"))
    return Term(
        starts_on=starts_on,
        anniversary_on=anniversary,
        ends_on=ends_on,
        grace_ends_on=ends_on + timedelta(days=_told(policy, "renewal_days")),
        activate_by=redeemed - timedelta(days=1),
    )


def renewed_from(policy: str, anniversary_on: date, paid_on: date) -> date:
    """The first day of the term that follows: the anniversary, or the day of the payment where the policy counts from
    that (domain-facts D7)."""
    return paid_on if _told(policy, "renewal_starts") == "payment" else anniversary_on


def _told(policy: str, name: str) -> Any:
    """A policy's number or word."""
    return policies().row(by_predicate=pl.col("policy") == policy, named=True)[f"{POLICY}{name}"]


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the month's last where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
