"""The overview's figures over time."""

from datetime import date, timedelta

import polars as pl

from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.store import Scope, Snapshot

MONTHS = 6


def by_month(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """The overview's figures as they were on the last day of each of the six months before, and on the day itself.

    Each is what the snapshot knows today of that day: seats' assignments and usage are dated, other counts are not.
    """
    days = [*month_ends(request.as_of, MONTHS), request.as_of]
    return pl.concat(_figures(snap, request, scope, day) for day in days)


def month_ends(day: date, months: int) -> list[date]:
    """The last days of so many months before the month of `day`, the earliest first."""
    ends = []
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def _figures(snap: Snapshot, request: Request, scope: Scope, day: date) -> pl.DataFrame:
    figures = ask(snap, "overview_by_figures", Request(request.report, day, filters=request.filters), scope)
    return figures.with_columns(date=pl.lit(day))
