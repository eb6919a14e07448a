"""When each open credit reaches the marks at which somebody should look at it.

The vendor's own alerts on credits are for enterprise agreements only (domain-facts A11).
"""

from datetime import date

import polars as pl

from pipelines.rules.credit_days import KEY, ZERO

# What of the period's amount is used, in percent; how many days before the credit's last one.
USED = {"used_50": 50, "used_75": 75, "used_90": 90, "used_100": 100}
DAYS = {"days_30": 30, "days_7": 7, "days_1": 1}
_ORDER = [*USED, *DAYS]


def thresholds(credits: pl.DataFrame, line: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a credit that has not ended and threshold: the columns of `credits`, rows of `credit.statement`, and
    threshold, state, reached_on, due_on.

    `line` is `credit_days.burn_down` of the same credits. State is
      reached       on reached_on; of a credit that is fresh each month, in this month
      overdue       so few days are left, and something will lapse at the end of the period
      due           on due_on, as the forecast goes
      not_expected  not before the period ends
    What is overdue is first, then the next to come, then what was reached last.
    """
    going = credits.filter(pl.col("ends_on") >= as_of)
    dated = pl.concat([_by_use(line, as_of), _by_days(going)])
    every = going.join(pl.DataFrame({"threshold": _ORDER}), how="cross", maintain_order="left_right")
    told = every.join(dated, on=[*KEY, "threshold"], how="left", maintain_order="left").with_columns(
        state=_state(as_of),
        reached_on=pl.when(pl.col("on") <= as_of).then("on"),
        due_on=pl.when(pl.col("on") > as_of).then("on"),
    )
    latest_first = -pl.col("reached_on").to_physical()
    in_order = pl.col("threshold").cast(pl.Enum(_ORDER))
    return told.drop("on").sort(pl.col("state") != "overdue", "due_on", latest_first, *KEY, in_order, nulls_last=True)


def _by_use(line: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The first day of the period in which `as_of` lies on which so much of its amount is used."""
    marks = pl.DataFrame({"threshold": list(USED), "percent": list(USED.values())})
    running = line.filter(pl.col("period_starts_on") <= as_of, pl.col("period_ends_on") >= as_of)
    crossed = running.join(marks, how="cross").filter(
        pl.col("balance") * 100 <= pl.col("amount") * (100 - pl.col("percent")), pl.col("amount") > ZERO
    )
    return crossed.group_by(*KEY, "threshold").agg(on=pl.col("date").min())


def _by_days(credits: pl.DataFrame) -> pl.DataFrame:
    marks = pl.DataFrame({"threshold": list(DAYS), "days": list(DAYS.values())})
    before = pl.col("ends_on") - pl.duration(days=pl.col("days"))
    return credits.join(marks, how="cross").select(*KEY, "threshold", on=before)


def _state(as_of: date) -> pl.Expr:
    lapsing = pl.col("threshold").is_in(list(DAYS)) & (pl.col("lapses_at_end") > ZERO)
    return (
        pl.when(pl.col("on").is_null())
        .then(pl.lit("not_expected"))
        .when(pl.col("on") > as_of)
        .then(pl.lit("due"))
        .when(lapsing)
        .then(pl.lit("overdue"))
        .otherwise(pl.lit("reached"))
    )
