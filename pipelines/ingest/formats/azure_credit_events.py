"""What moved the credits of a billing profile, as the Consumption API gives it: JSON of `events` (domain-facts 2.4).

An event states its parts, each an amount and its currency; all of them are in one. Days are those of UTC, written in
ISO or with the month first.
"""

from functools import reduce

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting
from pipelines.ingest.marks import wrong

NAME = "azure-credit-events"
# Our name of each part, and the vendor's.
_PARTS = {
    "new_credit": "newCredit",
    "adjustments": "adjustments",
    "expired": "creditExpired",
    "cancelled": "canceledCredit",
    "charges": "charges",
}
# What is drawn is in every event; the file's total is of it.
_DRAWN = "charges"


def _part(name: str, theirs: str) -> tuple[Column, Column]:
    value, currency = f"properties.{theirs}.value", f"properties.{theirs}.currency"
    may_lack = name != _DRAWN
    return (
        Column(name, Kind.DECIMAL, (value,), missing=may_lack, empty=may_lack),
        Column(f"{name}_currency", Kind.CURRENCY, (currency,), missing=may_lack, empty=may_lack, stored=False),
    )


def _one_currency(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    other = pl.col(name).is_not_null() & pl.col(f"{name}_currency").ne_missing(pl.col("currency"))
    return wrong(frame, name, other, "one_currency")


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return reduce(_one_currency, _PARTS, frame).with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.lit(NAME).alias("dataset"),
    )


FORMAT = Format(
    name=NAME,
    table="vendor_credit_event",
    columns=(
        Column("event_id", Kind.IDENTIFIER, ("name",)),
        Column("happened_on", Kind.DATE, ("properties.transactionDate",)),
        Column("description", Kind.TEXT, ("properties.description",)),
        Column("kind", Kind.TEXT, ("properties.eventType",)),
        Column("invoice", Kind.TEXT, ("properties.invoiceNumber",), missing=True, empty=True),
        *(column for name, theirs in _PARTS.items() for column in _part(name, theirs)),
        Column("balance", Kind.DECIMAL, ("properties.closedBalance.value",)),
        Column("currency", Kind.CURRENCY, ("properties.closedBalance.currency",)),
    ),
    group=("partner_id", "dataset", "event_id"),
    unique=("event_id",),
    reads=("json",),
    records="value",
    settings=(Setting("partner"),),
    date_orders=("iso", "mdy"),
    amount=_DRAWN,
    made=("partner_id", "dataset"),
    finish=_finish,
)
