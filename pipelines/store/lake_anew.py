"""Tables of the lake made anew: a changed row stays in the files, figures and rows of the table that it was in."""

import duckdb

from pipelines.store.lake_copy import LARGE
from pipelines.store.schema import SQL

_COLUMNS, _PARTITIONS = ((SQL / "lake" / f"{name}.sql").read_text("utf-8") for name in ("columns", "partitions"))
_OLD = "old table"


def part(connection: duckdb.DuckDBPyConnection) -> None:
    """Says how the files of large tables are parted, from now on."""
    connection.execute(_PARTITIONS)


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The tables of the lake that is open for writing, each with its columns as a statement makes them."""
    return dict(connection.execute(_COLUMNS).fetchall())


def write_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Puts a new table with the same rows in the place of each one, besides the large: they say nothing of people."""
    for table, told in columns(connection).items():
        if table not in LARGE:
            put_anew(connection, table, told, f'draft."{_OLD}"')


def put_anew(connection: duckdb.DuckDBPyConnection, table: str, told: str, source: str) -> None:
    """Puts a new table with these columns and the rows of a source in the place of one, whose files are not read."""
    connection.execute(f'ALTER TABLE "{table}" RENAME TO "{_OLD}"; CREATE TABLE "{table}" ({told})')
    if table in LARGE:
        part(connection)
    connection.execute(f'INSERT INTO "{table}" BY NAME FROM {source}; DROP TABLE "{_OLD}"')
