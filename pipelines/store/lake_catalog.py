"""What the lake's own tables in PostgreSQL say: which of its states is which snapshot, and who loads."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from pipelines.store.errors import LoadBusy, PointerDamaged, WarehouseElsewhere
from pipelines.store.home import Pointer
from pipelines.store.lake_copy import LakeTable
from pipelines.store.lake_link import Link
from pipelines.store.lake_states import State
from pipelines.store.places import Weight
from pipelines.store.running import stopped
from pipelines.store.schema import SQL

_MADE = "SELECT to_regclass('ducklake_snapshot_changes') IS NOT NULL"
_POINTER, _VERSION, _TABLES, _FILES, _WEIGHT, _CHANGED, _STATES, _OLDER, _HOLDER = (
    (SQL / "lake" / f"{name}.sql").read_text("utf-8")
    for name in ("pointer", "version", "tables", "files", "weight", "changed", "states", "older", "holder")
)
_DATA = "SELECT value FROM ducklake_metadata WHERE key = 'data_path' AND scope IS NULL"
# The number of the lock of loads, among the advisory locks of the lake's database.
LOCK = 4_216_001
_TAKE = f"SELECT pg_try_advisory_xact_lock({LOCK})"
_STEP_SECONDS = 0.05


class Catalog:
    """Asked through a database of this process's own, which finds the server again when it was away.

    WarehouseUnreachable from whatever is asked.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._guard = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._made = False

    def pointer(self) -> Pointer:
        """What is live now, and which snapshots are kept. Nothing where no lake was made yet."""
        found = self._asked(_POINTER) if self.is_made() else []
        try:
            return Pointer.read(found[0][0]) if found else Pointer()
        except (ValueError, KeyError, TypeError) as fault:
            raise PointerDamaged(path=self._link.server.where) from fault

    def version(self, number: int) -> int | None:
        """The lake's own number of the state that is snapshot `number`; None where it has none."""
        found = self._asked(_VERSION.format(number=number)) if self.is_made() else []
        return found[0][0] if found else None

    def tables(self, version: int) -> list[LakeTable]:
        """The tables of a state of the lake, by name."""
        return [LakeTable(*row) for row in self._asked(_TABLES.format(version=version))]

    def weight(self) -> Weight:
        """The files of all states of the lake."""
        return Weight(*self._asked(_WEIGHT)[0])

    def files(self, version: int) -> list[str]:
        """The files of a state of the lake, from the folder of its files on."""
        return [name for (name,) in self._asked(_FILES.format(version=version))]

    def changed(self, version: int) -> list[str]:
        """The tables that were written to after a state of the lake."""
        return [name for (name,) in self._asked(_CHANGED.format(version=version))]

    def states(self) -> list[State]:
        """The states of the lake that loads and rollbacks left, in their order."""
        return [State(version, Pointer.read(text), seconds) for version, text, seconds in self._asked(_STATES)]

    def older(self, version: int) -> list[int]:
        """All states of the lake before one of them."""
        return [one for (one,) in self._asked(_OLDER.format(version=version))]

    def is_made(self) -> bool:
        """Whether there is a lake. WarehouseElsewhere where its files are in another folder than the settings say."""
        if not self._made and self._asked(_MADE)[0][0]:
            found = self._asked(_DATA)[0][0]
            if found != self._link.data:
                raise WarehouseElsewhere(found=found, told=self._link.data)
            self._made = True
        return self._made

    def forget_figures(self) -> None:
        """Writes the tables with the figures of columns anew: a row that was deleted from them is in them still."""
        for table in ("ducklake_table_column_stats", "ducklake_file_column_stats"):
            with self._link.told(), self._cursor() as cursor:
                vacuum = f"VACUUM FULL {table}"
                cursor.execute("CALL postgres_execute('catalog', $1, use_transaction => false)", [vacuum])

    @contextmanager
    def alone(self, wait_seconds: float) -> Iterator[None]:
        """Holds the lock of loads, which goes with this process; LoadBusy names the server's process that has it."""
        with self._cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                self._take(cursor, wait_seconds)
                yield
            finally:
                with suppress(duckdb.Error):  # the server has left: so has the lock
                    cursor.execute("ROLLBACK")

    def _take(self, cursor: duckdb.DuckDBPyConnection, wait_seconds: float) -> None:
        deadline = time.monotonic() + wait_seconds
        with self._link.told():
            while not _rows(cursor, _TAKE)[0][0]:
                if time.monotonic() >= deadline:
                    holder = _rows(cursor, _HOLDER.format(lock=LOCK))
                    raise LoadBusy(pid=holder[0][0] if holder else "?", seconds=round(wait_seconds))
                time.sleep(_STEP_SECONDS)

    def _asked(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            with self._link.told(), self._cursor() as cursor:
                return _rows(cursor, sql)
        except duckdb.Error as fault:
            if stopped(fault):  # the next question opens it anew
                self.close()
            raise

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._guard:
            if self._database is None:
                opened = duckdb.connect(":memory:")
                with self._link.told():
                    self._link.attach_catalog(opened, "catalog")
                self._database = opened
            return self._database.cursor()

    def close(self) -> None:
        """Lets go of the server, until the next question."""
        with self._guard:
            if self._database is not None:
                self._database.close()
                self._database = None


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return cursor.execute("FROM postgres_query('catalog', $1)", [sql]).fetchall()
