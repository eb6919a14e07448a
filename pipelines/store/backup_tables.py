"""What the tables of a database hold, so that a copy can be compared with what was copied."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.store import schema
from pipelines.store.batches import batches

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
    return tuple(Table(name, *cursor.execute(_DIGEST, {"table_name": name}).fetchall()[0]) for name in names_of(cursor))


def names_of(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the tables of the cursor's first database."""
    return [name for (name,) in cursor.execute(_NAMES).fetchall()]


def differing(some: Iterable[Table], others: Iterable[Table]) -> str:
    """The names of the tables that are not the same in both; empty where all are."""
    return ", ".join(sorted({table.name for table in set(some) ^ set(others)}))


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


def fill_tables(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Puts what the tables of a file hold in the place of what those of the cursor's first database do."""
    with opened_file(path) as file:
        for name in names_of(file):
            cursor.execute(f'DELETE FROM "{name}"')
            cursor.register("filling", batches(file, f'FROM "{name}"'))
            cursor.execute(f'INSERT INTO "{name}" BY NAME FROM filling')
            cursor.unregister("filling")


@contextmanager
def opened_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database file that nobody uses, opened to be read. duckdb.Error where it cannot be."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
