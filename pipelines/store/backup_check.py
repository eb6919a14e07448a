"""Whether a backup, unpacked, holds what its manifest tells: every table, and the ledger's seal."""

from contextlib import nullcontext
from pathlib import Path

import duckdb

from pipelines.errors import BenefitsError
from pipelines.store import schema
from pipelines.store.audit import Seal, sealed, verify
from pipelines.store.backup_errors import BackupDamaged
from pipelines.store.backup_file import LEDGER, Manifest, unpack_backup
from pipelines.store.backup_tables import Table, differing, opened_file, tables
from pipelines.store.errors import SchemaNewer
from pipelines.store.finding import Finding
from pipelines.store.ledger import Deeds


def check_backup(path: Path, folder: Path) -> Manifest:
    """Unpacks a backup into an empty folder and reads it all there; gives its manifest.

    NotABackup, or BenefitsError where there is no file; BackupDamaged names the part that differs; SchemaNewer where a
    newer program wrote it.
    """
    if not path.is_file():
        raise BenefitsError("no_such_file", path=path)
    manifest = unpack_backup(path, folder)
    try:
        if manifest.contents.snapshot:
            _check_warehouse(folder, manifest, path)
        _check_ledger(folder, manifest, path)
    except duckdb.Error as fault:
        raise BackupDamaged(path=path, part=folder.name) from fault
    return manifest


def _check_warehouse(folder: Path, manifest: Manifest, path: Path) -> None:
    number = manifest.contents.snapshot
    with opened_file(folder / "warehouse" / f"{number}.duckdb") as connection:
        _compare(tables(connection), manifest.contents.warehouse, path)
        _known(schema.version(connection), len(schema.MIGRATIONS))


def _check_ledger(folder: Path, manifest: Manifest, path: Path) -> None:
    with opened_file(folder / LEDGER) as connection:
        _compare(tables(connection), manifest.contents.ledger, path)
        _known(connection.execute("SELECT version FROM ledger_version").fetchall()[0][0], len(schema.LEDGER_MIGRATIONS))
        if sealed(_ledger(connection)) != manifest.contents.seal:
            raise BackupDamaged(path=path, part="seal")


def _compare(found: tuple[Table, ...], told: tuple[Table, ...], path: Path) -> None:
    differs = differing(found, told)
    if differs:
        raise BackupDamaged(path=path, part=differs)


def _known(found: int, known: int) -> None:
    if found > known:
        raise SchemaNewer(found=found, known=known)


def seal_of(ledger_file: Path) -> Seal:
    """The seal of a ledger that nobody uses."""
    with opened_file(ledger_file) as connection:
        return sealed(_ledger(connection))


def chain_of(ledger_file: Path) -> list[Finding]:
    """What is wrong with the deeds of a ledger that nobody uses; empty where all is as it was written."""
    with opened_file(ledger_file) as connection:
        return verify(_ledger(connection))


def _ledger(connection: duckdb.DuckDBPyConnection) -> Deeds:
    return Deeds(lambda: nullcontext(connection))
