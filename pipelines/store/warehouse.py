"""The store: readers take a snapshot, a load takes the lock and a draft."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from pipelines.store.backup_tables import Table, fill_tables
from pipelines.store.chain import APP, Head
from pipelines.store.chosen import ledger_place, snapshot_place
from pipelines.store.engine import Ask, Engine
from pipelines.store.engines import close_engine, open_engine
from pipelines.store.errors import SnapshotDamaged, SnapshotMissing
from pipelines.store.home import Home, Pointer
from pipelines.store.known import Known
from pipelines.store.ledger import Ledger
from pipelines.store.places import Compacted, Writing
from pipelines.store.prepared import EMPTY
from pipelines.store.scope import NOTHING, Scope


@dataclass(frozen=True)
class Snapshot:
    """One state of the warehouse, unchanged while it is held, beside the ledger as it is at each question."""

    number: int
    _engine: Engine

    def query(
        self,
        sql: str,
        params: Mapping[str, object] | None = None,
        scope: Scope = NOTHING,
        on_day: date | None = None,
    ) -> pl.DataFrame:
        """The rows of one query, as far as `scope` may see; without a scope the visible_* views are empty.

        A query that asks the macros of a day names the day, so that they are worked out once for all such queries.
        """
        return self._engine.query(self.number, sql, dict(params or {}), scope, on_day)

    def rows(
        self,
        sql: str,
        params: Mapping[str, object] | None = None,
        scope: Scope = NOTHING,
        on_day: date | None = None,
    ) -> list[tuple[object, ...]]:
        """The same rows as Python's values, for who needs a few; a time must have no zone."""
        return self._engine.rows(self.number, sql, dict(params or {}), scope, on_day)

    def one_state(self, scope: Scope) -> AbstractContextManager[Ask]:
        """Asks several questions that fit together: what is done in the ledger meanwhile shows in none of them.

        For what is read in parts because it is too large to be held.
        """
        return self._engine.one_state(self.number, scope)

    def tables(self) -> tuple[Table, ...]:
        """What its tables hold."""
        return self._engine.tables(self.number)

    def file(self, folder: Path) -> Path:
        """A database file with its tables: its own, not to be changed, else one that is written to the folder."""
        return self._engine.snapshot_file(self.number, folder)

    @property
    def home(self) -> Home:
        """The home that it is of."""
        return self._engine.home

    @property
    def ledger(self) -> Ledger:
        """The ledger, whose queries also see this snapshot."""
        return self._engine.ledger(self.number)

    @property
    def known(self) -> Known:
        """What the rules judge, kept until a deed changes it."""
        return self._engine.known

    def heads(self, scope: Scope) -> tuple[Head, ...]:
        """The last deeds of the partners that `scope` may see: what an answer that reads the ledger depends on."""
        return tuple(self._engine.tally.heads(None if scope.partners == "*" else [*scope.partners, APP]))


