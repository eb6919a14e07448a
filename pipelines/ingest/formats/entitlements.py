"""The benefits under the offers: our template. The key is entitlement_id, else partner, offer, product, benefit type.

Assigned may exceed quantity: more was given out than is held, which the reports show.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.defaults import filled_from
from pipelines.ingest.marks import wrong
from pipelines.rules.model import BENEFIT_TYPES, UNITS

# Of a number of things, of the worth of one, and of the worth of all.
BELOW = 1_000_000_000
MOST_VALUE = 1_000_000_000_000
MADE_OF = ("partner_id", "offer", "product", "benefit_type")


def made_id() -> pl.Expr:
    """The id of an entitlement to which its partner gave none."""
    return pl.concat_str(MADE_OF, separator=":")


def too_dear() -> pl.Expr:
    """Whether a benefit is worth so much that values could not be summed."""
    return pl.col("quantity").cast(pl.Float64) * pl.col("unit_value").cast(pl.Float64) >= MOST_VALUE


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The unit is the catalogue's where the file gives none; a value without a currency is in the partner's."""
    named = frame.with_columns(pl.col("entitlement_id").fill_null(made_id()))
    known = filled_from(named, "unit", context.product, on="product")
    valued = filled_from(known, "currency", context.partner, on="partner_id", when=pl.col("unit_value").is_not_null())
    counted = wrong(valued, "quantity", pl.col("quantity") <= 0, "above_zero")
    owner = context.entitlement.select("entitlement_id", owner="partner_id")
    owned = counted.join(owner, on="entitlement_id", how="left", maintain_order="left")
    others = wrong(owned, "entitlement_id", pl.col("owner") != pl.col("partner_id"), "another_partners").drop("owner")
    return wrong(others, "unit_value", too_dear(), "less_dear")


FORMAT = Format(
    name="entitlements",
    table="entitlement",
    columns=(
        Column("entitlement_id", Kind.TEXT, missing=True, empty=True, example="P-1-001"),
        Column("partner_id", Kind.PARTNER, example="P-1"),
        Column("offer", Kind.OFFER, example="success-core-2026"),
        Column("product", Kind.PRODUCT, example="microsoft-365-business-premium"),
        Column("benefit_type", Kind.CHOICE, missing=True, default="core", choices=BENEFIT_TYPES, example="core"),
        Column("quantity", Kind.DECIMAL, places=4, below=BELOW, example="15"),
        Column("unit", Kind.CHOICE, missing=True, empty=True, choices=UNITS, example="seats"),
        Column("purchased_on", Kind.DATE, missing=True, empty=True, example="2026-01-15"),
        Column("starts_on", Kind.DATE, missing=True, empty=True, example="2026-01-15"),
        Column("activate_by", Kind.DATE, missing=True, empty=True, example="2027-02-14"),
        Column("use_until", Kind.DATE, missing=True, empty=True, example="2027-02-13"),
        Column("activated_on", Kind.DATE, missing=True, empty=True, example="2026-01-20"),
        Column("assigned", Kind.DECIMAL, missing=True, empty=True, places=4, at_least=0, below=BELOW, example="5"),
        Column("used", Kind.DECIMAL, missing=True, empty=True, places=4, at_least=0, below=BELOW, example="3"),
        Column(
            "unit_value", Kind.DECIMAL, missing=True, empty=True, places=6, at_least=0, below=BELOW, example="260.00"
        ),
        Column("currency", Kind.CURRENCY, missing=True, empty=True, example="USD"),
    ),
    group=("entitlement_id",),
    unique=("entitlement_id",),
    ours=True,
    finish=_finish,
)
