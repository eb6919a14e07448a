"""Where the two kinds of truth are: what a ledger and a warehouse must be able to do, wherever they are kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from pipelines.store.draft import Draft
from pipelines.store.home import Pointer

Row = Mapping[str, object]
# What is told of deeds that came in: their rows, or None where the ledger is another one.
Learn = Callable[[Sequence[Row] | None], None]


class KeyTaken(Exception):
    """Another deed has this place in its stream or this request id. Never shown."""


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


@dataclass(frozen=True)
class Weight:
    """How many files there are, and their bytes."""

    files: int
    bytes: int


@dataclass(frozen=True)
class Compacted:
    """What the snapshots weighed before and after."""

    before: Weight
    after: Weight


class LedgerPlace(Protocol):
    """What people did, which readers find attached to the process's database as `ledger`.

    Of one that is kept on a server: LedgerUnreachable from whatever asks the server.
    """

    def open(self, database: duckdb.DuckDBPyConnection, learn: Learn) -> None:
        """Attaches it as `ledger`, made or brought up to date. `learn` is told what comes in from then on."""

    def close(self) -> None:
        """Lets go of it."""

    def refresh(self) -> None:
        """Brings what readers find up to what other processes have written."""

    def reread(self) -> None:
        """Brings what readers find up to what is kept, row by row: for whoever asks whether rows were changed."""

    def write(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, Row]]) -> None:
        """Adds rows, each with the name of its table: all or none. KeyTaken."""

    def rewriting(self, alone: AbstractContextManager[None]) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor on whose tables the block may change what is written: all or nothing.

        Nothing is left of what it deletes. Inside `alone` nobody of this process reads.
        """

    def turn(self) -> AbstractContextManager[None]:
        """Lets one process at a time do the block, of all that share the ledger: what is not undone by a lost race."""


class SnapshotPlace(Protocol):
    """What the sources say, of which readers find each snapshot that they hold attached as `w<n>`."""

    def pointer(self) -> Pointer:
        """What is live now, and which snapshots are kept."""

    def attach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Attaches a snapshot to be read. SnapshotDamaged where that cannot be."""

    def detach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Lets go of one that nobody reads."""

    def file(self, number: int) -> Path | None:
        """The database file that a snapshot is; None where it is kept otherwise."""

    def faults_told(self, number: int) -> AbstractContextManager[None]:
        """Tells as ours what goes wrong while the block reads a snapshot."""

    def writing(self, *, rehearsal: bool) -> AbstractContextManager[Writing]:
        """A load's transaction on the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal waits for nobody and never goes live. LoadBusy, SnapshotMoved.
        """

    def rewriting(self) -> AbstractContextManager[Writing]:
        """The same, of what takes the place of every snapshot there is; nothing is left of what the block deletes."""

    def refill(self, file: Path, pointer: Pointer) -> None:
        """Puts the tables of a database file in the place of every snapshot there is, under a pointer.

        The file's version is the one that this program knows. LoadBusy.
        """

    def rollback(self, live: int | None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack; SnapshotMoved where `live` is not."""

    def compact(self) -> Compacted | None:
        """Makes large files of small ones; None where a snapshot is one file. LoadBusy."""

    def is_whole(self, number: int) -> bool:
        """Whether all files of a snapshot are there."""

    def is_as_published(self, number: int) -> bool:
        """Whether every byte of a snapshot is as it was published, as far as that is known."""

    def close(self) -> None:
        """Lets go of what was opened to answer; the next question opens it again."""
