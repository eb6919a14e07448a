"""The snapshots as states of a lake, which many machines read and load: DuckLake, its catalog in PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.store.damage import DAMAGED
from pipelines.store.errors import (
    NothingToRollBack,
    SnapshotDamaged,
    SnapshotMissing,
    SnapshotMoved,
)
from pipelines.store.home import Home, Pointer
from pipelines.store.lake_catalog import Catalog
from pipelines.store.lake_copy import attach_copy, detach_copy
from pipelines.store.lake_draft import open_lake_draft
from pipelines.store.lake_link import Link
from pipelines.store.lake_upkeep import Upkeep
from pipelines.store.places import Compacted, Writing
from pipelines.store.work import sweep_work, work_folder

# How DuckDB says that a state of the lake is there no more.
_GONE = "No snapshot found"
# How it says that a file cannot be read; a full disk reads otherwise.
_UNOPENED = "Cannot open file"


class Lake:
    """A snapshot is a state of the lake that a load or a rollback left, with the pointer that it wrote.

    The last `keep` can be read.
    """

    def __init__(self, home: Home, link: Link, wait_seconds: float, keep: int) -> None:
        self._home = home
        self._link = link
        self._wait_seconds = wait_seconds
        self._keep = keep
        self._catalog = Catalog(link)
        self._upkeep = Upkeep(home, link, self._catalog)

    def pointer(self) -> Pointer:
        """What is live now, and which snapshots are kept. WarehouseUnreachable."""
        return self._catalog.pointer()

    def attach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Attaches a snapshot to be read. SnapshotDamaged where that cannot be, WarehouseUnreachable."""
        version = self._catalog.version(number)
        if version is None:
            raise self._damaged(number)
        with self.faults_told(number):
            attach_copy(database, self._link, number, version, self._catalog.tables(version))

    def detach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Lets go of one that nobody reads."""
        detach_copy(database, number)

    def file(self, _number: int) -> None:
        """A snapshot is not one file."""

    @contextmanager
    def faults_told(self, number: int) -> Iterator[None]:
        """WarehouseUnreachable where the server is away while the block reads; SnapshotDamaged where a file is.

        SnapshotMissing where another machine let go of the snapshot, because it was rewritten.
        """
        try:
            with self._link.told():
                yield
        except DAMAGED as fault:
            raise self._damaged(number) from fault
        except duckdb.InvalidInputException as fault:
            if _GONE not in str(fault):
                raise
            raise SnapshotMissing(number=number, kept=", ".join(map(str, sorted(self.pointer().numbers)))) from fault

    @contextmanager
    def _missing_told(self, number: int) -> Iterator[None]:
        """SnapshotDamaged where the block, which writes too, cannot open a file of the lake."""
        try:
            yield
        except duckdb.IOException as fault:
            if f'{_UNOPENED} "{self._link.data}' not in str(fault):
                raise
            raise self._damaged(number) from fault

    def _damaged(self, number: int) -> SnapshotDamaged:
        pointer = self.pointer()
        return SnapshotDamaged(number, pointer.base if pointer.base in pointer.numbers else 0, self._home.backups)

    @contextmanager
    def writing(self, *, rehearsal: bool) -> Iterator[Writing]:
        """A load's transaction on the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal takes no lock and never goes live. LoadBusy, SnapshotMoved, WarehouseUnreachable.
        """
        self._make()
        if rehearsal:
            with self._drafting(live=False) as writing:
                yield writing
            return
        with self._catalog.alone(self._wait_seconds):
            sweep_work(self._home)
            with self._drafting(live=True) as writing:
                yield writing
            self._upkeep.tidy()

    @contextmanager
    def rewriting(self) -> Iterator[Writing]:
        """The same, of what takes the place of every snapshot there is; nothing is left of what the block deletes."""
        self._make()
        with self._catalog.alone(self._wait_seconds):
            sweep_work(self._home)
            with self._drafting(live=True, alone=True) as writing:
                yield writing
            if writing.published:
                self._upkeep.purge()

    def refill(self, file: Path, pointer: Pointer) -> None:
        """Puts the tables of a database file in the place of every snapshot there is, under a pointer.

        Its number is a later one where the lake had that number already, because readers may hold it. LoadBusy.
        """
        self._make()
        with self._catalog.alone(self._wait_seconds), work_folder(self._home) as work:
            with open_lake_draft(self._link, work) as draft:
                draft.fill(file)
                draft.commit(pointer.above(draft.pointer.last), self.pointer)
            self._upkeep.tidy()

    @contextmanager
    def _drafting(self, *, live: bool, alone: bool = False) -> Iterator[Writing]:
        with work_folder(self._home) as work, open_lake_draft(self._link, work) as draft:
            pointer = draft.pointer
            following = pointer.following(1 if alone else self._keep)
            writing = Writing(draft, work, pointer.live, following.live, self._home.key_file)
            with self._missing_told(pointer.live):
                yield writing
            if draft.keep and live:
                if alone:
                    draft.write_anew()
                draft.commit(following, self.pointer)
                writing.published = following.live

    def _make(self) -> None:
        """Makes the lake where there is none. Two that began at once would both make it."""
        if not self._catalog.is_made():
            with self._catalog.alone(self._wait_seconds), work_folder(self._home) as work:
                self._link.make(work)

    def rollback(self, live: int | None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack where there is none.

        With `live`, SnapshotMoved where another one is live by now. The state before is written as a new one.
        """
        self._make()
        with self._catalog.alone(self._wait_seconds), work_folder(self._home) as work:
            pointer = self.pointer()
            if live not in (None, pointer.live):
                raise SnapshotMoved(base=live, live=pointer.live)
            version = self._catalog.version(pointer.base) if pointer.base in pointer.numbers else None
            if version is None:
                raise NothingToRollBack(live=pointer.live)
            following = Pointer(pointer.base, pointer.published)
            try:
                self._write_back(version, following, work, anew=False)
            except DAMAGED:  # what is live cannot be read
                self._write_back(version, following, work, anew=True)
            return following

    def _write_back(self, version: int, following: Pointer, work: Path, *, anew: bool) -> None:
        tables = self._catalog.changed(version)
        with open_lake_draft(self._link, work, before=version) as draft:
            draft.write_back(tables, anew=anew)
            draft.commit(following, self.pointer)

    def compact(self) -> Compacted:
        """Makes large files of small ones and lets go of what nobody can ask for any more; snapshots stay as they are.

        LoadBusy, WarehouseUnreachable.
        """
        self._make()
        with self._catalog.alone(self._wait_seconds):
            return self._upkeep.compact()

    def is_whole(self, number: int) -> bool:
        """Whether all files of the snapshot's state are there."""
        version = self._catalog.version(number)
        return version is not None and all(map(self._link.has, self._catalog.files(version)))

    def is_as_published(self, number: int) -> bool:
        """What a file of the lake was is known to nobody here: its reader finds what differs."""
        return True

    def close(self) -> None:
        """Lets go of the server, until the next question."""
        self._catalog.close()
