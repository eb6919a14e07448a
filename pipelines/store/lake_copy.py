"""A snapshot of the lake to read: small tables copied beside the reader, large ones where they are."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import duckdb

from pipelines.store.lake_link import Link
from pipelines.store.prepared import EMPTY

# What grows with every load: a reader fetches of it what a question needs, by subscription and month.
LARGE = ("usage", "charge")
# So it is with any table whose files have more bytes than this; in memory it would be several times as much.
COPIED_BYTES = 256_000_000


@dataclass(frozen=True)
class LakeTable:
    """A table in a state of the lake: its name, whether it ever held a row, and the bytes of its files."""

    name: str
    written: bool
    bytes: int


def attach_copy(
    cursor: duckdb.DuckDBPyConnection, link: Link, number: int, version: int, tables: Sequence[LakeTable]
) -> None:
    """Attaches state `version` of the lake as `lake<n>`, and as `w<n>` what readers ask of it."""
    link.attach(cursor, f"lake{number}", "READ_ONLY", f"SNAPSHOT_VERSION {version}")
    try:
        cursor.execute(f"ATTACH ':memory:' AS w{number} (COMPRESS)")
        cursor.execute("BEGIN")  # one state of the catalog is read once, and not with each table
        for table in tables:
            cursor.execute(_made(table, number))
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        detach_copy(cursor, number)
        raise


def detach_copy(cursor: duckdb.DuckDBPyConnection, number: int) -> None:
    """Lets go of both."""
    cursor.execute(f"DETACH DATABASE IF EXISTS w{number}; DETACH DATABASE IF EXISTS lake{number}")


def _made(table: LakeTable, number: int) -> str:
    if table.name in LARGE or table.bytes > COPIED_BYTES:
        return f'CREATE VIEW w{number}."{table.name}" AS FROM lake{number}."{table.name}"'
    # The lake asks for the figures of a table that never held a row again with each of its columns.
    source = f"lake{number}" if table.written else f"w{EMPTY}"
    return f'CREATE TABLE w{number}."{table.name}" AS FROM {source}."{table.name}"'
