"""The ledger as a file of the home, which one process at a time holds."""

from collections.abc import Sequence
from contextlib import ExitStack

import duckdb

from pipelines.store import schema
from pipelines.store.errors import LedgerBusy
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.places import KeyTaken, Row
from pipelines.store.swap import settle

# How DuckDB says that a key is taken: at the statement or at COMMIT.
_LOST = (duckdb.ConstraintException, duckdb.TransactionException)
_INSERT = "INSERT INTO ledger.{table} ({names}) VALUES ({marks})"


class LedgerFile:
    """Attached where it is; what this process writes is all that is written."""

    def __init__(self, home: Home, wait_seconds: float) -> None:
        self._home = home
        self._wait_seconds = wait_seconds
        self._held = ExitStack()

    def open(self, database: duckdb.DuckDBPyConnection) -> None:
        """Attaches it as `ledger`, made or brought up to date. LedgerBusy where another process holds it too long."""
        with ExitStack() as held:
            held.enter_context(file_lock(self._home.ledger_lock, self._wait_seconds, LedgerBusy))
            settle(self._home)
            self.attach(database)
            self._held = held.pop_all()

    def attach(self, database: duckdb.DuckDBPyConnection) -> None:
        """Attaches the file that is there now. SchemaNewer where it is ahead of us."""
        schema.attach_ledger(database, self._home.ledger_file)

    def close(self) -> None:
        """Lets other processes have it."""
        self._held.close()

    def refresh(self) -> None:
        """Nobody else writes it: there is nothing to fetch."""

    def write(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, Row]]) -> None:
        """Adds rows, each with the name of its table: all or none, whatever goes wrong. KeyTaken."""
        cursor.execute("BEGIN")
        try:
            for table, row in rows:
                marks = ", ".join(f"${name}" for name in row)
                cursor.execute(_INSERT.format(table=table, names=", ".join(row), marks=marks), dict(row))
            cursor.execute("COMMIT")
        except _LOST as lost:
            _forget(cursor)
            raise KeyTaken from lost
        except BaseException:
            _forget(cursor)
            raise


def _forget(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("ROLLBACK")
    except duckdb.TransactionException:
        return  # a COMMIT that failed has ended the transaction
