"""Where the two kinds of truth are: what a ledger and a warehouse must be able to do, wherever they are kept."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from pipelines.store.draft import Draft
from pipelines.store.home import Pointer

Row = Mapping[str, object]


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


class LedgerPlace(Protocol):
    """What people did, which readers find attached to the process's database as `ledger`."""

    def open(self, database: duckdb.DuckDBPyConnection) -> None:
        """Attaches it as `ledger`, made or brought up to date."""

    def close(self) -> None:
        """Lets go of it."""

    def refresh(self) -> None:
        """Brings what readers find up to what other processes have written."""

    def write(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, Row]]) -> None:
        """Adds rows, each with the name of its table: all or none. KeyTaken."""


class SnapshotPlace(Protocol):
    """What the sources say, of which readers find each snapshot that they hold attached as `w<n>`."""

    def pointer(self) -> Pointer:
        """What is live now, and which snapshots are kept."""

    def attach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Attaches a snapshot to be read. SnapshotDamaged where that cannot be."""

    def detach(self, database: duckdb.DuckDBPyConnection, number: int) -> None:
        """Lets go of one that nobody reads."""

    def faults_told(self, number: int) -> AbstractContextManager[None]:
        """Tells as ours what goes wrong while the block reads a snapshot."""

    def writing(self, *, rehearsal: bool) -> AbstractContextManager[Writing]:
        """A load's transaction on the live snapshot; it goes live if the block sets the draft's `keep`.

        A rehearsal waits for nobody and never goes live. LoadBusy, SnapshotMoved.
        """

    def rewriting(self) -> AbstractContextManager[Writing]:
        """The same, of what takes the place of every snapshot there is; nothing is left of what the block deletes."""

    def rollback(self, live: int | None) -> Pointer:
        """Makes the snapshot before the live one live again. NothingToRollBack; SnapshotMoved where `live` is not."""
