"""The places that a home's ledger and warehouse are kept at.

What speaks with a server is loaded where one is set: its libraries are no small part of what a command loads.
"""

from pipelines.settings import load_settings
from pipelines.store.home import Home
from pipelines.store.ledger_file import LedgerFile
from pipelines.store.places import LedgerPlace, SnapshotPlace
from pipelines.store.snapshot_files import SnapshotFiles


def ledger_place(home: Home, wait_seconds: float) -> LedgerPlace:
    """Where the ledger of a home is."""
    told = load_settings().ledger
    if told is None:
        return LedgerFile(home, wait_seconds)
    from pipelines.store.ledger_postgres import LedgerPostgres
    from pipelines.store.postgres import Server

    return LedgerPostgres(Server.of(told.get_secret_value()))


def snapshot_place(home: Home, wait_seconds: float, keep: int) -> SnapshotPlace:
    """Where the snapshots of a home are; of them the last `keep` are kept."""
    settings = load_settings()
    if settings.warehouse is None:
        return SnapshotFiles(home, wait_seconds, keep)
    from pipelines.store.lake import Lake
    from pipelines.store.lake_link import Link

    link = Link.of(settings.warehouse.get_secret_value(), settings.warehouse_data or str(home.path / "lake"))
    return Lake(home, link, wait_seconds, keep)
