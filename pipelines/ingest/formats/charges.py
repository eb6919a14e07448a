"""What the formats of Azure's cost exports share: the columns of table `charge`, and how a row is completed.

A file states whole days of its subscriptions and replaces what the same dataset said of them (formats.md). Rows are
not de-duplicated: a real file holds two identical charges.
"""

from dataclasses import replace

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Kind
from pipelines.ingest.marks import UNREAD, wrong

GROUP = ("dataset", "subscription_id", "usage_on")
# The places that a rate is stored with; further ones are rounded half even.
_RATE = pl.Decimal(18, 9)
_AMOUNT = pl.Decimal(38, 18)
_GROUP_IN_PATH = r"/resourcegroups/([^/]+)"
# How Azure writes that a charge has no resource group (its article "Understand cost details fields").
_NO_GROUP = ("NULL", "Others", "Not applicable")

_COLUMNS = {
    column.name: column
    for column in (
        Column("subscription_id", Kind.GUID, empty=True),
        Column("subscription", Kind.TEXT, default=""),
        Column("usage_on", Kind.DATE),
        Column("resource_group", Kind.IDENTIFIER, blanks=_NO_GROUP, default=""),
        Column("resource_id", Kind.IDENTIFIER, default=""),
        Column("service", Kind.TEXT, default=""),
        Column("service_type", Kind.TEXT, default=""),
        Column("region", Kind.TEXT, default=""),
        Column("resource", Kind.TEXT, default=""),
        Column("charge_type", Kind.IDENTIFIER, default=""),
        Column("quantity", Kind.DECIMAL, default="0"),
        Column("cost", Kind.DECIMAL),
        Column("currency", Kind.CURRENCY),
        Column("cost_usd", Kind.DECIMAL, empty=True),
        Column("credit_eligible", Kind.YES_NO, empty=True),
        Column("pricing_currency", Kind.CURRENCY, empty=True),
        Column("exchange_rate", Kind.DECIMAL, empty=True, at_least=0),
        Column("exchange_rate_on", Kind.DATE, empty=True),
    )
}


def column(name: str, *headers: str, missing: bool = False) -> Column:
    """The column of the table `charge` under the headers of a layout; where it may be missing, it may be empty."""
    usual = _COLUMNS[name]
    return replace(usual, headers=headers, missing=missing, empty=usual.empty or missing)


def with_profile(frame: pl.DataFrame, profile: str, name: str) -> pl.DataFrame:
    """The frame with the charges of no subscription (purchases at a billing profile) under the profile and its name.

    Of an id that is a path the last part is taken, so that every layout names the profile alike.
    """
    alone = pl.col("subscription_id").is_null()
    return frame.with_columns(
        pl.coalesce("subscription_id", pl.col(profile).str.extract(r"([^/]+)/*$")).alias("subscription_id"),
        pl.when(alone).then(pl.col(name).fill_null("")).otherwise("subscription").alias("subscription"),
    )


def completed(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The frame with resource groups from the resource's path where they are missing, and rates as they are stored.

    A fault: a charge that is of nobody, and one of a subscription with a credit of a partner that the loader may not
    load for.
    """
    in_path = pl.col("resource_id").str.extract(_GROUP_IN_PATH)
    group = pl.when(pl.col("resource_group") != "").then("resource_group").otherwise(in_path).fill_null("")
    whole = frame.with_columns(group.alias("resource_group"))
    if "exchange_rate" in frame.columns:
        whole = _with_rate(whole)
    whole = wrong(whole, "subscription_id", pl.col("subscription_id").is_null(), UNREAD)
    others = context.subscriptions_of_others
    return wrong(whole, "subscription_id", pl.col("subscription_id").is_in(others), "yours") if others else whole


def _with_rate(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with rates as the table keeps them; a rate of zero converts nothing and is none."""
    rate = pl.col("exchange_rate").cast(_RATE, strict=False).cast(_AMOUNT)
    kept = wrong(frame, "exchange_rate", pl.col("exchange_rate").is_not_null() & rate.is_null(), UNREAD)
    return kept.with_columns(pl.when(rate != 0).then(rate).alias("exchange_rate"))
