"""Folders for a load's temporary files, each locked while its load lives, so that those of dead loads are known."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.store.home import Home
from pipelines.store.lock import taken


@contextmanager
def work_folder(home: Home) -> Iterator[Path]:
    """A folder for one load or rehearsal; it goes with the block."""
    made = Path(tempfile.mkdtemp(dir=home.work, prefix=".new-"))
    folder = home.work / made.name.replace(".new-", "load-")
    descriptor = os.open(made, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        made.rename(folder)  # locked before it has a name that others sweep
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def sweep_work(home: Home) -> None:
    """Removes what loads that died left behind; what is of a load or rehearsal under way stays."""
    for folder in home.work.glob("load-*"):
        with suppress(FileNotFoundError):  # it ended meanwhile
            _sweep_one(folder)


def _sweep_one(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if taken(descriptor):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
