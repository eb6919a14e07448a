"""Where the warehouse's files are, and which snapshot is live."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipelines.settings import load_settings
from pipelines.store.errors import PointerDamaged

# How the name of a pointer that is being written begins.
UNFINISHED = ".live-"


# What a pointer's file says of itself, so that a digit that changed is seen.
_DIGEST = "sha256"
_TOLD = {"live", "published", "highest"}


@dataclass(frozen=True)
class Published:
    """A snapshot that was live once, and the one it was copied from; where it is a file, its size in bytes and its
    SHA-256 as it was published."""

    number: int
    base: int
    bytes: int = 0
    sha256: str = ""


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

    def told_of(self, number: int) -> Published | None:
        """What is told of a snapshot; None where it is not kept."""
        return next((one for one in self.published if one.number == number), None)

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
        return _read(json.loads(text))


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

    @property
    def ledger_name(self) -> Path:
        """Where the ledger is in this folder, as it is told."""
        return self.ledger_file.relative_to(self.path)

    @property
    def backups(self) -> Path:
        """The folder in which this home's backups are kept: as set, else one in this folder."""
        return load_settings().backup_folder or self.path / "backups"

    def make(self) -> None:
        """Makes the folders that are missing, for their owner only."""
        for folder in (self.path, self.warehouse, self.ledger, self.quarantine, self.work):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def file(self, number: int) -> Path:
        """The file of a snapshot."""
        return self.warehouse / f"{number}.duckdb"

    def pointer(self) -> Pointer:
        """What is live now. PointerDamaged where its file is not as it was written, or is gone."""
        try:
            return _checked(json.loads(self._pointer.read_text("utf-8")))
        except FileNotFoundError as fault:
            if any(self.warehouse.glob("*.duckdb")):
                raise self._pointer_damaged() from fault
            return Pointer()
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise self._pointer_damaged() from fault

    def _pointer_damaged(self) -> PointerDamaged:
        return PointerDamaged(path=self._pointer.relative_to(self.path), backups=self.backups)

    def point(self, pointer: Pointer) -> None:
        """Replaces the pointer in one step that a crash leaves done or not done."""
        told = asdict(pointer)
        handle, name = tempfile.mkstemp(dir=self.warehouse, prefix=UNFINISHED)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(told | {_DIGEST: _digest(told)}, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._pointer)
        finally:
            Path(name).unlink(missing_ok=True)
        sync_folder(self.warehouse)

    def begin(self) -> None:
        """Leaves a pointer to nothing where there is none: a snapshot without a pointer is one that lost it."""
        if not self._pointer.exists():
            self.point(Pointer())


def _checked(told: dict[str, Any]) -> Pointer:
    """The pointer in a file; ValueError where it is not as it was written. Those of before tell no digest."""
    digest = told.pop(_DIGEST, None)
    if digest not in (None, _digest(told)):
        raise ValueError(digest)
    return _read(told)


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _read(told: dict[str, Any]) -> Pointer:
    if not told.keys() <= _TOLD:
        raise ValueError(sorted(told))
    published = tuple(Published(**one) for one in told["published"])
    return _known(Pointer(told["live"], published, told.get("highest", 0)))


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
