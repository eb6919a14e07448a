"""Damage met while a snapshot or the ledger is read, told as what it is."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.full_disk import HOME, DiskFull, full_disk
from pipelines.store.errors import Damaged, LedgerDamaged, SnapshotDamaged
from pipelines.store.home import Home, Pointer, Published
from pipelines.store.running import DatabaseStopped

# What DuckDB raises where bytes are not as they were written.
DAMAGED = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
# Writing fails for other reasons too, a full disk first of all; this is how reading a damaged block reads.
_SIGN = "checksum"


def damaged(home: Home, number: int) -> SnapshotDamaged:
    """The refusal of a snapshot; of the live one it names the one before, if that is kept and whole."""
    pointer = home.pointer()
    before = pointer.told_of(pointer.base)
    whole = before is not None and number == pointer.live and is_as_published(home, before)
    return SnapshotDamaged(number, pointer.base if whole else 0, home.backups)


@contextmanager
def damage_told(home: Home, number: int, *, reading_only: bool) -> Iterator[None]:
    """SnapshotDamaged where the block meets damage in snapshot `number`, or, where it writes too, in its copy.

    LedgerDamaged where the snapshot's file is as it was published: then the ledger's is not.
    """
    try:
        yield
    except DatabaseStopped as stopped:  # what DuckDB met may be damage
        told = home.pointer().told_of(number)
        if told is None or is_as_published(home, told):
            raise
        raise damaged(home, number) from stopped
    except DAMAGED as fault:
        if full_disk(fault):
            raise DiskFull(HOME, home.path) from fault
        if not (reading_only or _SIGN in str(fault)):
            raise
        raise _blamed(home, number) from fault


def _blamed(home: Home, number: int) -> Damaged:
    told = home.pointer().told_of(number)
    if told is None or (told.sha256 and is_as_published(home, told)):
        return LedgerDamaged(path=home.ledger_name, backups=home.backups)
    return damaged(home, number)


def with_fingerprint(pointer: Pointer, file: Path) -> Pointer:
    """The pointer, with the size and the SHA-256 of the live snapshot's file, wherever that lies now."""
    size, digest = file.stat().st_size, _sha256(file)
    return replace(
        pointer,
        published=tuple(
            replace(one, bytes=size, sha256=digest) if one.number == pointer.live else one for one in pointer.published
        ),
    )


def has_its_size(home: Home, told: Published) -> bool:
    """Whether a snapshot's file is there and as large as it was published, as far as that is known."""
    file = home.file(told.number)
    return file.exists() and (not told.sha256 or file.stat().st_size == told.bytes)


def is_as_published(home: Home, told: Published) -> bool:
    """Whether every byte of a snapshot's file is as it was published, as far as that is known."""
    return has_its_size(home, told) and told.sha256 in ("", _sha256(home.file(told.number)))


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
