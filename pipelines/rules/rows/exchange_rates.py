"""Exchange rates that finance records. Facts of a form: given_from_currency, given_to_currency, given_rate_on."""

import polars as pl

from pipelines.rules.rule import Rule, permitted

RULES: tuple[Rule, ...] = (
    permitted("record_exchange_rate", "[design] finance keeps the books"),
    Rule(
        "record_exchange_rate.same",
        "eligibility",
        "record_exchange_rate",
        pl.col("given_from_currency") != pl.col("given_to_currency"),
        "source row 40: a credit is in US dollars or the local currency",
        says=("given_from_currency",),
    ),
    Rule(
        "record_exchange_rate.ahead",
        "limit",
        "record_exchange_rate",
        pl.col("given_rate_on") <= pl.col("on_day"),
        "[design] a rate is known on its day and not before",
        says=("given_rate_on", "on_day"),
    ),
)
