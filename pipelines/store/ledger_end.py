"""How many deeds the ledger's file holds, kept beside it: a file that was cut off opens like a shorter one."""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

_DIGITS = 20


class LedgerEnd:
    """The count, in memory and in a small file, which is written behind each deed: it is never ahead of the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._count = 0

    def known(self) -> int:
        """How many deeds there are at least; 0 where nobody knows, as where the count itself is damaged."""
        with suppress(OSError, ValueError):
            count, digest = self._path.read_text("ascii").split()
            return int(count) if digest == _digest(count) else 0
        return 0

    def found(self, count: int) -> None:
        """Takes what the ledger holds now."""
        self._count = 0
        self.written(count)

    def written(self, deeds: int) -> None:
        """Counts deeds that are on the disk. They are done, whether or not this can be kept too."""
        with self._guard, suppress(OSError):
            self._count += deeds
            self._keep(f"{self._count:0{_DIGITS}}")

    def _keep(self, told: str) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, f"{told} {_digest(told)}".encode(), 0)
        finally:
            os.close(descriptor)

    def forget(self) -> None:
        """Knows nothing any more: the ledger is to be another one."""
        self._path.unlink(missing_ok=True)


def _digest(count: str) -> str:
    return hashlib.sha256(count.encode()).hexdigest()
