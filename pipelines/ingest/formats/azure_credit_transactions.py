"""What moved the credits of a billing profile, as the Azure portal lists it (domain-facts 2.4).

The list gives its transactions no number, so that one goes by its day and description; a later list of the same days
states them anew. A list without balances has none.
"""

import polars as pl

from pipelines.ingest import money
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.formats.credit_list import CURRENCY, OWN_CURRENCY, ask_currency, with_amount, with_currency
from pipelines.ingest.marks import wrong

NAME = "azure-credit-transactions"


def _ask(told: Told, context: Context) -> dict[str, str]:
    return ask_currency(told("shown_amount") + told("shown_balance"), told("own_currency"), context)


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    read = with_amount(with_amount(frame, "shown_amount", "amount"), "shown_balance", "balance")
    priced = with_currency(read, "shown_amount", context)
    other = money.currency(pl.col("shown_balance")) != pl.col("currency")
    return wrong(priced, "shown_balance", other, "one_currency").with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.lit(NAME).alias("dataset"),
        pl.concat_str("happened_on", "description", separator=":").str.to_lowercase().alias("event_id"),
    )


FORMAT = Format(
    name=NAME,
    table="vendor_credit_event",
    columns=(
        Column("happened_on", Kind.DATE, ("Date",)),
        Column("description", Kind.TEXT, ("Description",)),
        Column("shown_amount", Kind.TEXT, ("Amount",), stored=False),
        Column("shown_balance", Kind.TEXT, ("Balance",), missing=True, empty=True, stored=False),
        OWN_CURRENCY,
    ),
    group=("partner_id", "dataset", "event_id"),
    settings=(Setting("partner"), CURRENCY),
    date_orders=("iso", "mdy", "dmy"),
    amount="amount",
    made=("partner_id", "dataset", "event_id", "amount", "balance", "currency"),
    finish=_finish,
    ask=_ask,
)
