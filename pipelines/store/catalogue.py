"""The programme's catalogue: offers, their levels, products and quantities, as tables beside every warehouse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import polars as pl

FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalogue"
# Columns that hold several words.
_LISTS = ("aliases", "areas")
_TABLES = {
    "offer": "offers",
    "product": "products",
    "offer_product": "offer_products",
    "offer_level": "levels",
    "download": "downloads",
    "support": "support",
    "support_area": "support_areas",
}


@cache
def read(name: str) -> pl.DataFrame:
    """One file of data/catalogue (`offers`, `products`, `offer_products` …), typed; aliases and areas as lists."""
    frame = pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)
    frame = frame.with_columns(_typed(column, kind) for column, kind in _types()[name].items())
    lists = [name for name in _LISTS if name in frame.columns]
    return frame.with_columns(pl.col(lists).fill_null("").str.split("|").list.eval(_filled()))


@cache
def _types() -> dict[str, dict[str, pl.DataType | type[pl.DataType]]]:
    """What the columns of each file hold that are no text."""
    return {
        "offers": {"fee": pl.Decimal(18, 2), "sample": pl.Boolean},
        "products": {"unit_value": pl.Decimal(18, 6)},
        "offer_products": {"quantity": pl.Decimal(18, 4), "sample": pl.Boolean},
        "levels": {
            "rank": pl.Int8,
            "sold_until": pl.Date,
            "renewed_until": pl.Date,
            "once": pl.Boolean,
            "scored": pl.Boolean,
        },
        "downloads": {},
        "support": {},
        "support_areas": {"needs_ids": pl.Boolean},
    }


def _typed(column: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.col(column) == "true"
    if kind == pl.Date:
        return pl.col(column).str.to_date()
    return pl.col(column).cast(kind)


def _filled() -> pl.Expr:
    return pl.element().filter(pl.element() != "")


def add_catalogue(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes a table of each file in the connection's `memory` database."""
    for table, file in _TABLES.items():
        connection.register("catalogue_file", read(file))
        connection.execute(f"CREATE TABLE memory.{table} AS SELECT * FROM catalogue_file")
        connection.unregister("catalogue_file")
