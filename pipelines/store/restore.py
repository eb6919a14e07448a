"""Restoring a backup: all of it or nothing, onto a home that is empty or is to be replaced."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.full_disk import HOME, full_disk_told
from pipelines.secrets import key_ring
from pipelines.store.backup_check import chain_of, check_backup
from pipelines.store.backup_errors import BackupWithoutKeys, HomeNotEmpty, PassphraseWrong, RingThere
from pipelines.store.backup_file import KEYS, LEDGER, Manifest
from pipelines.store.backup_folder import written_aside
from pipelines.store.backup_tables import opened_file
from pipelines.store.damage import with_fingerprint
from pipelines.store.finding import Finding
from pipelines.store.home import Home, Pointer, Published
from pipelines.store.sealed_ring import open_ring
from pipelines.store.swap import agree
from pipelines.store.work import sweep_work, work_folder

_KEY_IDS = "SELECT DISTINCT key_id FROM product_key ORDER BY key_id"


@dataclass(frozen=True)
class Restored:
    """What was restored: what the backup is of, what is wrong with its chain of deeds, and the ids of the keys that the
    ring here lacks to read its product keys."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    missing_keys: tuple[str, ...]


def restore(home: Home, path: Path, *, replace: bool, passphrase: str | None = None) -> Restored:
    """Reads and compares all of a backup, then agrees that it takes the home's place; `swap.settle` puts it there.

    Whoever asks holds the lock of loads. HomeNotEmpty where something was loaded or done here and is not to be
    replaced; NotABackup, BackupDamaged, SchemaNewer; of the keys BackupWithoutKeys, PassphraseWrong, RingThere.
    """
    if not replace and not is_empty(home):
        raise HomeNotEmpty(path=home.path)
    with unpacked(home, path, passphrase) as (whole, restored):
        agree(home, whole.path)
    return restored


@contextmanager
def unpacked(home: Home, path: Path, passphrase: str | None) -> Iterator[tuple[Home, Restored]]:
    """A backup as the folders of a home, read and compared, for the length of the block. Its keys are in their place.

    NotABackup, BackupDamaged, SchemaNewer; of the keys BackupWithoutKeys, PassphraseWrong, RingThere.
    """
    sweep_work(home)
    with full_disk_told(HOME, home.path), work_folder(home) as work:
        whole = Home(work / "whole")
        manifest = check_backup(path, whole.path)
        _point(whole, manifest)
        _bring_keys(whole, home.key_file, path, passphrase)
        yield whole, Restored(manifest, tuple(chain_of(whole.path / LEDGER)), tuple(_missing(whole, home.key_file)))


def is_empty(home: Home) -> bool:
    """Whether nothing was ever loaded or done here, as far as can be seen while another may hold the ledger."""
    if home.pointer().live:
        return False
    try:
        return not home.ledger_file.exists() or not _has_deeds(home.ledger_file)
    except duckdb.Error:
        return False


def _has_deeds(ledger_file: Path) -> bool:
    with opened_file(ledger_file) as connection:
        return bool(connection.execute("SELECT 1 FROM deed LIMIT 1").fetchall())


def _point(whole: Home, manifest: Manifest) -> None:
    number, highest = manifest.contents.snapshot, manifest.contents.highest
    whole.warehouse.mkdir(mode=0o700, exist_ok=True)
    if number:
        whole.point(with_fingerprint(Pointer(number, (Published(number, 0),), highest), whole.file(number)))


def _bring_keys(whole: Home, ring_file: Path, path: Path, passphrase: str | None) -> None:
    """Puts the key ring where it belongs, and takes it out of what is restored. Keys that are there are kept."""
    sealed = whole.path / KEYS
    if passphrase is not None:
        _write_ring(ring_file, _opened_ring(sealed, path, passphrase))
    sealed.unlink(missing_ok=True)


def _opened_ring(sealed: Path, path: Path, passphrase: str) -> bytes:
    if not sealed.exists():
        raise BackupWithoutKeys(path=path)
    ring = open_ring(sealed.read_bytes(), passphrase)
    if ring is None:
        raise PassphraseWrong(path=path)
    return ring


def _write_ring(ring_file: Path, ring: bytes) -> None:
    if ring_file.exists():
        if not _within(json.loads(ring), json.loads(ring_file.read_bytes())):
            raise RingThere(path=ring_file)
        return
    ring_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with written_aside(ring_file) as unfinished:
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(ring)


def _within(ring: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether another ring opens all that this one does: the same one, turned since."""
    return bool(ring["digest_secret"] == there["digest_secret"] and ring["keys"].items() <= there["keys"].items())


def _missing(whole: Home, ring_file: Path) -> Iterator[str]:
    """The ids of the keys under which product keys are sealed, and which are not in the ring."""
    known = key_ring(ring_file).keys if ring_file.exists() else {}
    yield from (one for one in _key_ids(whole) if one not in known)


def _key_ids(whole: Home) -> list[str]:
    live = whole.pointer().live
    if not live:
        return []
    with opened_file(whole.file(live)) as connection:
        made = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'product_key'").fetchall()
        return [one for (one,) in connection.execute(_KEY_IDS).fetchall()] if made else []
