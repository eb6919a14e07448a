"""Files that were packed: gzip unpacked with a limit on the size and on the ratio."""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.memory import MOST_BYTES, MemoryFile, room_for

# A month of a large bill, a million rows, is about a gigabyte of text.
LARGEST_BYTES = 4 * 1024 * 1024 * 1024
LARGEST_RATIO = 200
# A small file may shrink a lot and be harmless.
_SMALL_BYTES = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_DAMAGE = (gzip.BadGzipFile, zlib.error, EOFError)


def refuse_large(packed: Path, size: int, ratio: int = LARGEST_RATIO) -> None:
    """FileRefused where a file unpacks to more bytes, or to more times its own, than is safe."""
    steep = size > _SMALL_BYTES and size / max(packed.stat().st_size, 1) > ratio
    if size > LARGEST_BYTES or steep:
        raise FileRefused("unpacks_too_large", size=size, limit=LARGEST_BYTES)


def unpacked(path: Path, plain: Path) -> tuple[Path, MemoryFile | None]:
    """Where the content of a gzip file is: in memory, or in the file `plain` if it is large."""
    target, memory = room_for(0, plain)
    written = 0
    for chunk in _chunks(path):
        if memory and written <= MOST_BYTES < written + len(chunk):
            shutil.copyfile(target, plain)
            target, memory = plain, None
        with target.open("ab") as file:
            file.write(chunk)
        written += len(chunk)
        refuse_large(path, written)
    return target, memory


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except _DAMAGE as fault:
        raise FileRefused("gzip_damaged") from fault
