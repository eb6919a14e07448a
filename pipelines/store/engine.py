"""The process's one in-memory database of a home, to which the ledger and the snapshots in use are attached."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb
import polars as pl

from pipelines.store import schema
from pipelines.store.backup_tables import Table, copy_tables, tables
from pipelines.store.batches import batches
from pipelines.store.errors import LedgerInUse, WarehouseUnreachable
from pipelines.store.gate import Gate
from pipelines.store.home import Home
from pipelines.store.idle import Idle
from pipelines.store.known import Known
from pipelines.store.ledger import Ledger
from pipelines.store.places import LedgerPlace, Row, SnapshotPlace
from pipelines.store.prepared import EMPTY, attach_prepared
from pipelines.store.running import DatabaseStopped, Running
from pipelines.store.scope import EVERYTHING, NOTHING, Scope
from pipelines.store.snapshot_copy import write_snapshot
from pipelines.store.stage import Stages
from pipelines.store.tally import Tally

# A question: its SQL and its parameters.
Ask: TypeAlias = Callable[[str, Mapping[str, object]], "pl.DataFrame"]
# How long a database that has stopped is waited for, until those who still use it have noticed.
_NOTICED_SECONDS = 10


class Engine:
    """Holds the ledger; attaches snapshots while somebody reads them; hands each call a cursor of its own.

    LedgerBusy where another process holds the ledger for too long.
    """

    def __init__(self, home: Home, ledger: LedgerPlace, snapshots: SnapshotPlace) -> None:
        self._home = home
        self._ledger = ledger
        self._snapshots = snapshots
        self._readers: dict[int, int] = {}
        self._guard = threading.Lock()
        self.tally = Tally(self._counting)
        self.known = Known(self.query, self.tally)
        self._stages = Stages(self._cursor, self.tally)
        self._idle = Idle()
        self._gate = Gate()
        self._running = Running(home.path)
        self._held = ExitStack()
        self._start()

    def _start(self) -> None:
        with ExitStack() as held:
            self._open(held)
            self._held = held.pop_all()

    def run_again(self) -> None:
        """Opens a database that has stopped anew, with the snapshots that are held. DatabaseStopped, LedgerBusy."""
        self._running.again(lambda found: self._gate.alone(_NOTICED_SECONDS, lambda: found), self._start_again)

    def _start_again(self) -> None:
        with self._guard:
            self.forget()
            self._held.close()
            self._start()
            self._readers = {number: readers for number, readers in self._readers.items() if readers}
            for number in self._readers.keys() - {EMPTY}:
                self._snapshots.attach(self._database.cursor(), number)

    def _open(self, held: ExitStack) -> None:
        held.callback(self._ledger.close)  # after the database, which writes its files when it closes
        self._database = held.enter_context(duckdb.connect(":memory:"))
        # DuckDB's own bar would be printed between the lines of a command that is not run from a file.
        self._database.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        attach_prepared(self._database, self._home)
        self._ledger.open(self._database, self._learn)

    @property
    def home(self) -> Home:
        """The home that it is of."""
        return self._home

    def ledger(self, number: int = EMPTY) -> Ledger:
        """The ledger, read beside a snapshot that is held."""
        return Ledger(lambda: self._noting(number), self._ledger, self.tally)

    def refresh(self) -> None:
        """Brings the ledger up to what other processes have written."""
        with self._running.noted():
            self._ledger.refresh()

    def hold(self, number: int) -> None:
        """Attaches a snapshot, or counts one more reader of it."""
        with self._running.noted(), self._guard:
            if number != EMPTY and number not in self._readers:
                self._let_idle_go()
                self._snapshots.attach(self._database.cursor(), number)
            self._readers[number] = self._readers.get(number, 0) + 1

    def release(self, number: int) -> None:
        """Counts one reader less; a snapshot that is no longer live is detached with its last reader."""
        with self._guard:
            self._readers[number] -= 1
            with suppress(DatabaseStopped), self._running.noted():  # what was read is told
                self._let_idle_go()

    def _let_idle_go(self) -> None:
        """Detaches what nobody reads, besides the live snapshot."""
        try:
            live = self._snapshots.pointer().live
        except WarehouseUnreachable:  # what was read is told; the next reader lets them go
            return
        for idle in [n for n, readers in self._readers.items() if readers == 0 and n not in (live, EMPTY)]:
            self._let_go(idle)
            self._snapshots.detach(self._database.cursor(), idle)
            del self._readers[idle]

    def turn(self) -> AbstractContextManager[None]:
        """Lets one process at a time do the block, of all that share the ledger."""
        return self._ledger.turn()

    def reread(self) -> None:
        """Brings the ledger up to what is kept, row by row."""
        self._ledger.reread()

    def _learn(self, deeds: Sequence[Row] | None) -> None:
        if deeds is None:
            self.forget()
        for deed in deeds or ():
            self.tally.add(deed)

    def forget(self) -> None:
        """Lets go of all that is kept of the ledger, because it is another one."""
        self.tally.forget()
        self._let_go()

    def _let_go(self, number: int | None = None) -> None:
        for kept in (self.known, self._stages, self._idle):
            kept.forget(number)

    def _counting(self, sql: str) -> pl.DataFrame:
        return self.query(EMPTY, sql, {}, NOTHING)

    def _cursor(self, number: int, scope: Scope) -> duckdb.DuckDBPyConnection:
        """A cursor that reads one snapshot and the ledger, with the reader's scope.

        Tables that came after the snapshot was made are those of the empty warehouse. What somebody who sees only their
        own sees of benefits and memberships is in a schema before the others'.
        """
        cursor = self._database.cursor()
        own = "views.own," if scope.email is not None else ""
        cursor.execute(f"SET search_path = 'w{number},ledger,{own}views,w{EMPTY}'")
        _limit(cursor, scope)
        return cursor

    @contextmanager
    def _borrowed(self, number: int, scope: Scope) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one question, kept for the next one; one that failed is not used again."""
        with self._gate.inside():
            cursor = self._idle.take(number, scope) or self._cursor(number, scope)
            try:
                yield cursor
            except BaseException:
                cursor.close()
                raise
            self._idle.give_back(number, scope, cursor)

    @contextmanager
    def _noting(self, number: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor without a scope, for a block that may find that the database has stopped."""
        with self._answering(number), self._borrowed(number, NOTHING) as cursor:
            yield cursor

    @contextmanager
    def _reading(self, number: int, scope: Scope, on_day: date | None) -> Iterator[duckdb.DuckDBPyConnection]:
        if on_day is None:
            with self._borrowed(number, scope) as cursor:
                yield cursor
        else:
            with self._gate.inside(), self._stages.on(number, scope, on_day) as cursor:
                yield cursor

    @contextmanager
    def _answering(self, number: int) -> Iterator[None]:
        """Tells what goes wrong in the block as what it is: of the snapshot, or of the whole database."""
        with self._snapshots.faults_told(number), self._running.noted():
            yield

    def query(
        self, number: int, sql: str, params: dict[str, object], scope: Scope, on_day: date | None = None
    ) -> pl.DataFrame:
        """The rows of one query on one snapshot and the ledger, seen with the reader's scope.

        With a day, what the macros say of it is worked out once and kept; the query may ask them about no other day.
        """
        with self._answering(number), self._reading(number, scope, on_day) as cursor:
            return _asked(cursor, sql, params)

    def rows(
        self, number: int, sql: str, params: dict[str, object], scope: Scope, on_day: date | None = None
    ) -> list[tuple[object, ...]]:
        """The same rows as Python's values. A time with a zone is not among those that DuckDB can give."""
        with self._answering(number), self._reading(number, scope, on_day) as cursor:
            return cursor.execute(sql, params).fetchall()

    @contextmanager
    def one_state(self, number: int, scope: Scope) -> Iterator[Ask]:
        """Asks questions that all see the ledger as it is now, on one snapshot and with the reader's scope.

        Macros of a day are worked out in each question anew, so that nobody who asks about that day waits for its end.
        """
        with self._answering(number), self._borrowed(number, scope) as cursor:
            cursor.execute("BEGIN")
            try:
                yield partial(_asked, cursor)
            finally:
                cursor.execute("ROLLBACK")

    def tables(self, number: int) -> tuple[Table, ...]:
        """What the tables of a snapshot that is held hold."""
        with self._noting(number) as cursor:
            return tables(cursor)

    def snapshot_file(self, number: int, folder: Path) -> Path:
        """A file with the tables of a snapshot that is held: its own, else one that is written to the folder."""
        kept = self._snapshots.file(number)
        if kept is not None:
            return kept
        with self._running.noted(), self._gate.inside(), self._database.cursor() as cursor:
            return write_snapshot(cursor, number, folder / f"{number}.duckdb")

    def ledger_tables(self) -> tuple[Table, ...]:
        """What the tables of the ledger hold, for which each of their cells is read."""
        self.refresh()
        with self._answering(EMPTY), self._gate.inside(), self._database.cursor() as cursor:
            cursor.execute("SET search_path = 'ledger'")
            return tables(cursor)

    def copy_ledger(self, path: Path) -> tuple[Table, ...]:
        """Copies the ledger to a new file, as it is at one moment; gives what its tables hold at that moment."""
        self.refresh()
        with self._answering(EMPTY), self._gate.inside(), self._database.cursor() as cursor:
            cursor.execute(f"ATTACH {schema.quoted(path)} AS copied")
            try:
                return copy_tables(cursor, "ledger", "copied")
            finally:
                cursor.execute("USE memory; DETACH copied")

    @contextmanager
    def rewriting_ledger(self, wait_seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on whose tables the block may change what is written in the ledger: all or nothing.

        LedgerInUse where that has to wait for questions, and they do not end in time.
        """
        with self._running.noted(), self._ledger.rewriting(self._alone(wait_seconds)) as cursor:
            yield cursor

    @contextmanager
    def _alone(self, wait_seconds: float) -> Iterator[None]:
        with self._gate.alone(wait_seconds, lambda: LedgerInUse(seconds=round(wait_seconds))):
            self.forget()
            yield

    def close(self) -> None:
        """Closes the database and lets the ledger go; readers that still hold a snapshot fail."""
        self.forget()  # the database closes with its last cursor
        self._held.close()


def _limit(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Tells a new cursor whose rows its reader may see, which the visible_* views ask."""
    if scope == EVERYTHING:
        # With the first parameter DuckDB loads pandas: a third of a second of each command.
        cursor.execute("SET VARIABLE scope = ['*']")
        return
    for name, value in scope.session().items():
        cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})


def _asked(cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    # A table keeps twice the memory of batches.
    return pl.DataFrame(batches(cursor, sql, params).read_all())
