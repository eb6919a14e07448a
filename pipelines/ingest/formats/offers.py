"""The memberships and packages that partners hold: our template. The key is partner_id, offer and starts_on.

Where the file gives none, the policy is the catalogue's and the currency the partner's. A membership lasts a year; an
Action Pack has 30 days of grace after it (domain-facts D8), other offers have none unless the file says so.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.defaults import filled_from
from pipelines.ingest.marks import wrong

POLICIES = ("mpn-2019-10", "mpn-2020-06", "mpn-2020-10", "maicpp-2023-09", "maicpp-2026-02")
_WITH_GRACE = ("action-pack-2023", "launch-benefits-2023")
_GRACE = pl.duration(days=30)


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    year_later = pl.col("starts_on").dt.offset_by("1y").dt.offset_by("-1d")
    grace = pl.when(pl.col("offer").is_in(_WITH_GRACE)).then(pl.col("ends_on") + _GRACE)
    dated = frame.with_columns(pl.col("ends_on").fill_null(year_later))
    dated = dated.with_columns(pl.col("grace_ends_on").fill_null(grace))
    ruled = filled_from(dated, "policy", context.offer, on="offer")
    paid = filled_from(ruled, "currency", context.partner, on="partner_id")
    ordered = wrong(paid, "ends_on", pl.col("ends_on") < pl.col("starts_on"), "not_before_start")
    return wrong(ordered, "grace_ends_on", pl.col("grace_ends_on") < pl.col("ends_on"), "not_before_end")


FORMAT = Format(
    name="offers",
    table="offer_held",
    columns=(
        Column("partner_id", Kind.PARTNER, example="P-1"),
        Column("offer", Kind.OFFER, example="success-core-2026"),
        Column("level", Kind.TEXT, missing=True, empty=True, example="Success Core"),
        Column("policy", Kind.CHOICE, missing=True, empty=True, choices=POLICIES, example="maicpp-2026-02"),
        Column("purchased_on", Kind.DATE, missing=True, empty=True, example="2026-01-15"),
        Column("starts_on", Kind.DATE, example="2026-01-15"),
        Column("anniversary_on", Kind.DATE, missing=True, empty=True, example="2027-01-15"),
        Column("ends_on", Kind.DATE, missing=True, empty=True, example="2027-01-14"),
        Column("grace_ends_on", Kind.DATE, missing=True, empty=True),
        Column("fee", Kind.DECIMAL, missing=True, empty=True, places=2, at_least=0, example="925.00"),
        Column("currency", Kind.CURRENCY, missing=True, empty=True, example="USD"),
    ),
    group=("partner_id", "offer", "starts_on"),
    unique=("partner_id", "offer", "starts_on"),
    ours=True,
    finish=_finish,
)
