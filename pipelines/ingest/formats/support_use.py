"""Support incidents and advisory engagements that were used: our template. The key is entitlement_id and reference."""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import SUPPORT_AREAS, SUPPORT_KINDS


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """An incident is counted as one; an engagement in hours, which it must say."""
    owner = context.entitlement.select("entitlement_id", "partner_id").filter(
        pl.col("partner_id").is_in(context.served)
    )
    owned = frame.join(owner, on="entitlement_id", how="left", maintain_order="left")
    held = wrong(owned, "entitlement_id", pl.col("partner_id").is_null(), "held_entitlement")
    unsaid = (pl.col("kind") != "incident") & ~(pl.col("hours").fill_null(0) > 0)
    return wrong(held, "hours", unsaid, "hours_used")


FORMAT = Format(
    name="support_use",
    table="support_use",
    columns=(
        Column("entitlement_id", Kind.TEXT, example="P-1-001"),
        Column("kind", Kind.CHOICE, choices=SUPPORT_KINDS, example="advisory"),
        Column("used_on", Kind.DATE, example="2026-05-04"),
        Column("hours", Kind.DECIMAL, missing=True, empty=True, places=2, at_least=0, example="4"),
        Column("title", Kind.TEXT, missing=True, empty=True, example="Landing zone review"),
        Column("reference", Kind.TEXT, example="2605040030001234"),
        Column("product_area", Kind.CHOICE, missing=True, empty=True, choices=SUPPORT_AREAS, example="azure"),
    ),
    group=("entitlement_id", "reference"),
    unique=("entitlement_id", "reference"),
    ours=True,
    made=("partner_id",),
    finish=_finish,
)
