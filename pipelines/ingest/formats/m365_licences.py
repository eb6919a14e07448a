"""The licences of one partner's tenant, as listed by the Microsoft 365 admin centre (formats.md, columns.json).

A row is a product. The list is whole, so a later file replaces all of the partner's products.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return frame.with_columns(pl.lit(context.setting("partner")).alias("partner_id"))


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
