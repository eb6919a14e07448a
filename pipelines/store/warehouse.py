"""The store: readers take a snapshot, a load takes the lock and a draft."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.store.anew import written_anew
from pipelines.store.backup_tables import Table
from pipelines.store.chain import Head
from pipelines.store.draft import Draft, open_draft, publish, sweep
from pipelines.store.engine import EMPTY, Ask, Engine, close_engine, open_engine
from pipelines.store.errors import LedgerBusy, NothingToRollBack, SnapshotDamaged, SnapshotMissing, SnapshotMoved
from pipelines.store.home import Home, Pointer
from pipelines.store.ledger import Ledger
from pipelines.store.lock import file_lock
from pipelines.store.scope import NOTHING, Scope
from pipelines.store.swap import settle
from pipelines.store.work import sweep_work, work_folder

# The stream of what belongs to no partner.
APP = "app"


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

    def one_state(self, scope: Scope) -> AbstractContextManager[Ask]:
        """Asks several questions that fit together: what is done in the ledger meanwhile shows in none of them.

        For what is read in parts because it is too large to be held.
        """
        return self._engine.one_state(self.number, scope)

    def tables(self) -> tuple[Table, ...]:
        """What its tables hold."""
        return self._engine.tables(self.number)

    @property
    def home(self) -> Home:
        """The home that it is of."""
        return self._engine.home

    @property
    def ledger(self) -> Ledger:
        """The ledger, whose queries also see this snapshot."""
        return self._engine.ledger(self.number)

    def heads(self, scope: Scope) -> tuple[Head, ...]:
        """The last deeds of the partners that `scope` may see: what an answer that reads the ledger depends on."""
        return tuple(self.ledger.heads(None if scope.partners == "*" else [*scope.partners, APP]))


@dataclass
class Writing:
    """A load under way: its draft, a folder for its files, the snapshot it began with, and the one it became.

    `number` is the one it is to become. No other ever had it, so that it serves as the load's own.
    """

    draft: Draft
    work: Path
    base: int
    number: int
    key_file: Path
    published: int | None = None


class Store:
    """BENEFITS_HOME opened for reading and loading."""

    def __init__(
        self, path: Path, *, lock_wait_seconds: float = 60, ledger_wait_seconds: float = 5, keep: int = 10
    ) -> None:
        self.home = Home(path)
        self.home.make()
        self._lock_wait_seconds = lock_wait_seconds
        self._ledger_wait_seconds = ledger_wait_seconds
        self._keep = keep
        self._engine: Engine | None = None
        self._guard = threading.Lock()

    @contextmanager
    def snapshot(self, number: int | None = None) -> Iterator[Snapshot]:
        """Holds a snapshot, by default the live one, for the length of the block. SnapshotMissing names those kept.

        LedgerBusy where another process holds the ledger.
        """
        engine = self._opened()
        wanted = self._hold(engine, number)
        try:
            yield Snapshot(wanted, engine)
        finally:
            engine.release(wanted)

    def _hold(self, engine: Engine, number: int | None) -> int:
        pointer = self.home.pointer()
        wanted = pointer.live if number is None else number
        if wanted != EMPTY and wanted not in pointer.numbers:
            raise SnapshotMissing(number=wanted, kept=", ".join(map(str, sorted(pointer.numbers))) or "-")
        try:
            engine.hold(wanted)
        except SnapshotDamaged:
            if self.home.pointer() == pointer:
                raise
            return self._hold(engine, number)  # loads went live meanwhile, and its file was swept
        return wanted

    @contextmanager
    def writing(self, *, rehearsal: bool = False) -> Iterator[Writing]:
        """A load's transaction on a copy of the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal takes no lock and never goes live. LoadBusy when another load holds the lock too long.
        """
        if rehearsal:
            with self._drafting(live=False) as writing:
                yield writing
            return
        with self._alone():
            sweep(self.home)
            sweep_work(self.home)
            with self._drafting(live=True) as writing:
                yield writing

    @contextmanager
    def rewriting(self) -> Iterator[Writing]:
        """The same, of what takes the place of every snapshot there is: none is left to go back to.

        The file is written anew, so that nothing of what the block deletes is left in its bytes.
        """
        with self._alone():
            sweep(self.home)
            sweep_work(self.home)
            with self._drafting(live=True, alone=True) as writing:
                yield writing

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the lock of loads. A restore that was agreed and did not end is ended first."""
        with file_lock(self.home.lock, self._lock_wait_seconds):
            if self.home.restored.exists():
                with file_lock(self.home.ledger_lock, self._lock_wait_seconds, LedgerBusy):
                    settle(self.home)
            yield

    @contextmanager
    def _drafting(self, *, live: bool, alone: bool = False) -> Iterator[Writing]:
        pointer = self.home.pointer()
        with work_folder(self.home) as work:
            with open_draft(self.home, pointer.live, work=work) as (draft, path):
                writing = Writing(draft, work, pointer.live, pointer.following(self._keep).live, self.home.key_file)
                yield writing
            if draft.keep and live:
                whole = written_anew(path) if alone else path
                writing.published = publish(self.home, whole, pointer, 1 if alone else self._keep)

    def rollback(self, live: int | None = None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack where there is none.

        With `live`, SnapshotMoved where another one is live by now.
        """
        with self._alone():
            pointer = self.home.pointer()
            if live not in (None, pointer.live):
                raise SnapshotMoved(base=live, live=pointer.live)
            if pointer.base not in pointer.numbers:
                raise NothingToRollBack(live=pointer.live)
            self.home.point(Pointer(pointer.base, pointer.published))
            return self.home.pointer()

    def ledger(self) -> Ledger:
        """The ledger by itself, beside an empty warehouse. LedgerBusy where another process holds it."""
        return self._opened().ledger()

    def copy_ledger(self, path: Path) -> tuple[Table, ...]:
        """Copies the ledger to a new file, as it is at one moment; gives what its tables hold at that moment."""
        return self._opened().copy_ledger(path)

    @contextmanager
    def ledger_file(self) -> Iterator[Path]:
        """The ledger's file, which the block may replace; nobody of this process reads or writes it meanwhile.

        LedgerBusy where another process holds the ledger, LedgerInUse where a reader of this one keeps it too long.
        """
        with self._opened().without_ledger(self._lock_wait_seconds):
            yield self.home.ledger_file

    def open(self) -> None:
        """Takes the ledger now and not with the first question. LedgerBusy where another process holds it."""
        self._opened()

    def close(self) -> None:
        """Lets go of this process's database, which closes with its last user."""
        with self._guard:
            if self._engine is not None:
                close_engine(self.home)
                self._engine = None

    def _opened(self) -> Engine:
        with self._guard:
            if self._engine is None:
                self._engine = open_engine(self.home, self._ledger_wait_seconds)
            return self._engine
