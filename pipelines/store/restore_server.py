"""Restoring a backup where ledger and warehouse are in PostgreSQL: first the snapshot, then the ledger, each whole."""

import shutil
from pathlib import Path

from pipelines.store.backup_errors import HomeNotEmpty
from pipelines.store.backup_file import LEDGER, Manifest
from pipelines.store.home import Home
from pipelines.store.refill import fill, is_new
from pipelines.store.restore import Restored, unpacked
from pipelines.store.taken import Taken
from pipelines.store.warehouse import Store


def restore_on_server(store: Store, path: Path, *, replace: bool, passphrase: str | None = None) -> Restored:
    """Reads and compares all of a backup, then puts it in the place of what there is. Apps go on with it by themselves.

    HomeNotEmpty where something was loaded or done and is not to be replaced; LoadBusy; and what `unpacked` refuses.
    """
    if not replace and not is_new(store):
        raise HomeNotEmpty(path=store.home.path)
    with unpacked(store.home, path, passphrase) as (whole, restored):
        fill(store, _held(whole, restored.manifest), whole.path.parent)
        _bring_set_aside(whole, store.home)
    return restored


def _held(whole: Home, manifest: Manifest) -> Taken:
    told = manifest.contents
    snapshot_file = whole.file(told.snapshot) if told.snapshot else None
    return Taken(whole.path / LEDGER, told.ledger, snapshot_file, told.warehouse, told.snapshot, told.highest)


def _bring_set_aside(whole: Home, home: Home) -> None:
    """The files of rows that were set aside, in the place of those that are there."""
    shutil.rmtree(home.quarantine)
    whole.quarantine.mkdir(mode=0o700, exist_ok=True)
    shutil.move(whole.quarantine, home.quarantine)
