"""The ledger as a file of the home, which one process at a time holds."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

import duckdb

from pipelines.store import schema
from pipelines.store.anew import written_anew
from pipelines.store.draft import connected
from pipelines.store.errors import LedgerBusy
from pipelines.store.home import Home, sync_file, sync_folder
from pipelines.store.lock import file_lock
from pipelines.store.places import KeyTaken, Learn, Row
from pipelines.store.swap import settle
from pipelines.store.transaction import transaction
from pipelines.store.work import work_folder

# How DuckDB says that a key is taken: at the statement or at COMMIT.
_LOST = (duckdb.ConstraintException, duckdb.TransactionException)
_INSERT = "INSERT INTO ledger.{table} ({names}) VALUES ({marks})"


class LedgerFile:
    """Attached where it is; what this process writes is all that is written."""

    def __init__(self, home: Home, wait_seconds: float) -> None:
        self._home = home
        self._wait_seconds = wait_seconds
        self._held = ExitStack()

    def open(self, database: duckdb.DuckDBPyConnection, learn: Learn) -> None:
        """Attaches it as `ledger`, made or brought up to date. LedgerBusy where another process holds it too long."""
        with ExitStack() as held:
            held.enter_context(file_lock(self._home.ledger_lock, self._wait_seconds, LedgerBusy))
            settle(self._home)
            schema.attach_ledger(database, self._home.ledger_file)
            self._database = database
            self._held = held.pop_all()

    def close(self) -> None:
        """Lets other processes have it."""
        self._held.close()

    def refresh(self) -> None:
        """Nobody else writes it: there is nothing to fetch."""

    def reread(self) -> None:
        """Readers find the file itself."""

    def write(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, Row]]) -> None:
        """Adds rows, each with the name of its table: all or none, whatever goes wrong. KeyTaken."""
        try:
            with transaction(cursor):
                for table, row in rows:
                    marks = ", ".join(f"${name}" for name in row)
                    cursor.execute(_INSERT.format(table=table, names=", ".join(row), marks=marks), dict(row))
        except _LOST as lost:
            raise KeyTaken from lost

    def turn(self) -> AbstractContextManager[None]:
        """No other process has the ledger."""
        return nullcontext()

    @contextmanager
    def rewriting(self, alone: AbstractContextManager[None]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on a copy of the file, which is written anew and takes its place in one step after the block."""
        with alone, work_folder(self._home) as work, self._let_go() as file:
            copy = Path(shutil.copyfile(file, work / file.name))
            with closing(connected(copy)) as connection:
                yield connection
            anew = written_anew(copy)
            sync_file(anew)
            anew.replace(file)
            sync_folder(file.parent)

    @contextmanager
    def _let_go(self) -> Iterator[Path]:
        """The file, which is attached again after the block."""
        self._database.cursor().execute("CHECKPOINT ledger; DETACH ledger")
        try:
            yield self._home.ledger_file
        finally:
            schema.attach_ledger(self._database.cursor(), self._home.ledger_file)
