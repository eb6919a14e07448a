"""What is told of a file beside its rows: how many bytes it has, and their digest."""

import hashlib
from io import RawIOBase

from typing_extensions import Buffer

from pipelines.reports.writers import Sink


class Measured(RawIOBase):
    """Writes to another file, forward only, and takes the measure of what goes by: `size` in bytes and `sha256`."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written so far, as 64 hexadecimal digits."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """It is only written to."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Writes all of it."""
        content = bytes(data)
        self._hash.update(content)
        self._file.write(content)
        self.size += len(content)
        return len(content)
