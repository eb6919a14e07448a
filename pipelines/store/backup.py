"""Making a backup: one file with all that was loaded and done, read back before it counts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.full_disk import full_disk, full_disk_told
from pipelines.secrets import key_ring
from pipelines.store.backup_check import check_backup, seal_of
from pipelines.store.backup_errors import BackupBusy
from pipelines.store.backup_file import KEYS, LEDGER, Contents, Manifest, write_backup
from pipelines.store.backup_folder import drop_older, drop_unfinished, path_at, written_aside
from pipelines.store.lock import file_lock
from pipelines.store.sealed_ring import seal_ring
from pipelines.store.taken import taken
from pipelines.store.warehouse import Store
from pipelines.store.work import sweep_work, work_folder


@dataclass(frozen=True)
class Backup:
    """A backup that was made: its file, the size in bytes, and what it is of."""

    path: Path
    bytes: int
    manifest: Manifest


def back_up(store: Store, folder: Path, now: datetime, kept: int, passphrase: str | None = None) -> Backup:
    """Writes a backup into the folder and keeps the newest `kept` there (0: all).

    It is written aside, unpacked and compared with what was copied, and takes its name in one step: whenever this dies,
    the backups before it stand. Loads, deeds and readers go on meanwhile. With a passphrase it holds the key ring too,
    sealed; without, product keys stay sealed under a ring that lies elsewhere. BackupBusy where one is being made,
    BenefitsError where the folder takes none.
    """
    with full_disk_told(folder, folder), file_lock(store.home.backup_lock, 0, BackupBusy):
        try:
            made = _made(store, folder, now, passphrase)
        except OSError as fault:
            if full_disk(fault):
                raise
            raise BenefitsError("not_writable", path=folder, reason=fault.strerror) from fault
        if kept:
            drop_older(folder, kept)
    return made


def _made(store: Store, folder: Path, now: datetime, passphrase: str | None) -> Backup:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    drop_unfinished(folder)
    sweep_work(store.home)
    path = path_at(folder, now)
    with written_aside(path) as unfinished, work_folder(store.home) as work:
        _write(store, unfinished, work, now, passphrase)
        manifest = check_backup(unfinished, work / "unpacked")
    return Backup(path, path.stat().st_size, manifest)


def _write(store: Store, path: Path, work: Path, now: datetime, passphrase: str | None) -> None:
    with taken(store, work) as held:
        files = {LEDGER: held.ledger_file}
        if passphrase is not None:
            files[KEYS] = work / KEYS
            files[KEYS].write_bytes(_sealed_ring(store.home.key_file, passphrase))
        files |= {f"quarantine/{one.name}": one for one in sorted(store.home.quarantine.glob("[!.]*"))}
        if held.snapshot_file:
            files[f"warehouse/{held.number}.duckdb"] = held.snapshot_file
        tables = (held.warehouse, held.ledger)
        write_backup(path, Contents(now, held.number, held.highest, *tables, seal_of(held.ledger_file)), files)


def _sealed_ring(path: Path, passphrase: str) -> bytes:
    key_ring(path)  # made where there is none yet; refused where it is damaged
    return seal_ring(path.read_bytes(), passphrase)
