"""The ledger as a file of the home, which one process at a time holds."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

import duckdb

from pipelines.full_disk import HOME, full_disk_told
from pipelines.store import schema
from pipelines.store.anew import written_anew
from pipelines.store.backup_folder import written_aside
from pipelines.store.draft import connected
from pipelines.store.errors import LedgerBusy
from pipelines.store.home import Home, sync_file, sync_folder
from pipelines.store.ledger_end import LedgerEnd
from pipelines.store.ledger_whole import attach_whole, check_deeds
from pipelines.store.lock import file_lock
from pipelines.store.places import KeyTaken, Learn, Row
from pipelines.store.running import stopped
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
        self._end = LedgerEnd(home.ledger / "deeds.count")

    def open(self, database: duckdb.DuckDBPyConnection, learn: Learn) -> None:
        """Attaches it as `ledger`, made or brought up to date. LedgerBusy where another process holds it too long."""
        with ExitStack() as held:
            held.enter_context(file_lock(self._home.ledger_lock, self._wait_seconds, LedgerBusy))
            settle(self._home)
            self._make(database)
            attach_whole(database, self._home, self._end)
            self._database = database
            self._held = held.pop_all()

    def _make(self, database: duckdb.DuckDBPyConnection) -> None:
        """A new file appears whole or not at all: half of one could never be opened."""
        file = self._home.ledger_file
        if not file.exists():
            check_deeds(self._home, 0, self._end)
            for left in file.parent.glob(f".{file.name}.*"):
                left.unlink()
            with written_aside(file) as unfinished:
                schema.attach_ledger(database, unfinished)
                database.execute("CHECKPOINT ledger; DETACH ledger")

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
            with full_disk_told(HOME, self._home.path), transaction(cursor):
                for table, row in rows:
                    marks = ", ".join(f"${name}" for name in row)
                    cursor.execute(_INSERT.format(table=table, names=", ".join(row), marks=marks), dict(row))
        except _LOST as lost:
            if stopped(lost):  # whether it is written shows when it is opened anew
                raise
            raise KeyTaken from lost
        self._end.written(sum(table == "deed" for table, _ in rows))

    def turn(self) -> AbstractContextManager[None]:
        """No other process has the ledger."""
        return nullcontext()

    @contextmanager
    def rewriting(self, alone: AbstractContextManager[None]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on a copy of the file, which is written anew and takes its place in one step after the block."""
        with full_disk_told(HOME, self._home.path), alone, work_folder(self._home) as work, self._let_go() as file:
            copy = Path(shutil.copyfile(file, work / file.name))
            with closing(connected(copy)) as connection:
                yield connection
            anew = written_anew(copy)
            sync_file(anew)
            self._end.forget()
            anew.replace(file)
            sync_folder(file.parent)

    @contextmanager
    def _let_go(self) -> Iterator[Path]:
        """The file, which is attached again after the block."""
        self._database.cursor().execute("CHECKPOINT ledger; DETACH ledger")
        try:
            yield self._home.ledger_file
        finally:
            attach_whole(self._database.cursor(), self._home, self._end)