class Store:
    """BENEFITS_HOME opened for reading and loading."""

    def __init__(
        self, path: Path, *, lock_wait_seconds: float = 60, ledger_wait_seconds: float = 5, keep: int = 10
    ) -> None:
        self.home = Home(path)
        self.home.make()
        self._lock_wait_seconds = lock_wait_seconds
        self._ledger = ledger_place(self.home, ledger_wait_seconds)
        self._snapshots = snapshot_place(self.home, lock_wait_seconds, keep)
        self._engine: Engine | None = None
        self._guard = threading.Lock()

    @contextmanager
    def snapshot(self, number: int | None = None) -> Iterator[Snapshot]:
        """Holds a snapshot, by default the live one, for the length of the block. SnapshotMissing names those kept.

        LedgerBusy where another process holds the ledger, LedgerUnreachable where its server does not answer.
        """
        engine = self._opened()
        engine.refresh()
        wanted = self._hold(engine, number)
        try:
            yield Snapshot(wanted, engine)
        finally:
            engine.release(wanted)

    def _hold(self, engine: Engine, number: int | None) -> int:
        pointer = self._snapshots.pointer()
        wanted = pointer.live if number is None else number
        if wanted != EMPTY and wanted not in pointer.numbers:
            raise SnapshotMissing(number=wanted, kept=", ".join(map(str, sorted(pointer.numbers))) or "-")
        try:
            engine.hold(wanted)
        except SnapshotDamaged:
            if self._snapshots.pointer() == pointer:
                raise
            return self._hold(engine, number)  # loads went live meanwhile, and its file was swept
        return wanted

    def writing(self, *, rehearsal: bool = False) -> AbstractContextManager[Writing]:
        """A load's transaction on a copy of the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal takes no lock and never goes live. LoadBusy when another load holds the lock too long.
        """
        return self._snapshots.writing(rehearsal=rehearsal)

    def rewriting(self) -> AbstractContextManager[Writing]:
        """The same, of what takes the place of every snapshot there is: none is left to go back to.

        It is written anew, so that nothing of what the block deletes is left in its bytes.
        """
        return self._snapshots.rewriting()

    def rollback(self, live: int | None = None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack where there is none.

        With `live`, SnapshotMoved where another one is live by now.
        """
        return self._snapshots.rollback(live)

    def refill(self, ledger: Path, snapshot: Path, pointer: Pointer) -> None:
        """Puts what two database files hold in the place of all there is: first the snapshots, then the ledger.

        Each is there whole or not at all. LoadBusy, LedgerBusy, LedgerInUse.
        """
        self._snapshots.refill(snapshot, pointer)
        with self.rewriting_ledger() as cursor:
            fill_tables(cursor, ledger)

    def pointer(self) -> Pointer:
        """What is live now, and which snapshots are kept."""
        return self._snapshots.pointer()

    def ledger(self) -> Ledger:
        """The ledger by itself, beside an empty warehouse. LedgerBusy where another process holds it."""
        engine = self._opened()
        engine.refresh()
        return engine.ledger()

    def ledger_tables(self) -> tuple[Table, ...]:
        """What the tables of the ledger hold. LedgerDamaged where one of their cells cannot be read."""
        return self._opened().ledger_tables()

    def copy_ledger(self, path: Path) -> tuple[Table, ...]:
        """Copies the ledger to a new file, as it is at one moment; gives what its tables hold at that moment."""
        return self._opened().copy_ledger(path)

    def turn(self) -> AbstractContextManager[None]:
        """Lets one process at a time do the block, of all that share the ledger: what is not undone by a lost race."""
        return self._opened().turn()

    def reread(self) -> None:
        """Brings the ledger up to what is kept, row by row: for whoever asks whether rows were changed."""
        self._opened().reread()

    def rewriting_ledger(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor on whose tables the block may change what is written in the ledger: all or nothing.

        LedgerBusy where another process holds the ledger, LedgerInUse where a reader of this one keeps it too long.
        """
        return self._opened().rewriting_ledger(self._lock_wait_seconds)

    def open(self) -> None:
        """Takes the ledger now and not with the first question. LedgerBusy where another process holds it."""
        self._opened()

    def compact(self) -> Compacted | None:
        """Makes large files of small ones, and lets go of what nobody can ask for; None where there is no such thing.

        LoadBusy, WarehouseUnreachable.
        """
        return self._snapshots.compact()

    def is_whole(self, number: int) -> bool:
        """Whether all files of a kept snapshot are there."""
        return self._snapshots.is_whole(number)

    def is_as_published(self, number: int) -> bool:
        """Whether every byte of a kept snapshot is as it was published, as far as that is known."""
        return self._snapshots.is_as_published(number)

    def close(self) -> None:
        """Lets go of this process's database, which closes with its last user."""
        with self._guard:
            if self._engine is not None:
                close_engine(self.home)
                self._engine = None
        self._snapshots.close()

    def _opened(self) -> Engine:
        with self._guard:
            if self._engine is None:
                self._engine = open_engine(self.home, self._ledger, self._snapshots)
            engine = self._engine
        engine.run_again()
        return engine
