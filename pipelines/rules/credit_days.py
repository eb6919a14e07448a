"""What an Azure credit has left, day by day, and how it goes on.

A monthly credit is fresh on the first of each month, and what a month leaves unused lapses at its end (domain-facts A2,
source row 40). A bulk credit is one pot until it is used up or its last day is over; the rest is lost (D22, source rows
40-44). So a grant is a row of periods: the months of a monthly one, the whole term of a bulk one.

Amounts are Decimal, in the grant's own currency. Frames:
  grants  subscription_id, starts_on, ends_on, kind, amount, last_usage_on (of the subscription, null where no usage is
          known), and whatever else the caller wants to get back
  days    subscription_id, starts_on, date, spent: one row a day from the grant's first day to the day of the report or
          the grant's last, whichever is first
  ahead   subscription_id, starts_on, date, expected, least, most: what days to come will spend, where another method
          than the run-rate says it (`rules.credit_ahead`)
"""

from datetime import date

import polars as pl

KEY = ["subscription_id", "starts_on"]
RATE_DAYS = 90
BLOCK_DAYS = 30
_MONEY = pl.Decimal(38, 18)
ZERO = pl.lit(0, _MONEY)
_MONTHLY = pl.col("kind") == "monthly"
AHEAD: dict[str, pl.DataType] = {
    "subscription_id": pl.String(),
    "starts_on": pl.Date(),
    "date": pl.Date(),
    "expected": _MONEY,
    "least": _MONEY,
    "most": _MONEY,
}
NOTHING_AHEAD = pl.DataFrame(schema=AHEAD)


def burn_down(grants: pl.DataFrame, days: pl.DataFrame, as_of: date, ahead: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row a grant and day, past and forecast: the columns of `grants` and
    date, phase (past | forecast), period_starts_on, period_ends_on, spent, balance, low, high.

    `balance` is what is left of the period at the end of the day, never below zero. The forecast begins after `as_of`,
    runs to the grant's last day and spends what `ahead` expects, else `daily_rate` of `rates` a day; low and high are
    what would be left if the most, or the least, of either were spent.
    """
    past = _past(grants, days)
    coming = _forecast(past, rates(grants, days), NOTHING_AHEAD if ahead is None else ahead, as_of)
    return pl.concat([past, coming]).sort(*KEY, "date")


def rates(grants: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """What a grant spends a day: subscription_id, starts_on, daily_rate, low_rate, high_rate; null without known usage.

    The rate is the plain mean of the last 90 days up to the last day with usage, or of the grant's life where that is
    shorter. Low and high are the least and the greatest mean of a 30-day block of those days, counted back from the
    last.
    """
    known = days.join(grants.select(*KEY, "last_usage_on").drop_nulls(), on=KEY)
    last = pl.min_horizontal("last_usage_on", pl.col("date").max().over(KEY))
    aged = known.with_columns(age=(last - pl.col("date")).dt.total_days())
    window = aged.filter(pl.col("age").is_between(0, RATE_DAYS - 1)).with_columns(block=pl.col("age") // BLOCK_DAYS)
    blocks = window.group_by(*KEY, "block").agg(_mean(), length=pl.len())
    whole = blocks.filter((pl.col("length") == BLOCK_DAYS) | (pl.col("block") == 0))
    spread = whole.group_by(KEY).agg(low=pl.col("daily_rate").min(), high=pl.col("daily_rate").max())
    return (
        window.group_by(KEY)
        .agg(_mean())
        .join(spread, on=KEY)
        .select(
            *KEY,
            "daily_rate",
            low_rate=pl.min_horizontal("daily_rate", "low"),
            high_rate=pl.max_horizontal("daily_rate", "high"),
        )
    )


def _mean() -> pl.Expr:
    return (pl.col("spent").sum() / pl.len().cast(_MONEY)).alias("daily_rate")


def _periods(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds the period in which each row's date lies."""
    day = pl.col("date")
    return frame.with_columns(
        period_starts_on=pl.when(_MONTHLY)
        .then(pl.max_horizontal(day.dt.month_start(), "starts_on"))
        .otherwise("starts_on"),
        period_ends_on=pl.when(_MONTHLY).then(pl.min_horizontal(day.dt.month_end(), "ends_on")).otherwise("ends_on"),
    )


def _past(grants: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    spent = pl.col("spent").cum_sum().over(*KEY, "period_starts_on", order_by="date")
    return _periods(grants.join(days, on=KEY)).with_columns(
        phase=pl.lit("past"),
        balance=(pl.col("amount") - spent).clip(ZERO, pl.col("amount")),
        low=pl.lit(None, _MONEY),
        high=pl.lit(None, _MONEY),
    )


def _forecast(past: pl.DataFrame, rate: pl.DataFrame, ahead: pl.DataFrame, as_of: date) -> pl.DataFrame:
    today = past.filter(pl.col("date") == as_of, pl.col("ends_on") > as_of).join(rate, on=KEY, how="left")
    coming = _periods(
        today.rename({"period_starts_on": "this_period", "balance": "left_today"})
        .with_columns(date=pl.date_ranges(pl.lit(as_of), "ends_on", closed="right"))
        .explode("date")
        .join(ahead, on=[*KEY, "date"], how="left")
    )
    expected = pl.coalesce("expected", "daily_rate", ZERO)
    return coming.with_columns(
        phase=pl.lit("forecast"),
        spent=expected,
        balance=_left_after(expected),
        low=_left_after(pl.max_horizontal("most", "high_rate").fill_null(ZERO)),
        high=_left_after(pl.min_horizontal("least", "low_rate").fill_null(ZERO)),
    ).select(past.columns)


def _left_after(spent: pl.Expr) -> pl.Expr:
    """What a period has left on a day ahead: it opens with what is left today, a later one with the whole amount."""
    opening = pl.when(pl.col("period_starts_on") == pl.col("this_period")).then("left_today").otherwise("amount")
    drawn = spent.cum_sum().over(*KEY, "period_starts_on", order_by="date")
    return (opening - drawn).clip(ZERO, pl.col("amount"))
