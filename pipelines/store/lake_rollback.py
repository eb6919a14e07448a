"""The lake as it was, written as its last state."""

from collections.abc import Iterable

import duckdb

from pipelines.store.lake_anew import columns, put_anew
from pipelines.store.lake_link import Link

# Its rows say which tables there are now, whatever was there before.
_OF_NOW = "schema_version"
_BEFORE = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'before' ORDER BY column_index"


def attach_before(connection: duckdb.DuckDBPyConnection, link: Link, version: int) -> None:
    """Attaches a state of the lake as `before`, beside the lake that is open for writing."""
    link.attach(connection, "before", "READ_ONLY", f"SNAPSHOT_VERSION {version}")


def write_back(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], *, anew: bool) -> None:
    """Makes the rows of these tables what they were before. A table that was not there then becomes empty.

    Only what differs is written; or, `anew`, all of it, and nothing is read that was written since.
    """
    before: dict[str, list[str]] = {}
    for table, column in connection.execute(_BEFORE).fetchall():
        before.setdefault(table, []).append(f'"{column}"')
    now = columns(connection)
    for table in tables:
        if table != _OF_NOW and table not in before:
            connection.execute(f'DELETE FROM draft."{table}"')
        elif table != _OF_NOW and anew:
            put_anew(connection, table, now[table], f'before."{table}"')
        elif table != _OF_NOW:
            _exchange(connection, f'"{table}"', ", ".join(before[table]))


def _exchange(connection: duckdb.DuckDBPyConnection, table: str, told: str) -> None:
    # A row keeps its rowid for life, so that among equal rows each is told from the others.
    now, before = (f"SELECT rowid AS row, {told} FROM {state}.{table}" for state in ("draft", "before"))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE missing AS {before} EXCEPT {now}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE surplus AS SELECT row FROM ({now} EXCEPT {before})")
    connection.execute(f"DELETE FROM draft.{table} WHERE rowid IN (SELECT row FROM surplus)")
    connection.execute(f"INSERT INTO draft.{table} ({told}) SELECT {told} FROM missing")
