"""The licences of one partner's tenant, as listed by the Microsoft 365 admin centre (formats.md, columns.json).

A row is a product. The list is whole, so a later file replaces all of the partner's products.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting
from pipelines.ingest.marks import wrong
from pipelines.ingest.names import fold

# What stands before a sum that somebody added below the list: it would count every licence twice.
_SUMS = ("total", "totals", "grand total", "subtotal", "sum", "合计", "总计", "小计", "合計", "總計", "小計")


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    summed = wrong(frame, "product_title", fold(pl.col("product_title")).str.strip_chars(" :：").is_in(_SUMS), "no_sum")
    return summed.with_columns(pl.lit(context.setting("partner")).alias("partner_id"))


FORMAT = Format(
    name="m365-licences",
    table="licence_count",
    columns=(
        Column("product_title", Kind.TEXT, ("Product Title",)),
        Column("total", Kind.COUNT, ("Total Licenses",), at_least=0),
        Column("expired", Kind.COUNT, ("Expired Licenses",), at_least=0),
        Column("assigned", Kind.COUNT, ("Assigned licenses",), at_least=0),
        Column("renews_on", Kind.DATE, ("Renewal Date",), missing=True, empty=True),
    ),
    group=("partner_id",),
    unique=("product_title",),
    settings=(Setting("partner"),),
    date_orders=("iso", "mdy", "dmy"),
    made=("partner_id",),
    finish=_finish,
)
