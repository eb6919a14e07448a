"""A store filled with what was taken out of another, wherever its ledger and warehouse are kept."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.settings import Settings, settings_are
from pipelines.store import schema
from pipelines.store.backup_tables import opened_file, tables
from pipelines.store.draft import connected
from pipelines.store.taken import Taken
from pipelines.store.warehouse import Store


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store of some settings, closed after the block. LedgerBusy where another process holds its file."""
    with settings_are(settings):
        wait = settings.load_lock_seconds
        store = Store(settings.home, lock_wait_seconds=wait, ledger_wait_seconds=0, keep=settings.snapshots_kept)
        with closing(store):
            yield store


def is_new(store: Store) -> bool:
    """Whether nothing was ever loaded or done."""
    return not store.pointer().live and not store.ledger().heads()


def fill(store: Store, held: Taken, work: Path) -> None:
    """Puts what was taken in the place of all that a store holds. The folder takes what lies between. SchemaNewer."""
    store.refill(_ledger(held.ledger_file, work), _warehouse(held.snapshot_file, work), held.pointer)


def current(held: Taken, work: Path) -> Taken:
    """What was taken, with a snapshot of an older program as this program reads it. SchemaNewer."""
    if held.snapshot_file is None or _version(held.snapshot_file) == len(schema.MIGRATIONS):
        return held
    file = _warehouse(held.snapshot_file, work / "current")
    with opened_file(file) as brought_up:
        return replace(held, snapshot_file=file, warehouse=tables(brought_up))


def _version(file: Path) -> int:
    with opened_file(file) as snapshot:
        return schema.version(snapshot)


def empty(work: Path) -> Taken:
    """What a store holds in which nothing was ever loaded or done."""
    return Taken(_ledger(None, work / "empty"), (), None, (), 0, 0)


def _warehouse(file: Path | None, work: Path) -> Path:
    """A copy of a snapshot's file, brought up to the version that this program knows; empty where there is none."""
    path = _copied(file, work / "current.duckdb")
    with closing(connected(path)) as connection:
        schema.migrate(connection)
    return path


def _ledger(file: Path | None, work: Path) -> Path:
    """The same of a ledger's file."""
    path = _copied(file, work / "current-ledger.duckdb")
    with closing(duckdb.connect(":memory:")) as connection:
        schema.attach_ledger(connection, path)
    return path


def _copied(file: Path | None, path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if file is not None:
        shutil.copyfile(file, path)
    return path
