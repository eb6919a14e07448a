"""The snapshots as files of the home: each load changes a copy, which takes its place beside the others."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb

from pipelines.full_disk import HOME, full_disk_told
from pipelines.store.anew import written_anew
from pipelines.store.backup_folder import written_aside
from pipelines.store.damage import damage_told, damaged, has_its_size, is_as_published, with_fingerprint
from pipelines.store.draft import open_draft, publish, sweep
from pipelines.store.errors import LedgerBusy, NothingToRollBack, SnapshotMoved
from pipelines.store.home import Home, Pointer
from pipelines.store.lock import file_lock
from pipelines.store.places import Writing
from pipelines.store.running import stopped
from pipelines.store.schema import quoted
from pipelines.store.swap import settle
from pipelines.store.work import sweep_work, work_folder


class SnapshotFiles:
    """Immutable database files, and a pointer to the live one. The last `keep` are kept."""

    def __init__(self, home: Home, wait_seconds: float, keep: int) -> None:
        self._home = home
        self._wait_seconds = wait_seconds
        self._keep = keep

    def pointer(self) -> Pointer:
        """What is live now. PointerDamaged."""
        return self._home.pointer()

    def attach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Attaches a snapshot's file to be read. SnapshotDamaged where it cannot be opened."""
        told = self._home.pointer().told_of(number)
        if told and not has_its_size(self._home, told):
            raise damaged(self._home, number)
        try:
            database.execute(f"ATTACH {quoted(self._home.file(number))} AS w{number} (READ_ONLY)")
        except duckdb.Error as fault:
            if stopped(fault):  # the file may be whole
                raise
            raise damaged(self._home, number) from fault

    def detach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Lets go of a file that nobody reads."""
        database.execute(f"DETACH w{number}")

    def file(self, number: int) -> Path:
        """The snapshot's file."""
        return self._home.file(number)

    def faults_told(self, number: int) -> AbstractContextManager[None]:
        """SnapshotDamaged where the block meets damage."""
        return damage_told(self._home, number, reading_only=True)

    @contextmanager
    def writing(self, *, rehearsal: bool) -> Iterator[Writing]:
        """A load's transaction on a copy of the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal takes no lock and never goes live. LoadBusy when another load holds the lock too long.
        """
        if rehearsal:
            with self._drafting(live=False) as writing:
                yield writing
            return
        with self._alone():
            sweep(self._home)
            sweep_work(self._home)
            with self._drafting(live=True) as writing:
                yield writing

    @contextmanager
    def rewriting(self) -> Iterator[Writing]:
        """The same, of what takes the place of every snapshot there is: none is left to go back to.

        The file is written anew, so that nothing of what the block deletes is left in its bytes.
        """
        with self._alone():
            sweep(self._home)
            sweep_work(self._home)
            with self._drafting(live=True, alone=True) as writing:
                yield writing

    def refill(self, file: Path, pointer: Pointer) -> None:
        """Puts a database file in the place of every snapshot there is, under a pointer. LoadBusy."""
        with self._alone():
            if pointer.live:
                with written_aside(self._home.file(pointer.live)) as unfinished:
                    shutil.copyfile(file, unfinished)
            self._home.point(with_fingerprint(pointer, file))
            sweep(self._home)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the lock of loads. A restore that was agreed and did not end is ended first."""
        with file_lock(self._home.lock, self._wait_seconds):
            if self._home.restored.exists():
                with file_lock(self._home.ledger_lock, self._wait_seconds, LedgerBusy):
                    settle(self._home)
            yield

    @contextmanager
    def _drafting(self, *, live: bool, alone: bool = False) -> Iterator[Writing]:
        pointer = self._home.pointer()
        with full_disk_told(HOME, self._home.path, self._weight(pointer.live)), work_folder(self._home) as work:
            with open_draft(self._home, pointer.live, work=work) as (draft, path):
                writing = Writing(draft, work, pointer.live, pointer.following(self._keep).live, self._home.key_file)
                yield writing
            if draft.keep and live:
                whole = written_anew(path) if alone else path
                writing.published = publish(self._home, whole, pointer, 1 if alone else self._keep)

    def _weight(self, number: int) -> int:
        """The bytes of a snapshot's file, which a load copies; 0 where there is none."""
        return self._home.file(number).stat().st_size if number and self.is_whole(number) else 0

    def rollback(self, live: int | None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack where there is none.

        With `live`, SnapshotMoved where another one is live by now.
        """
        with self._alone():
            pointer = self._home.pointer()
            if live not in (None, pointer.live):
                raise SnapshotMoved(base=live, live=pointer.live)
            before = pointer.told_of(pointer.base)
            if before is None:
                raise NothingToRollBack(live=pointer.live)
            if not is_as_published(self._home, before):
                raise damaged(self._home, before.number)
            self._home.point(Pointer(pointer.base, pointer.published))
            return self._home.pointer()

    def compact(self) -> None:
        """A snapshot is one file, as small as its load could make it."""

    def is_whole(self, number: int) -> bool:
        """Whether the snapshot's file is there."""
        return self._home.file(number).exists()

    def is_as_published(self, number: int) -> bool:
        """Whether every byte of the snapshot's file is as it was published, as far as that is known."""
        told = self._home.pointer().told_of(number)
        return told is None or is_as_published(self._home, told)

    def close(self) -> None:
        """Nothing is open."""
