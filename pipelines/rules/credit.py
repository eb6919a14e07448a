"""What an Azure credit gave, used, lost and has left: the statement of a day, and month by month.

Amounts are Decimal, in the grant's own currency. The frames `grants`, `days` and `ahead` are those of
`rules.credit_days`.
"""

from datetime import date

import polars as pl

from pipelines.rules.credit_days import KEY, ZERO, burn_down, rates


def statement(grants: pl.DataFrame, days: pl.DataFrame, as_of: date, ahead: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row a grant, in the order of `grants`, with its columns and
    granted, used, lapsed, left (granted = used + lapsed + left), used_share (0 to 1, null before the start), days_left
    (below zero once it has ended), daily_rate, runs_out_on, lapses_at_end, period_ends_on, status.

    A grant gives its amount once a period that has begun. `lapses_at_end` is what of `left` will be lost on
    `period_ends_on` as the forecast goes; `runs_out_on` the day in this period on which nothing is left, null where
    some will be. Spending above the amount is no use of the credit.
    """
    line = burn_down(grants, days, as_of, ahead)
    parts = [_sums(months(line, as_of)), _end_of_period(line, as_of), rates(grants, days).select(*KEY, "daily_rate")]
    for part in parts:
        grants = grants.join(part, on=KEY, how="left", maintain_order="left")
    return _closed(grants, as_of)


def months(line: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a grant and month that has begun, from the rows of `burn_down`: the grant's columns and
    month (its first day), spent, used, lapsed, left.

    `used` is what the month drew from the credit, `left` what it had at the month's end or has now; what is unused when
    its period is over is `lapsed`, from the day after.
    """
    ends = pl.col("period_ends_on")
    over = (ends < as_of) & (ends.dt.month_start() == pl.col("month"))
    opening = pl.col("balance").shift(1).over(*KEY, "period_starts_on", order_by="month").fill_null(pl.col("amount"))
    past = line.filter(phase="past").with_columns(month=pl.col("date").dt.month_start())
    return (
        past.group_by(*KEY, "month", maintain_order=True)
        .agg(pl.exclude("spent").last(), pl.col("spent").sum())
        .with_columns(
            used=opening - pl.col("balance"),
            lapsed=pl.when(over).then("balance").otherwise(ZERO),
            left=pl.when(over).then(ZERO).otherwise("balance"),
        )
    )


def _sums(month: pl.DataFrame) -> pl.DataFrame:
    sums = month.group_by(KEY, maintain_order=True).agg(pl.col("used", "lapsed").sum(), pl.col("left").last())
    return sums.with_columns(granted=pl.sum_horizontal("used", "lapsed", "left"))


def _end_of_period(line: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Of the period in which `as_of` lies: its end, when nothing is left, and what is left at its end."""
    running = line.filter(pl.col("period_starts_on") <= as_of, pl.col("period_ends_on") >= as_of)
    return running.group_by(KEY, maintain_order=True).agg(
        pl.col("period_ends_on").last(),
        runs_out_on=pl.col("date").filter(pl.col("balance") == ZERO).first(),
        lapses_at_end=pl.col("balance").last(),
    )


def _closed(joined: pl.DataFrame, as_of: date) -> pl.DataFrame:
    amounts = ("granted", "used", "lapsed", "left", "lapses_at_end")
    return joined.with_columns(pl.col(amounts).fill_null(ZERO)).with_columns(
        used_share=pl.when(pl.col("granted") > ZERO).then(pl.col("used") / pl.col("granted")),
        days_left=(pl.col("ends_on") - pl.lit(as_of)).dt.total_days(),
        status=_status(as_of),
    )


def _status(as_of: date) -> pl.Expr:
    return (
        pl.when(pl.col("starts_on") > as_of)
        .then(pl.lit("not_started"))
        .when(pl.col("ends_on") < as_of)
        .then(pl.lit("ended"))
        .when((pl.col("last_usage_on") >= pl.col("starts_on")).fill_null(False).not_())
        .then(pl.lit("no_usage"))
        .when(pl.col("left") == ZERO)
        .then(pl.lit("used_up"))
        .otherwise(pl.lit("running"))
    )
