"""A disk that is full: a small one of its own where one may be mounted, else a limit on how large a file may grow."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

MEGABYTE = 2**20
_SIZE = 64 * MEGABYTE


class SmallDisk(Protocol):
    """A folder whose room a test decides."""

    path: Path

    def leave(self, room: int) -> None:
        """Leaves so many bytes."""

    def make_room(self) -> None:
        """Leaves enough for everything."""


class Mounted:
    """A disk of 64 MB in memory, of which a file takes what is not left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def leave(self, room: int) -> None:
        """Leaves so many bytes, in whole pages."""
        self.make_room()
        found = os.statvfs(self.path)
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(found.f_bavail * found.f_frsize - room, 1))

    def make_room(self) -> None:
        """Takes nothing."""
        self._ballast.unlink(missing_ok=True)


class Limited:
    """A folder where no file of this process can grow beyond the room."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._most = resource.getrlimit(resource.RLIMIT_FSIZE)

    def leave(self, room: int) -> None:
        """Leaves so many bytes to each file."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, self._most[1]))

    def make_room(self) -> None:
        """Takes the limit away."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._most)


@contextmanager
def mounted() -> Iterator[SmallDisk]:
    """A small disk, taken away with the block."""
    with TemporaryDirectory() as folder:
        subprocess.run([*_MOUNT, folder], check=True)
        try:
            yield Mounted(Path(folder))
        finally:
            subprocess.run([*_UNMOUNT, folder], check=True)


@contextmanager
def limited() -> Iterator[SmallDisk]:
    """A folder with a limit, which ends with the block."""
    with TemporaryDirectory() as folder:
        disk = Limited(Path(folder))
        try:
            yield disk
        finally:
            disk.make_room()


@cache
def may_mount() -> bool:
    """Whether this process may mount a disk."""
    with TemporaryDirectory() as folder:
        if subprocess.run([*_MOUNT, folder], capture_output=True, check=False).returncode:
            return False
        subprocess.run([*_UNMOUNT, folder], check=True)
    return True


_UNMOUNT = ["umount", "--lazy"]
_MOUNT = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs"]
DISKS = {"limit": limited} | ({"disk": mounted} if os.geteuid() == 0 and may_mount() else {})
