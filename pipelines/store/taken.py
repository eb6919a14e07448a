"""All that a store holds, taken out of it into files: what a backup packs and a move carries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.store.backup_tables import Table
from pipelines.store.home import Pointer, Published
from pipelines.store.warehouse import Store


@dataclass(frozen=True)
class Taken:
    """The ledger's file and the live snapshot's (None: nothing was loaded), what their tables hold, and the highest
    number that any snapshot had."""

    ledger_file: Path
    ledger: tuple[Table, ...]
    snapshot_file: Path | None
    warehouse: tuple[Table, ...]
    number: int
    highest: int

    @property
    def tables(self) -> tuple[Table, ...]:
        """What all of its tables hold."""
        return (*self.warehouse, *self.ledger)

    @property
    def pointer(self) -> Pointer:
        """The pointer of whoever has this snapshot alone."""
        kept = (Published(self.number, 0),) if self.number else ()
        return Pointer(self.number, kept, self.highest)


@contextmanager
def taken(store: Store, work: Path) -> Iterator[Taken]:
    """What a store holds, in files that last for the block; what must be copied is copied into the folder.

    The ledger first: no deed in it was decided on a snapshot that is newer than the one taken after it.
    """
    ledger_file = work / "ledger.duckdb"
    ledger = store.copy_ledger(ledger_file)
    with store.snapshot() as snapshot:
        file, tables = (snapshot.file(work), snapshot.tables()) if snapshot.number else (None, ())
        yield Taken(ledger_file, ledger, file, tables, snapshot.number, store.pointer().last)
