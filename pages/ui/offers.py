"""The catalogue's offers as a page needs them: to choose from, and what each gives."""

from datetime import date
from functools import cache
from typing import Any

import polars as pl

from pages.ui import written
from pages.ui.answers import small
from pages.ui.session import language, t
from pipelines.store import catalogue


@cache
def offers() -> pl.DataFrame:
    """One row an offer, the lowest level first, those beside a level last: level, offer (null: the level has none),
    offer_name, rank, sold_until, fee, currency."""
    named = catalogue.read("offers").select("offer", "fee", "currency", offer_name="name")
    every = catalogue.read("levels").join(named, on="offer", how="left", maintain_order="left")
    return every.sort("rank", nulls_last=True, maintain_order=True)


def gives(offer: str) -> pl.DataFrame:
    """What an offer gives: family, product_name, benefit_type, quantity, unit, source; by family and product."""
    products = catalogue.read("products").select("product", "family", "unit", product_name="name")
    given = catalogue.read("offer_products").filter(offer=offer).join(products, on="product")
    columns = ("family", "product_name", "benefit_type", "quantity", "unit", "source")
    return given.select(columns).sort("family", "product_name", "benefit_type")


def choices(*, above: int | None = None) -> dict[str, str]:
    """'Gold · sold until 30 Sep 2022' by code; with `above` only the offers of a higher level than that rank."""
    rows = offers().filter(pl.col("offer").is_not_null())
    if above is not None:
        rows = rows.filter(pl.col("rank") > above)
    return {row["offer"]: _title(row) for row in rows.to_dicts()}


def portals() -> pl.DataFrame:
    """The reader's partners: partner_id, partner, portal, currency."""
    return small("portals")


def _title(row: dict[str, Any]) -> str:
    until: date | None = row["sold_until"]
    if until is None:
        return str(row["offer_name"])
    return t("membership.sold_until", offer=row["offer_name"], day=written.day(until, language()))
