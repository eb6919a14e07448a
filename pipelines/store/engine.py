"""The process's one in-memory database of a home, to which the ledger and the snapshots in use are attached."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb
import polars as pl

from pipelines.store import schema
from pipelines.store.backup_tables import Table, copy_tables, tables
from pipelines.store.catalogue import add_catalogue
from pipelines.store.errors import LedgerInUse
from pipelines.store.gate import Gate
from pipelines.store.home import Home
from pipelines.store.idle import Idle
from pipelines.store.ledger import Ledger
from pipelines.store.places import LedgerPlace, SnapshotPlace
from pipelines.store.scope import NOTHING, Scope
from pipelines.store.stage import Stages

# A question: its SQL and its parameters.
Ask: TypeAlias = Callable[[str, Mapping[str, object]], pl.DataFrame]
# The rows that are fetched at a time where a question is one of many.
BATCH = 20_000
# The empty warehouse: what is shown before the first load.
EMPTY = 0
# What the deeds come to, and what readers ask beside the tables; a script may use what those before it make.
SCRIPTS = (
    "ledger/people.sql",
    "ledger/sessions.sql",
    "ledger/requests.sql",
    "ledger/support.sql",
    "ledger/marketing.sql",
    "ledger/purchases.sql",
    "ledger/onboarding.sql",
    "ledger/holders.sql",
    "ledger/credits.sql",
    "views.sql",
    "spend.sql",
    "asked.sql",
    "begun.sql",
    "ledger/keys.sql",
    "told.sql",
    "licences.sql",
    "counted.sql",
    "seats.sql",
    "entitlement.sql",
    "chosen.sql",
    "usage_rows.sql",
    "reconciled.sql",
    "ledger/history.sql",
    "ledger/tokens.sql",
    "ledger/messages.sql",
    "ledger/reminders.sql",
    "ledger/audit.sql",
    "ledger/evidence.sql",
)


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
        self._stages = Stages(self._cursor)
        self._idle = Idle()
        self._gate = Gate()
        with ExitStack() as held:
            self._open(held)
            self._held = held.pop_all()

    def _open(self, held: ExitStack) -> None:
        self._database = held.enter_context(duckdb.connect(":memory:"))
        # DuckDB's own bar would be printed between the lines of a command that is not run from a file.
        self._database.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self._make_empty()
        held.callback(self._ledger.close)
        self._ledger.open(self._database)
        self._database.execute(f"SET search_path = 'w{EMPTY},ledger,memory'")
        add_catalogue(self._database)
        for script in SCRIPTS:
            self._database.execute((schema.SQL / script).read_text("utf-8"))

    def _make_empty(self) -> None:
        self._database.execute(f"ATTACH ':memory:' AS w{EMPTY}")
        self._database.execute(f"USE w{EMPTY}")
        schema.migrate(self._database)

    @property
    def home(self) -> Home:
        """The home that it is of."""
        return self._home

    def ledger(self, number: int = EMPTY) -> Ledger:
        """The ledger, read beside a snapshot that is held."""
        return Ledger(lambda: self._borrowed(number, NOTHING), self._ledger)

    def refresh(self) -> None:
        """Brings the ledger up to what other processes have written."""
        self._ledger.refresh()

    def hold(self, number: int) -> None:
        """Attaches a snapshot, or counts one more reader of it."""
        with self._guard:
            if number != EMPTY and number not in self._readers:
                self._snapshots.attach(self._database.cursor(), number)
            self._readers[number] = self._readers.get(number, 0) + 1

    def release(self, number: int) -> None:
        """Counts one reader less; a snapshot that is no longer live is detached with its last reader."""
        with self._guard:
            self._readers[number] -= 1
            live = self._snapshots.pointer().live
            for idle in [n for n, readers in self._readers.items() if readers == 0 and n not in (live, EMPTY)]:
                self._stages.forget(idle)
                self._idle.forget(idle)
                self._snapshots.detach(self._database.cursor(), idle)
                del self._readers[idle]

    def _cursor(self, number: int, scope: Scope) -> duckdb.DuckDBPyConnection:
        """A cursor that reads one snapshot and the ledger, with the reader's scope.

        Tables that came after the snapshot was made are those of the empty warehouse. What somebody who sees only their
        own sees of benefits and memberships is in a schema before the others'.
        """
        cursor = self._database.cursor()
        own = "memory.own," if scope.email is not None else ""
        cursor.execute(f"SET search_path = 'w{number},ledger,{own}memory,w{EMPTY}'")
        for name, value in scope.session().items():
            cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})
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
    def _reading(self, number: int, scope: Scope, on_day: date | None) -> Iterator[duckdb.DuckDBPyConnection]:
        if on_day is None:
            with self._borrowed(number, scope) as cursor:
                yield cursor
        else:
            with self._gate.inside(), self._stages.on(number, scope, on_day) as cursor:
                yield cursor

    def query(
        self, number: int, sql: str, params: dict[str, object], scope: Scope, on_day: date | None = None
    ) -> pl.DataFrame:
        """The rows of one query on one snapshot and the ledger, seen with the reader's scope.

        With a day, what the macros say of it is worked out once and kept; the query may ask them about no other day.
        """
        with (
            self._snapshots.faults_told(number),
            self._reading(number, scope, on_day) as cursor,
        ):
            return _asked(cursor, sql, params)

    @contextmanager
    def one_state(self, number: int, scope: Scope) -> Iterator[Ask]:
        """Asks questions that all see the ledger as it is now, on one snapshot and with the reader's scope.

        Macros of a day are worked out in each question anew, so that nobody who asks about that day waits for its end.
        """
        with self._snapshots.faults_told(number), self._borrowed(number, scope) as cursor:
            cursor.execute("BEGIN")
            try:
                yield partial(_asked, cursor)
            finally:
                cursor.execute("ROLLBACK")

    def tables(self, number: int) -> tuple[Table, ...]:
        """What the tables of a snapshot that is held hold."""
        with self._borrowed(number, NOTHING) as cursor:
            return tables(cursor)

    def copy_ledger(self, path: Path) -> tuple[Table, ...]:
        """Copies the ledger to a new file, as it is at one moment; gives what its tables hold at that moment."""
        with self._gate.inside(), self._database.cursor() as cursor:
            cursor.execute(f"ATTACH {schema.quoted(path)} AS copied")
            try:
                return copy_tables(cursor, "ledger", "copied")
            finally:
                cursor.execute("USE memory; DETACH copied")

    @contextmanager
    def without_ledger(self, wait_seconds: float) -> Iterator[None]:
        """Lets go of the ledger's file for the block, which may put another in its place; whoever asks something waits.

        LedgerInUse where questions that were asked before do not end in time.
        """
        with self._gate.alone(wait_seconds, lambda: LedgerInUse(seconds=round(wait_seconds))):
            self._stages.forget()
            self._idle.forget()
            self._database.cursor().execute("CHECKPOINT ledger; DETACH ledger")
            try:
                yield
            finally:
                schema.attach_ledger(self._database.cursor(), self._home.ledger_file)

    def close(self) -> None:
        """Closes the database and lets the ledger go; readers that still hold a snapshot fail."""
        self._held.close()


def _asked(cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    # A relation with parameters would copy its rows twice over, and a table keeps twice the memory of batches.
    return pl.DataFrame(cursor.execute(sql, dict(params)).to_arrow_reader(BATCH).read_all())


_ENGINES: dict[Path, tuple[Engine, int]] = {}
_GUARD = threading.Lock()


def open_engine(home: Home, ledger: LedgerPlace, snapshots: SnapshotPlace) -> Engine:
    """The engine of a home: one a process, because DuckDB opens a file that is written once only."""
    with _GUARD:
        engine, users = _ENGINES.get(home.path.resolve(), (None, 0))
        engine = engine or Engine(home, ledger, snapshots)
        _ENGINES[home.path.resolve()] = engine, users + 1
        return engine


def close_engine(home: Home) -> None:
    """Counts one user of the home's engine less, and closes it after the last."""
    with _GUARD:
        engine, users = _ENGINES.pop(home.path.resolve())
        if users > 1:
            _ENGINES[home.path.resolve()] = engine, users - 1
        else:
            engine.close()
