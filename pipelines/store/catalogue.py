"""The programme's catalogue: offers and products, tables beside every warehouse, and quantities."""

from pathlib import Path

import duckdb
import polars as pl

FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalogue"
_MONEY = pl.Decimal(18, 6)
_TYPES: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "offers": {"fee": pl.Decimal(18, 2), "sample": pl.Boolean},
    "products": {"unit_value": _MONEY},
    "offer_products": {"quantity": pl.Decimal(18, 4), "sample": pl.Boolean},
}
_TABLES = {"offer": "offers", "product": "products"}


def read(name: str) -> pl.DataFrame:
    """One file of data/catalogue (`offers`, `products`, `offer_products`) with its types; aliases as a list."""
    frame = pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)
    frame = frame.with_columns(_typed(column, kind) for column, kind in _TYPES[name].items())
    if "aliases" in frame.columns:
        frame = frame.with_columns(pl.col("aliases").fill_null("").str.split("|").list.eval(_filled()))
    return frame


def _typed(column: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.col(column) == "true"
    return pl.col(column).cast(kind)


def _filled() -> pl.Expr:
    return pl.element().filter(pl.element() != "")


def add_catalogue(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables offer and product in the connection's `memory` database."""
    for table, file in _TABLES.items():
        connection.register("catalogue_file", read(file))
        connection.execute(f"CREATE TABLE memory.{table} AS SELECT * FROM catalogue_file")
        connection.unregister("catalogue_file")
