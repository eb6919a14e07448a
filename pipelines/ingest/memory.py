"""Files that lie in this process's memory: copies of what may hold product keys, which no disk shall have."""

import os
import weakref
from pathlib import Path

# What is larger is no file of keys, and is written to a folder.
MOST_BYTES = 64 * 1024 * 1024


class MemoryFile:
    """Has a path as long as it lives. Where the system knows no such files, the path given is a plain file's."""

    def __init__(self, otherwise: Path) -> None:
        if not hasattr(os, "memfd_create"):
            self.path = otherwise
            return
        descriptor = os.memfd_create(otherwise.name)
        self.path = Path(f"/proc/self/fd/{descriptor}")
        weakref.finalize(self, os.close, descriptor)


def room_for(size: int, plain: Path) -> tuple[Path, MemoryFile | None]:
    """Where to write so many bytes, and the file to keep alive as long as they are read; large ones go to `plain`."""
    if size > MOST_BYTES:
        return plain, None
    file = MemoryFile(plain)
    return file.path, file
