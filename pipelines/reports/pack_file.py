"""A zip whose members are written one after the other, none of them held, and whose bytes depend on them alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipelines.reports.measured import Measured

# The member that tells of all others; the last one.
MANIFEST = "manifest.json"
# The earliest time that a zip can tell.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """What is told of a member: its size in bytes and its SHA-256."""

    file: str
    bytes: int
    sha256: str


class PackFile:
    """A zip under way; `members` are those it has, in their order."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Measured]:
        """Takes the bytes of a member, which is told of when the block ends."""
        entry = ZipInfo(name, _TIME)
        entry.compress_type = ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            measured = Measured(file)
            yield measured
        self.members.append(Member(name, measured.size, measured.sha256))

    def add(self, name: str, content: bytes) -> None:
        """Writes a small member."""
        with self.member(name) as file:
            file.write(content)


@contextmanager
def pack_file(file: Measured) -> Iterator[PackFile]:
    """A zip that is written to `file`, whole when the block ends."""
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        yield PackFile(zipped)
