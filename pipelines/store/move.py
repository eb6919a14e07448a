"""A home's ledger and warehouse carried from where they are kept to where they shall be, and compared there."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.settings import Settings
from pipelines.store import move_mark
from pipelines.store.backup_tables import Table, differing, opened_file
from pipelines.store.errors import LedgerBusy
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.refill import current, empty, fill, is_new, opened
from pipelines.store.taken import Taken, taken
from pipelines.store.work import work_folder


class MoveTargetFilled(BenefitsError):
    """Something was loaded or done where the move goes."""

    code = "move_target_filled"


class MoveDiffers(BenefitsError):
    """Tables are not the same there as here, or were changed here since they were copied. Facts: table, all by name."""

    code = "move_differs"


@dataclass(frozen=True)
class Moved:
    """What was moved: the snapshot's number (0: nothing was loaded), and how many rows each table has."""

    snapshot: int
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(table.rows for table in self.tables)

    @property
    def deeds(self) -> int:
        """How many deeds are among them."""
        return sum(table.rows for table in self.tables if table.name == "deed")


def move(source: Settings, target: Settings) -> Moved:
    """Copies the live snapshot and the ledger to the places of `target`, and compares each table by digest.

    Whatever goes wrong, the source is as it was, and the target is empty again; if this dies, the next move puts its
    own in the place of what is left there. MoveTargetFilled; MoveDiffers, also where something was loaded or done
    meanwhile; LedgerBusy and LoadBusy where others use the files.
    """
    home = Home(source.home)
    home.make()
    with work_folder(home) as work:
        _refuse_filled(target, work)
        with opened(source) as store, taken(store, work) as held:
            moved = current(held, work)
        move_mark.begin(target, moved.tables)
        try:
            _fill(target, moved, work)
            _compare(target, moved.tables, work)
            _compare(source, held.tables, work)
        except BaseException:
            _fill(target, empty(work), work)
            move_mark.end(target)
            raise
    move_mark.end(target)
    return Moved(held.number, moved.tables)


def set_aside(home: Home, moved: Moved, now: datetime) -> Path:
    """Moves the files that were copied into a folder of the home, so that nobody goes on with them; gives the folder.

    MoveDiffers where there are other deeds or another snapshot by now.
    """
    aside = home.path / f"moved-{now:%Y%m%dT%H%M%SZ}"
    with file_lock(home.lock, 0), file_lock(home.ledger_lock, 0, LedgerBusy):
        if (home.pointer().live, _deeds(home)) != (moved.snapshot, moved.deeds):
            raise MoveDiffers(table="deed")
        for folder in (home.warehouse, home.ledger):
            kept = aside / folder.name
            kept.mkdir(mode=0o700, parents=True)
            for path in [path for path in folder.iterdir() if path.suffix != ".lock"]:
                path.rename(kept / path.name)
    return aside


def _deeds(home: Home) -> int:
    with opened_file(home.ledger_file) as ledger:
        return len(ledger.execute("SELECT 1 FROM deed").fetchall())


def _refuse_filled(target: Settings, work: Path) -> None:
    """What a move that was cut short left is in nobody's way, as long as nobody has added to it."""
    with opened(target) as store:
        if is_new(store):
            return
    unfinished = move_mark.unfinished(target)
    if not unfinished or any(table.rows and table not in unfinished for table in _held(target, work)):
        raise MoveTargetFilled


def _fill(target: Settings, held: Taken, work: Path) -> None:
    with opened(target) as store:
        fill(store, held, work)


def _compare(settings: Settings, tables: tuple[Table, ...], work: Path) -> None:
    differs = differing(_held(settings, work), tables)
    if differs:
        raise MoveDiffers(table=differs)


def _held(settings: Settings, work: Path) -> set[Table]:
    """What the tables of a place hold: those of the ledger, and of the live snapshot where there is one."""
    ledger_file = work / "compared.duckdb"
    ledger_file.unlink(missing_ok=True)
    with opened(settings) as store, store.snapshot() as snapshot:
        return {*store.copy_ledger(ledger_file), *(snapshot.tables() if snapshot.number else ())}
