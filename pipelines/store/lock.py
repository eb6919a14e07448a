"""One holder at a time: a lock that the system drops when its holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.store.errors import Busy, LoadBusy

_STEP_SECONDS = 0.05


@contextmanager
def file_lock(path: Path, wait_seconds: float, busy: type[Busy] = LoadBusy) -> Iterator[None]:
    """Holds the lock at `path`; waits for a rival up to `wait_seconds`, then `busy` names its PID."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, wait_seconds, busy)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    """Leaves word of who holds it, where the disk takes that: it is held in any case."""
    with suppress(OSError):
        os.ftruncate(descriptor, os.pwrite(descriptor, str(os.getpid()).encode(), 0))


def _take(descriptor: int, wait_seconds: float, busy: type[Busy]) -> None:
    deadline = time.monotonic() + wait_seconds
    while not taken(descriptor):
        if time.monotonic() >= deadline:
            raise busy(pid=os.pread(descriptor, 20, 0).decode() or "?", seconds=round(wait_seconds))
        time.sleep(_STEP_SECONDS)


def taken(descriptor: int) -> bool:
    """Takes the lock of an open file or folder, which lasts until it is closed; False where another holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
