"""The partner companies: our template. A row is a company; the key is partner_id."""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import PORTALS

# Ids stand in keys and in URLs.
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A partner keeps the spelling of its id that is loaded, else that of its first row; another may be added by who
    loads for all partners.
    """
    known = {one.lower(): one for one in context.partner["partner_id"]}
    written, lower = pl.col("partner_id"), pl.col("partner_id").str.to_lowercase()
    first = frame.with_columns(written.first().over(lower))
    spelled = first.with_columns(lower.replace_strict(known, default=written).alias("partner_id"))
    named = wrong(spelled, "partner_id", ~written.str.contains(_ID), "partner_id")
    if context.loader.partners == "*":
        return named
    return wrong(named, "partner_id", ~pl.col("partner_id").is_in(context.served), "yours")


FORMAT = Format(
    name="partners",
    table="partner",
    columns=(
        Column("partner_id", Kind.TEXT, example="P-1"),
        Column("partner", Kind.TEXT, ("legal_name",), example="Contoso Ltd"),
        Column("country", Kind.COUNTRY, example="US"),
        Column("currency", Kind.CURRENCY, example="USD"),
        Column("tenant_id", Kind.GUID, missing=True, empty=True, example="11111111-1111-4111-8111-111111111111"),
        Column("portal", Kind.CHOICE, missing=True, default=PORTALS[0], choices=PORTALS, example=PORTALS[0]),
        Column("time_zone", Kind.TIME_ZONE, missing=True, default="UTC", example="America/New_York"),
    ),
    group=("partner_id",),
    unique=("partner_id",),
    ours=True,
    finish=_finish,
)
