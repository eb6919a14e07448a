"""A disk that takes no more, told as what it is, whoever wrote to it: Python, DuckDB, polars or Arrow."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import BenefitsError

# No room, a quota, a limit on the size of a file.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# The libraries say it in the system's words.
_SAID = tuple(os.strerror(number) for number in _FULL)
_MEGABYTE = 2**20
# The folder with all data, as its setting is called: a page shows no path.
HOME = "BENEFITS_HOME"


class DiskFull(BenefitsError):
    """A disk takes no more. Facts: where (a folder or the setting that names it), free and, where it is known, needed
    (megabytes)."""

    def __init__(self, where: object, folder: Path, needed: int = 0) -> None:
        """`needed`: how many bytes are needed at least; 0 where nobody knows."""
        code = "disk_full_needs" if needed else "disk_full"
        super().__init__(code, where=where, free=_free(folder), needed=-(-needed // _MEGABYTE))


def full_disk(fault: BaseException | None) -> bool:
    """Whether what went wrong, or what led to it, is that a disk takes no more."""
    while fault is not None:
        if getattr(fault, "errno", None) in _FULL or any(words in str(fault) for words in _SAID):
            return True
        fault = fault.__cause__
    return False


@contextmanager
def full_disk_told(where: object, folder: Path, needed: int = 0) -> Iterator[None]:
    """DiskFull where the block ends because the disk with the folder takes no more."""
    try:
        yield
    except BenefitsError:
        raise
    except Exception as fault:
        if full_disk(fault):
            raise DiskFull(where, folder, needed) from fault
        raise


def _free(folder: Path) -> int:
    """The megabytes that are free where the folder is, or is to be."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return shutil.disk_usage(there).free // _MEGABYTE
