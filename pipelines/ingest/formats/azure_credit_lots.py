"""The credits of a billing profile, as the Consumption API gives them: JSON of `lots` (domain-facts 2.4).

The balance is what the last invoice left; of which day the answer is, is asked. Days are those of UTC, written in ISO
or with the month first.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.formats.credit_list import STATED_ON, STATUSES, ask_day
from pipelines.ingest.marks import wrong

NAME = "azure-credit-lots"


def _ask(_: Told, context: Context) -> dict[str, str]:
    return ask_day(context)


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    ordered = wrong(frame, "ends_on", pl.col("ends_on") < pl.col("starts_on"), "not_before_start")
    other = pl.col("original_currency") != pl.col("currency")
    return wrong(ordered, "currency", other, "one_currency").with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.lit(NAME).alias("dataset"),
        pl.lit(context.setting("stated_on")).str.to_date().alias("stated_on"),
    )


FORMAT = Format(
    name=NAME,
    table="vendor_credit",
    columns=(
        Column("lot_id", Kind.IDENTIFIER, ("name",)),
        Column("source", Kind.TEXT, ("properties.source",)),
        Column("starts_on", Kind.DATE, ("properties.startDate",)),
        Column("ends_on", Kind.DATE, ("properties.expirationDate",)),
        Column("original", Kind.DECIMAL, ("properties.originalAmount.value",)),
        Column("original_currency", Kind.CURRENCY, ("properties.originalAmount.currency",), stored=False),
        Column("balance", Kind.DECIMAL, ("properties.closedBalance.value",)),
        Column("currency", Kind.CURRENCY, ("properties.closedBalance.currency",)),
        Column("status", Kind.CHOICE, ("properties.status",), missing=True, empty=True, choices=STATUSES),
        Column("po_number", Kind.TEXT, ("properties.poNumber",), missing=True, empty=True),
    ),
    group=("partner_id", "dataset", "lot_id", "stated_on"),
    unique=("lot_id",),
    reads=("json",),
    records="value",
    settings=(Setting("partner"), STATED_ON),
    date_orders=("iso", "mdy"),
    amount="balance",
    made=("partner_id", "dataset", "stated_on"),
    finish=_finish,
    ask=_ask,
)
