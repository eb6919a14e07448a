"""The licences of one partner's tenant by SKU, as Microsoft Graph gives them: JSON of `subscribedSkus` (2.10).

The answer is whole, so a later one replaces all of the partner's SKUs. Units in warning are past their end and still
work; suspended ones do not (domain-facts D20).
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting

_STATUSES = ("enabled", "warning", "suspended", "deleted", "locked_out")


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return frame.with_columns(pl.lit(context.setting("partner")).alias("partner_id"))


FORMAT = Format(
    name="graph-subscribed-skus",
    table="sku_count",
    columns=(
        Column("sku_id", Kind.GUID, ("skuId",)),
        Column("sku", Kind.TEXT, ("skuPartNumber",)),
        Column("status", Kind.CHOICE, ("capabilityStatus",), choices=_STATUSES),
        Column("enabled", Kind.COUNT, ("prepaidUnits.enabled",), at_least=0),
        Column("suspended", Kind.COUNT, ("prepaidUnits.suspended",), at_least=0),
        Column("warning", Kind.COUNT, ("prepaidUnits.warning",), at_least=0),
        Column("consumed", Kind.COUNT, ("consumedUnits",), at_least=0),
    ),
    group=("partner_id",),
    unique=("sku_id",),
    reads=("json",),
    records="value",
    settings=(Setting("partner"),),
    made=("partner_id",),
    finish=_finish,
)
