"""The process's one in-memory database, to which the snapshots in use are attached as w<n>."""

import threading
from pathlib import Path

import duckdb
import polars as pl

from pipelines.store import schema
from pipelines.store.catalogue import add_catalogue
from pipelines.store.damage import damage_told, damaged
from pipelines.store.home import Home
from pipelines.store.scope import Scope

# The empty warehouse: what is shown before the first load.
EMPTY = 0
# What readers ask beside the tables; a script may use what those before it make.
SCRIPTS = ("views.sql", "begun.sql", "counted.sql", "entitlement.sql", "chosen.sql")


class Engine:
    """Attaches snapshots while somebody reads them; hands each call a cursor of its own."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._readers: dict[int, int] = {}
        self._guard = threading.Lock()
        self._database = duckdb.connect(":memory:")
        self._database.execute("SET TimeZone = 'UTC'")
        self._make_empty()
        add_catalogue(self._database)
        for script in SCRIPTS:
            self._database.execute((schema.SQL / script).read_text("utf-8"))

    def _make_empty(self) -> None:
        self._database.execute(f"ATTACH ':memory:' AS w{EMPTY}")
        self._database.execute(f"USE w{EMPTY}")
        schema.migrate(self._database)
        self._database.execute(f"SET search_path = 'w{EMPTY},memory'")

    def hold(self, number: int) -> None:
        """Attaches a snapshot, or counts one more reader of it."""
        with self._guard:
            if number != EMPTY and number not in self._readers:
                self._attach(number)
            self._readers[number] = self._readers.get(number, 0) + 1

    def release(self, number: int) -> None:
        """Counts one reader less; a snapshot that is no longer live is detached with its last reader."""
        with self._guard:
            self._readers[number] -= 1
            live = self._home.pointer().live
            for idle in [n for n, readers in self._readers.items() if readers == 0 and n not in (live, EMPTY)]:
                self._database.cursor().execute(f"DETACH w{idle}")
                del self._readers[idle]

    def _attach(self, number: int) -> None:
        path = quoted(self._home.file(number))
        try:
            self._database.cursor().execute(f"ATTACH {path} AS w{number} (READ_ONLY)")
        except duckdb.Error as fault:
            raise damaged(self._home, number) from fault

    def query(self, number: int, sql: str, params: dict[str, object], scope: Scope) -> pl.DataFrame:
        """The rows of one query on one snapshot, seen with the reader's scope."""
        cursor = self._database.cursor()
        try:
            cursor.execute(f"SET search_path = 'w{number},memory'")
            for name, value in scope.session().items():
                cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})
            with damage_told(self._home, number, reading_only=True):
                return cursor.sql(sql, params=params or None).pl()
        finally:
            cursor.close()

    def close(self) -> None:
        """Closes the database; readers that still hold a snapshot fail."""
        self._database.close()


def quoted(path: Path) -> str:
    """A path as SQL text."""
    text = str(path).replace("'", "''")
    return f"'{text}'"
