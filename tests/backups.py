"""Backups in tests: a home with something in each of its tables that matters, and all that a home holds."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import duckdb

from pipelines.store import Store
from pipelines.store.audit import verify
from pipelines.store.backup import Backup, back_up
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.restore import Restored, restore
from pipelines.store.swap import settle
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
    with file_lock(place.lock, 5), file_lock(place.ledger_lock, 5):
        told = restore(place, path, replace=replace, passphrase=passphrase)
        settle(place)
    return told


def held(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the live snapshot and of the ledger, in an order of its own."""
    place = Home(home)
    files = {"ledger": place.ledger_file, "warehouse": place.file(place.pointer().live)}
    found = {}
    for store, file in files.items():
        with duckdb.connect(str(file), read_only=True) as connection:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                rows = connection.execute(f'SELECT held::VARCHAR FROM "{table}" AS held ORDER BY ALL').fetchall()
                found[f"{store}.{table}"] = rows
    return found


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
