"""The folder in which backups lie: which there are, and which of them go."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.store.home import sync_file, sync_folder

_NAME = "benefits-%Y%m%dT%H%M%SZ.zip"
_LIKE = re.compile(r"benefits-\d{8}T\d{6}Z\.zip")
# How the names of backups begin that are being written.
_UNFINISHED = ".benefits-"


@dataclass(frozen=True)
class Kept:
    """A backup in its folder, and the moment it was made."""

    path: Path
    made_at: datetime


def path_at(folder: Path, now: datetime) -> Path:
    """Where a backup goes that is made now; by name, backups stand in the order in which they were made.

    Of two that are made in the same second, the later one is named after the next.
    """
    path = folder / now.astimezone(UTC).strftime(_NAME)
    return path_at(folder, now + timedelta(seconds=1)) if path.exists() else path


def backups(folder: Path) -> list[Kept]:
    """The backups in a folder, the oldest first; none where there is no folder."""
    names = sorted(path.name for path in folder.glob("benefits-*.zip") if _LIKE.fullmatch(path.name))
    return [Kept(folder / name, datetime.strptime(name, _NAME).replace(tzinfo=UTC)) for name in names]


def last_backup(folder: Path) -> Kept | None:
    """The newest backup in a folder; None where there is none."""
    return next(reversed(backups(folder)), None)


def drop_older(folder: Path, kept: int) -> None:
    """Deletes all backups but the newest `kept`."""
    for old in backups(folder)[:-kept]:
        old.path.unlink(missing_ok=True)


def drop_unfinished(folder: Path) -> None:
    """Deletes what backups that died left behind."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Where to write what is to lie at `path`: it gets there in one step, on the disk, if the block ends well."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield unfinished
        sync_file(unfinished)
        unfinished.replace(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
