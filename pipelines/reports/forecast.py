"""What the credits of a report will spend: the methods that are tried, and what was found kept for the next report."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

import polars as pl

from pipelines.reports.holt_winters import holt_winters
from pipelines.rules import credit_ahead, forecast
from pipelines.rules.forecast import Outlook

# The simplest first.
METHODS: dict[str, forecast.Method] = {
    forecast.RUN_RATE: forecast.run_rate,
    "seasonal_naive": forecast.seasonal_naive,
    "holt_winters": holt_winters,
}
KEPT = 1000


def outlooks(grants: pl.DataFrame, days: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """`credit_ahead.outlooks` with METHODS. Several reports of a page ask the same, so what was found is kept."""
    return credit_ahead.outlooks(grants, days, as_of, _judge)


@lru_cache(maxsize=KEPT)
def _judge(first: date, past: Sequence[Decimal], days: int) -> Outlook:
    return forecast.outlook(first, past, days, METHODS)
