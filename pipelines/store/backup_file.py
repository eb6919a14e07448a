"""A backup as a file: a zip of the databases, and a manifest that tells what each of them is and holds."""

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import TypeAdapter, ValidationError

from pipelines.store.audit import Seal
from pipelines.store.backup_errors import BackupDamaged, NotABackup
from pipelines.store.backup_tables import Table

MANIFEST = "manifest.json"
KEYS = "keys.sealed"
LEDGER = "ledger/ledger.duckdb"
_NAME = re.compile(r"(warehouse|ledger|quarantine)/\w[^/\\]*|keys\.sealed")
_CHUNK = 1 << 20
# What zipfile and the reading of the manifest raise where bytes are not as they were written.
_NO_ZIP = (BadZipFile, KeyError, ValidationError, zlib.error, EOFError, RuntimeError, ValueError, struct.error)
# What DuckDB writes is packed already; harder work would save little.
_EFFORT = 1


@dataclass(frozen=True)
class Member:
    """A file of the backup: its name, its size in bytes and its SHA-256."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What a backup is of: the moment, the live snapshot (0: nothing was loaded) and the highest number that any
    snapshot had, what the tables hold, and a seal of the ledger."""

    made_at: datetime
    snapshot: int
    highest: int
    warehouse: tuple[Table, ...]
    ledger: tuple[Table, ...]
    seal: Seal


@dataclass(frozen=True)
class Manifest:
    """What a backup is of, and its files."""

    contents: Contents
    members: tuple[Member, ...]

    @property
    def rows(self) -> int:
        """How many rows its tables have together."""
        return sum(table.rows for table in (*self.contents.warehouse, *self.contents.ledger))

    @property
    def has_keys(self) -> bool:
        """Whether the key ring is in it, sealed."""
        return any(member.file == KEYS for member in self.members)


_JSON = TypeAdapter(Manifest)


def write_backup(path: Path, contents: Contents, files: Mapping[str, Path]) -> Manifest:
    """Writes the files under their names, and the manifest behind them. The file is for its owner's eyes."""
    path.touch(mode=0o600)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as zipped:
        members = tuple(_add(zipped, name, file) for name, file in files.items())
        manifest = Manifest(contents, members)
        zipped.writestr(MANIFEST, _JSON.dump_json(manifest, indent=2))
    return manifest


def _add(zipped: ZipFile, name: str, file: Path) -> Member:
    with file.open("rb") as source, zipped.open(name, "w", force_zip64=True) as target:
        return Member(name, *_copied(source, target))


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copies it all; gives how many bytes there were and their SHA-256."""
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def unpack_backup(path: Path, folder: Path) -> Manifest:
    """Unpacks a backup into an empty folder; each file is compared with the manifest. NotABackup, BackupDamaged."""
    return _read(path, lambda name: folder / name)


def compare_backup(path: Path) -> Manifest:
    """Reads a backup and compares each file with the manifest, without keeping any. NotABackup, BackupDamaged."""
    return _read(path, lambda _: Path(os.devnull))


def _read(path: Path, room: Callable[[str], Path]) -> Manifest:
    """The manifest of a backup whose files have been copied to where `room` says."""
    try:
        with ZipFile(path) as zipped:
            manifest = _JSON.validate_json(zipped.read(MANIFEST))
            for member in manifest.members:
                _unpack(zipped, member, path, room)
    except _NO_ZIP as fault:
        raise NotABackup(path=path) from fault
    return manifest


def _unpack(zipped: ZipFile, member: Member, path: Path, room: Callable[[str], Path]) -> None:
    # A name must not lead out of the folder.
    if not _NAME.fullmatch(member.file):
        raise NotABackup(path=path)
    target = room(member.file)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with zipped.open(member.file) as source, target.open("wb") as file:
            copied = _copied(source, file)
    except _NO_ZIP as fault:
        raise BackupDamaged(path=path, part=member.file) from fault
    if copied != (member.bytes, member.sha256):
        raise BackupDamaged(path=path, part=member.file)
