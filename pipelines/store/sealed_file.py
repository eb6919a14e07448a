"""The digest of a file that others may take, kept beside it, so that a byte that changed is seen before they do."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from pipelines.store.backup_folder import written_aside

_SUFFIX = ".sha256"


@contextmanager
def written_sealed(path: Path) -> Iterator[Path]:
    """Where to write what is to lie at `path`: it gets there in one step, with its digest beside it."""
    with written_aside(path) as unfinished:
        yield unfinished
        _beside(path).write_text(_sha256(unfinished), "ascii")


def let_go(path: Path) -> None:
    """Deletes the file and its digest."""
    path.unlink(missing_ok=True)
    _beside(path).unlink(missing_ok=True)


def is_as_sealed(path: Path) -> bool:
    """Whether every byte is as it was when its digest was kept; also where none was, as in homes of before."""
    beside, found = _beside(path), path.stat()
    if not beside.exists():
        return True
    return _digest(path, found.st_mtime_ns, found.st_size, found.st_ino) == beside.read_bytes().decode(
        "ascii", "replace"
    )


@lru_cache(maxsize=256)
def _digest(path: Path, *_stamp: int) -> str:
    """Read once as long as the file is the same: a page asks each time it is drawn."""
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)
