"""A disk that takes no more: whatever is asked is done or refused in a sentence, nothing is half done, and it goes on
without a restart when there is room again."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from pipelines.commands.output import writing
from pipelines.full_disk import DiskFull
from pipelines.ingest import Incoming
from pipelines.reports import Request
from pipelines.reports.write import write_report
from pipelines.store import EVERYTHING, Store
from pipelines.store.backup import back_up
from pipelines.store.backup_folder import backups
from pipelines.store.check import check
from pipelines.store.restore import unpacked
from tests.backend import copied
from tests.backups import NOW, add
from tests.small_disk import DISKS, SmallDisk
from tests.the_cast import TODAY
from tests.usage_files import load_file, usage_rows, write_csv

pytestmark = pytest.mark.unmeasured
# What is left of the disk: from nothing to enough.
ROOMS = [0, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]
SHORT = [0, 256]
# Deeds are small: so many in a row fill what is left of a page.
MANY = 12
Work = Callable[[Store, int, Incoming], None]


def load(store: Store, number: int, file: Incoming) -> None:
    """Two thousand rows more."""
    assert load_file(store, file).status == "loaded"


def backup(store: Store, number: int, file: Incoming) -> None:
    """A backup more."""
    back_up(store, store.home.path / "backups", NOW + timedelta(days=number), 2)


def export(store: Store, number: int, file: Incoming) -> None:
    """A report as a file on the same disk."""
    with store.snapshot() as snapshot, writing(store.home.path / "export.csv") as out:
        write_report(snapshot, Request("usage-detail", TODAY, "row"), EVERYTHING, "csv", out)


def restore(store: Store, number: int, file: Incoming) -> None:
    """A backup that is read and compared, as before it takes the place of what there is."""
    with unpacked(store.home, last(store), None):
        pass


WORKS: dict[str, Work] = {"a load": load, "a backup": backup, "an export": export, "a restore": restore}


def last(store: Store) -> Path:
    """The backup that was made while there was room."""
    return backups(store.home.path / "backups")[-1].path


def state(store: Store) -> object:
    """What a home holds: its snapshots, its deeds, its files, and no work in progress."""
    home = store.home
    kept = [path for name in ("warehouse", "quarantine", "outbox", "backups") for path in (home.path / name).glob("*")]
    return store.pointer(), store.ledger().heads(), sorted(kept), [*home.work.iterdir()]


def refusal_of(work: Callable[[], object]) -> DiskFull | None:
    """Why a work is refused; None where it is done."""
    try:
        work()
    except DiskFull as refusal:
        return refusal
    return None


@contextmanager
def opened(home: Path, disk: SmallDisk) -> Iterator[Store]:
    """The store of a copy of a home on a disk, with a backup."""
    with closing(Store(copied(home, disk.path / "home"), keep=2)) as store:
        backup(store, 0, Incoming("", home))
        yield store


@pytest.mark.parametrize("rooms", [SHORT, pytest.param(ROOMS, marks=pytest.mark.deep)])
@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("disk", DISKS)
def test_work_is_done_or_refused_and_goes_on_when_there_is_room(
    cast_files: Path, tmp_path: Path, disk: str, work: str, rooms: list[int]
) -> None:
    refused = 0
    with DISKS[disk]() as small, opened(cast_files, small) as store:
        for number, room in enumerate(rooms, 1):
            before, file = state(store), write_csv(tmp_path, f"{number}.csv", usage_rows(number, 2000))
            small.leave(room * 1024)
            refusal = refusal_of(lambda one=number, of=file: WORKS[work](store, one, of))
            small.make_room()
            assert refusal is None or (state(store) == before and "is full" in str(refusal)), room
            WORKS[work](store, number + 100, file)
            refused += refusal is not None
        assert check(store) == []
    assert refused > 0


@pytest.mark.parametrize("rooms", [SHORT, pytest.param(ROOMS, marks=pytest.mark.deep)])
@pytest.mark.parametrize("disk", DISKS)
def test_a_deed_that_is_told_done_is_there_and_one_that_is_refused_is_not(
    cast_files: Path, disk: str, rooms: list[int]
) -> None:
    refused, names = 0, map(str, count())
    with DISKS[disk]() as small, opened(cast_files, small) as store:
        for room in rooms:
            before = deeds(store)
            small.leave(room * 1024)
            came = [refusal_of(lambda: add(store, next(names))) for _ in range(MANY)]
            small.make_room()
            assert deeds(store) == before + came.count(None), room
            add(store, next(names))
            refused += MANY - came.count(None)
        assert check(store) == []
    assert refused > 0


def deeds(store: Store) -> int:
    """How many deeds stand in the ledger."""
    return sum(head.version for head in store.ledger().heads())
