"""The benefits of one partner, pasted from the vendor's portal: four columns on every page (domain-facts 2.2).

A name or a source that the catalogue does not know is asked, never guessed. The grid states quantity and activation
date; what else is stored of a benefit stays.
"""

from collections.abc import Mapping

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.formats.by_name import answer, beside_stored, products, unknown_products
from pipelines.ingest.formats.entitlements import BELOW, MADE_OF
from pipelines.ingest.formats.portal_sources import benefit_type_of, offers_of
from pipelines.ingest.marks import wrong
from pipelines.ingest.names import fold, folded, nearest
from pipelines.rules.model import CREDIT_UNITS

# Thousands have commas; a point followed by three digits could be either, so it is not read.
_QUANTITY = r"^(?<number>\d{1,3}(?:,\d{3})+|\d+)(?<cents>\.\d{1,2})?\s+(?<unit>[A-Za-z]+)$"
_UNITS = ("licenses", "users", "seats", "activations", "hours", "incidents", "usd")
_STATED = ("quantity", "activate_by")
_KEPT = ("purchased_on", "starts_on", "use_until", "activated_on", "assigned", "used", "unit_value", "currency")


def _ask(told: Told, context: Context) -> dict[str, str]:
    """Answers to `product:<Benefit Name>` and `offer:<Source>` for what is not known."""
    benefits = unknown_products(told("benefit"), context)
    sources = {
        f"offer:{text}": offers_of(text) or nearest(text, context.names["offer"])
        for text in told("source")
        if _offer(text, context) is None
    }
    return {setting: answer(setting, choices, context) for setting, choices in (benefits | sources).items()}


def _offer(text: str, context: Context) -> str | None:
    listed = offers_of(text)
    return listed[0] if len(listed) == 1 else context.names["offer"].get(folded(text))


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    named = frame.with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        _replaced("benefit", products(context)).alias("product"),
        _replaced("source", _by_source(frame, context)).alias("offer"),
        _replaced("source", {text: benefit_type_of(text) for text in _sources(frame)}).alias("benefit_type"),
    )
    return _counted(beside_stored(named, context, "benefit", _STATED), context)


def _replaced(name: str, codes: Mapping[str, str]) -> pl.Expr:
    text = fold(pl.col(name)) if name == "benefit" else pl.col(name)
    return text.replace_strict(dict(codes), default=None, return_dtype=pl.String)


def _sources(frame: pl.DataFrame) -> list[str]:
    return frame["source"].drop_nulls().unique().to_list()


def _by_source(frame: pl.DataFrame, context: Context) -> dict[str, str]:
    return {text: _offer(text, context) or context.setting(f"offer:{text}") for text in _sources(frame)}


def _counted(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The number of `Quantity` in the unit of the catalogue: what the portal calls licenses may be seats."""
    parts = pl.col("stated").str.extract_groups(_QUANTITY).struct
    units = dict(context.product.select("product", "unit").iter_rows())
    number = parts.field("number").str.replace_all(",", "") + parts.field("cents").fill_null("")
    counted = frame.with_columns(
        number.cast(pl.Decimal(18, 4), strict=False).alias("quantity"),
        pl.col("unit").fill_null(pl.col("product").replace_strict(units, default=None, return_dtype=pl.String)),
    )
    word = parts.field("unit").str.to_lowercase()
    fits = word.is_in(_UNITS) & ((word == "usd") == pl.col("unit").is_in(CREDIT_UNITS.values()))
    return wrong(
        counted,
        "stated",
        ~fits.fill_null(False) | (pl.col("quantity") <= 0) | (pl.col("quantity") >= BELOW),
        "quantity",
    )


FORMAT = Format(
    name="portal-grid",
    table="entitlement",
    columns=(
        Column("benefit", Kind.TEXT, ("Benefit Name",), stored=False),
        Column("source", Kind.TEXT, ("Source (Program Name & Specialization)",), stored=False),
        Column("stated", Kind.TEXT, ("Quantity",), stored=False),
        Column("activate_by", Kind.DATE, ("Activate By",), empty=True, blanks=("NULL", "-")),
    ),
    group=("entitlement_id",),
    unique=("entitlement_id",),
    settings=(Setting("partner"),),
    date_orders=("iso", "mdy", "dmy"),
    made=("entitlement_id", *MADE_OF, "quantity", "unit", *_KEPT),
    finish=_finish,
    ask=_ask,
)
