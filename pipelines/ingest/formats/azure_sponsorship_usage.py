"""Usage of a sponsored Azure subscription, as downloaded from the sponsorships portal (domain-facts 2.4, formats.md).

Dates are M/D/YYYY. There is no currency column: USD, unless told otherwise. A resource may have several rows a day.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting
from pipelines.ingest.marks import wrong

NAME = "azure-sponsorship-usage"


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    whole = frame.with_columns(
        pl.lit(NAME).alias("dataset"),
        pl.lit(context.setting("currency")).alias("currency"),
    )
    others = context.subscriptions_of_others
    return wrong(whole, "subscription_id", pl.col("subscription_id").is_in(others), "yours") if others else whole


FORMAT = Format(
    name=NAME,
    table="usage",
    columns=(
        Column("subscription", Kind.TEXT, ("SubscriptionName",), default=""),
        Column("subscription_id", Kind.GUID, ("SubscriptionGuid",)),
        Column("usage_on", Kind.DATE, ("Date",)),
        Column("resource_id", Kind.IDENTIFIER, ("ResourceGuid",), default=""),
        Column("service", Kind.TEXT, ("ServiceName",), default=""),
        Column("service_type", Kind.TEXT, ("ServiceType",), default=""),
        Column("region", Kind.TEXT, ("ServiceRegion",), default=""),
        Column("resource", Kind.TEXT, ("ServiceResource",), default=""),
        Column("quantity", Kind.DECIMAL, ("Quantity",)),
        Column("cost", Kind.DECIMAL, ("Cost",)),
    ),
    group=("dataset", "subscription_id", "usage_on", "resource_id"),
    settings=(Setting("currency", default="USD"),),
    date_orders=("mdy",),
    amount="cost",
    made=("dataset", "currency"),
    finish=_finish,
)
