"""The forecast of each credit that is open and has known usage, made of the frames of `rules.credit_days`."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import polars as pl

from pipelines.rules.credit_days import AHEAD, KEY
from pipelines.rules.forecast import Outlook

# What is expected of so many days after those given, the first of which is the date: `forecast.outlook` with methods.
Judge: TypeAlias = Callable[[date, Sequence[Decimal], int], Outlook]

_LISTED = ("date", "expected", "least", "most")
_JUDGED: dict[str, pl.DataType] = {
    "subscription_id": pl.String(),
    "starts_on": pl.Date(),
    "method": pl.String(),
    "past_error": pl.Decimal(38, 18),
    "run_rate_error": pl.Decimal(38, 18),
    "months_tried": pl.Int64(),
} | {name: pl.List(AHEAD[name]) for name in _LISTED}


def outlooks(grants: pl.DataFrame, days: pl.DataFrame, as_of: date, judge: Judge) -> pl.DataFrame:
    """One row a credit that has begun, has not ended and has known usage: subscription_id, starts_on, method,
    past_error and run_rate_error (shares, null where not tried), months_tried, and lists of date, expected, least and
    most.

    What is past ends with the last day of known usage; the days after it are expected, not empty.
    """
    known = days.join(grants.select(*KEY, "ends_on", "last_usage_on"), on=KEY)
    told = known.filter(pl.col("date") <= pl.col("last_usage_on"), pl.col("ends_on") > as_of).sort(*KEY, "date")
    credits = told.group_by(KEY, maintain_order=True).agg(pl.col("ends_on").first(), pl.col("date").last(), "spent")
    return pl.DataFrame([_judged(credit, judge) for credit in credits.to_dicts()], _JUDGED)


def ahead(outlook: pl.DataFrame) -> pl.DataFrame:
    """The frame `ahead` of `credit_days`: one row a credit and day to come, of credits that another method than the
    run-rate tells."""
    told = outlook.filter(pl.col("expected").list.len() > 0)
    return told.select(AHEAD.keys()).explode(_LISTED)


def _judged(credit: dict[str, Any], judge: Judge) -> dict[str, Any]:
    last = credit["date"]
    said = judge(credit["starts_on"], tuple(credit["spent"]), (credit["ends_on"] - last).days)
    return {
        "subscription_id": credit["subscription_id"],
        "starts_on": credit["starts_on"],
        "method": said.method,
        "past_error": _share(said.past_error),
        "run_rate_error": _share(said.run_rate_error),
        "months_tried": said.months_tried,
        "date": [last + timedelta(days=number + 1) for number in range(len(said.spent))],
        "expected": said.spent,
        "least": said.least,
        "most": said.most,
    }


def _share(error: Decimal | None) -> Decimal | None:
    return None if error is None else round(error, 6)
