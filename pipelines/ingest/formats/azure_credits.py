"""The credits of a billing profile, as the Azure portal lists them (domain-facts 2.4; later headers beside the first).

The list says what the last invoice left, but not of which day it is: that is asked. A credit has no number here, so
that it goes by its source, days, amount and currency.
"""

import polars as pl

from pipelines.ingest import money
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.formats.credit_list import (
    CURRENCY,
    OWN_CURRENCY,
    STATED_ON,
    STATUSES,
    ask_currency,
    ask_day,
    with_amount,
    with_currency,
)
from pipelines.ingest.marks import wrong

NAME = "azure-credits"
_LOT = ("source", "starts_on", "ends_on", "original", "currency")


def _ask(told: Told, context: Context) -> dict[str, str]:
    shown = told("shown_original") + told("shown_balance")
    return ask_day(context) | ask_currency(shown, told("own_currency"), context)


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    read = with_amount(with_amount(frame, "shown_original", "original"), "shown_balance", "balance")
    priced = with_currency(read, "shown_original", context)
    other = money.currency(pl.col("shown_balance")) != pl.col("currency")
    ordered = wrong(priced, "ends_on", pl.col("ends_on") < pl.col("starts_on"), "not_before_start")
    return wrong(ordered, "shown_balance", other, "one_currency").with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.lit(NAME).alias("dataset"),
        pl.lit(context.setting("stated_on")).str.to_date().alias("stated_on"),
        pl.concat_str(_LOT, separator=":").str.to_lowercase().alias("lot_id"),
    )


FORMAT = Format(
    name=NAME,
    table="vendor_credit",
    columns=(
        Column("source", Kind.TEXT, ("Source",)),
        Column("starts_on", Kind.DATE, ("Start date", "Effective date")),
        Column("ends_on", Kind.DATE, ("Expiration date",)),
        Column("shown_original", Kind.TEXT, ("Original amount",), stored=False),
        Column("shown_balance", Kind.TEXT, ("Current balance", "Balance"), stored=False),
        OWN_CURRENCY,
        Column("status", Kind.CHOICE, ("Status",), empty=True, choices=STATUSES),
    ),
    group=("partner_id", "dataset", "lot_id", "stated_on"),
    settings=(Setting("partner"), STATED_ON, CURRENCY),
    date_orders=("iso", "mdy", "dmy"),
    amount="balance",
    made=("partner_id", "dataset", "lot_id", "stated_on", "original", "balance", "currency"),
    finish=_finish,
    ask=_ask,
)
