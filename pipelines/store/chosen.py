"""The places that a home's ledger and warehouse are kept at."""

from pipelines.store.home import Home
from pipelines.store.ledger_file import LedgerFile
from pipelines.store.places import LedgerPlace, SnapshotPlace
from pipelines.store.snapshot_files import SnapshotFiles


def ledger_place(home: Home, wait_seconds: float) -> LedgerPlace:
    """Where the ledger of a home is."""
    return LedgerFile(home, wait_seconds)


def snapshot_place(home: Home, wait_seconds: float, keep: int) -> SnapshotPlace:
    """Where the snapshots of a home are; of them the last `keep` are kept."""
    return SnapshotFiles(home, wait_seconds, keep)
