"""The days that count in a term of membership, as expressions over its dates and the numbers of its policy.

Each is a last or a first day itself. Columns needed: purchased_on, ends_on, anniversary_on, and policy_<number>.
"""

import polars as pl


def _days(number: pl.Expr) -> pl.Expr:
    return pl.duration(days=number)


# S2 row 83: a refund may be asked for up to this day.
REFUND_UNTIL = pl.col("purchased_on") + _days(pl.col("policy_refund_days"))
# D5, D19: the renewal window.
RENEWABLE_FROM = pl.col("anniversary_on") + _days(pl.col("policy_renewal_opens_days"))
RENEWABLE_UNTIL = pl.col("ends_on") + _days(pl.col("policy_renewal_days"))
# D6: the days on which the partner is reminded, before and after the anniversary.
REMINDED_FIRST = pl.col("anniversary_on") + _days(pl.col("policy_reminder_days").list.first())
REMINDED_LAST = pl.col("anniversary_on") + _days(pl.col("policy_reminder_days").list.last())
