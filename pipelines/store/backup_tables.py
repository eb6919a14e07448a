"""What the tables of a database hold, so that a copy can be compared with what was copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.store import schema

_NAMES = (schema.SQL / "tables_held.sql").read_text("utf-8")
_DIGEST = (schema.SQL / "table_digest.sql").read_text("utf-8")


@dataclass(frozen=True)
class Table:
    """A table: its name, how many rows it has, and a digest of them all, in whatever order they lie."""

    name: str
    rows: int
    digest: str


def tables(cursor: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """What the tables of the cursor's first database hold, by name."""
    names = [name for (name,) in cursor.execute(_NAMES).fetchall()]
    return tuple(Table(name, *cursor.execute(_DIGEST, {"table_name": name}).fetchall()[0]) for name in names)


def copy_tables(cursor: duckdb.DuckDBPyConnection, original: str, copy: str) -> tuple[Table, ...]:
    """Copies one attached database to another, as it is at one moment; gives what its tables hold at that moment."""
    cursor.execute(f"SET search_path = '{original}'")
    cursor.execute("BEGIN")
    try:
        cursor.execute(f"COPY FROM DATABASE {original} TO {copy}")
        held = tables(cursor)
        cursor.execute("COMMIT")
    except duckdb.Error:
        cursor.execute("ROLLBACK")
        raise
    return held


@contextmanager
def opened_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database file that nobody uses, opened to be read. duckdb.Error where it cannot be."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
