"""Backups in tests: a home with something in each of its tables that matters, and all that a home holds."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from pipelines.store import Store
from pipelines.store.audit import verify
from pipelines.store.backup import Backup, back_up
from pipelines.store.backup_tables import names_of, opened_file
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.restore import Restored, restore
from pipelines.store.restore_server import restore_on_server
from pipelines.store.swap import settle
from pipelines.store.taken import taken
from tests.backend import on_postgres
from tests.keys_desk import KeysDesk, opened

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery"


def work(home: Path) -> None:
    """Deeds at P-1: keys are seen, a person is added."""
    with opened(home) as desk:
        desk.reveal()
        add(desk.store, "first")


def add(store: Store, name: str) -> None:
    """One deed: a person more at P-1."""
    told = {"email": f"{name}@contoso.example", "name": name, "member_type": "member"}
    KeysDesk(store).done("add_person", None, cast="global_admin", **told)


def backed_up(home: Path, folder: Path, day: int = 0, kept: int = 7, passphrase: str | None = None) -> Backup:
    """A backup of a home that nobody uses, on a day after the first."""
    store = Store(home)
    try:
        return back_up(store, folder, NOW + timedelta(days=day), kept, passphrase)
    finally:
        store.close()


def restored(path: Path, home: Path, *, replace: bool = False, passphrase: str | None = None) -> Restored:
    """A home that nobody uses, with the backup in the place of what was there."""
    place = Home(home)
    place.make()
    if on_postgres():
        with closing(Store(home)) as store:
            return restore_on_server(store, path, replace=replace, passphrase=passphrase)
    with file_lock(place.lock, 5), file_lock(place.ledger_lock, 5):
        told = restore(place, path, replace=replace, passphrase=passphrase)
        settle(place)
    return told


def held(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the live snapshot and of the ledger, in an order of its own."""
    with TemporaryDirectory() as folder, closing(Store(home)) as store, taken(store, Path(folder)) as files:
        assert files.snapshot_file is not None
        return {**_rows("ledger", files.ledger_file), **_rows("warehouse", files.snapshot_file)}


def _rows(store: str, file: Path) -> dict[str, list[tuple[object, ...]]]:
    with opened_file(file) as connection:
        return {
            f"{store}.{table}": connection.execute(
                f'SELECT held::VARCHAR FROM "{table}" AS held ORDER BY ALL'
            ).fetchall()
            for table in names_of(connection)
        }


def faults(home: Path) -> list[str]:
    """What is wrong with the chain of deeds of a home that nobody uses."""
    store = Store(home)
    try:
        return [str(one) for one in verify(store.ledger())]
    finally:
        store.close()


def rewritten(path: Path, target: Path, name: str, content: bytes) -> Path:
    """A backup whose one member is another, with a manifest that knows nothing of it."""
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
    return target


def manifest(path: Path) -> dict[str, object]:
    """The manifest of a backup."""
    with ZipFile(path) as zipped:
        return dict(json.loads(zipped.read("manifest.json")))
