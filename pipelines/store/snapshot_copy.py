"""A snapshot written to a database file of its own, from wherever it is kept."""

from contextlib import closing
from pathlib import Path

import duckdb

from pipelines.store import schema
from pipelines.store.backup_tables import names_of
from pipelines.store.draft import connected


def write_snapshot(cursor: duckdb.DuckDBPyConnection, number: int, path: Path) -> Path:
    """Writes the tables of the snapshot that is attached as `w<number>` to a new file of the same version; gives it."""
    [(version,)] = cursor.execute(f"SELECT version FROM w{number}.schema_version").fetchall()
    names = _made(path, version)
    cursor.execute(f"ATTACH {schema.quoted(path)} AS written; BEGIN")
    try:
        for name in names:
            cursor.execute(f'INSERT INTO written."{name}" BY NAME FROM w{number}."{name}"')
        cursor.execute("COMMIT")
    except duckdb.Error:
        cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.execute("DETACH written")
    return path


def _made(path: Path, version: int) -> list[str]:
    """Makes a file with empty tables of a version; gives their names."""
    with closing(connected(path)) as made:
        schema.migrate(made, version)
        names = names_of(made)
        for name in names:
            made.execute(f'DELETE FROM "{name}"')
    return names
