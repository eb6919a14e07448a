"""Where the warehouse's files are, and which snapshot is live."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipelines.settings import load_settings
from pipelines.store.errors import PointerDamaged

# How the name of a pointer that is being written begins.
UNFINISHED = ".live-"


@dataclass(frozen=True)
class Published:
    """A snapshot that was live once, and the one it was copied from."""

    number: int
    base: int


@dataclass(frozen=True)
class Pointer:
    """The live snapshot's number (0: nothing loaded yet) and those kept, the first to go first.

    `highest` is the highest number that a snapshot had before those kept, where somebody knows of it.
    """

    live: int = 0
    published: tuple[Published, ...] = ()
    highest: int = 0

    @property
    def base(self) -> int:
        """The snapshot the live one was made from; 0 where there is none."""
        return next((one.base for one in self.published if one.number == self.live), 0)

    @property
    def numbers(self) -> set[int]:
        """The numbers of all snapshots that were published."""
        return {one.number for one in self.published}

    @property
    def last(self) -> int:
        """The highest number that any snapshot had: the next one has a number that none had before."""
        return max(self.numbers | {self.live, self.highest})

    def following(self, keep: int) -> "Pointer":
        """The pointer after one more snapshot is made from the live one, with the last `keep` kept."""
        added = Published(self.last + 1, self.live)
        others = [one for one in self.published if one.number != self.live]
        # After rollbacks the live one may be the oldest; it is what the new one goes back to, so it stays.
        live = [one for one in self.published if one.number == self.live]
        return Pointer(added.number, (*others, *live, added)[-keep:])

    def above(self, last: int) -> "Pointer":
        """The pointer, with another number for the live snapshot, its only one, where numbers up to `last` were had."""
        if not self.live or self.live > last:
            return replace(self, highest=max(self.highest, last))
        return Pointer(last + 1, (Published(last + 1, 0),), self.highest)

    def text(self) -> str:
        """The pointer as it is written."""
        return json.dumps(asdict(self))

    @staticmethod
    def read(text: str) -> "Pointer":
        """The pointer as it was written. ValueError, KeyError or TypeError where that is none of ours."""
        told = json.loads(text)
        published = tuple(Published(**one) for one in told["published"])
        return _known(Pointer(told["live"], published, told.get("highest", 0)))


class Home:
    """The folder BENEFITS_HOME: warehouse/, ledger/, quarantine/, work/, and prepared/, which can be made anew."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.warehouse = self.path / "warehouse"
        self.quarantine = self.path / "quarantine"
        self.work = self.path / "work"
        self.restored = self.path / "restored"
        self.prepared = self.path / "prepared"
        self.backup_lock = self.path / "backup.lock"
        self.lock = self.warehouse / "load.lock"
        self.ledger = self.path / "ledger"
        self.ledger_file = self.ledger / "ledger.duckdb"
        self.ledger_lock = self.ledger / "ledger.lock"
        self._pointer = self.warehouse / "live.json"

    @property
    def key_file(self) -> Path:
        """The key ring's file: BENEFITS_KEY_FILE, else one in this folder."""
        return load_settings().key_file or self.path / "keys.json"

    def make(self) -> None:
        """Makes the folders that are missing, for their owner only."""
        for folder in (self.path, self.warehouse, self.ledger, self.quarantine, self.work):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def file(self, number: int) -> Path:
        """The file of a snapshot."""
        return self.warehouse / f"{number}.duckdb"

    def pointer(self) -> Pointer:
        """What is live now. PointerDamaged where its file cannot be read as one of ours."""
        try:
            return Pointer.read(self._pointer.read_text("utf-8"))
        except FileNotFoundError:
            return Pointer()
        except (ValueError, KeyError, TypeError) as fault:
            raise PointerDamaged(path=self._pointer) from fault

    def point(self, pointer: Pointer) -> None:
        """Replaces the pointer in one step that a crash leaves done or not done."""
        handle, name = tempfile.mkstemp(dir=self.warehouse, prefix=UNFINISHED)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._pointer)
        sync_folder(self.warehouse)


def _known(pointer: Pointer) -> Pointer:
    """The pointer, if what it says is live is one of those kept. ValueError where it is not."""
    if pointer.live and pointer.live not in pointer.numbers:
        raise ValueError(pointer.live)
    return pointer


def sync_file(path: Path) -> None:
    """Waits until the bytes of the file at `path` are on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Waits until the folder's names are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
