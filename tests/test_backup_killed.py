"""A backup that is killed leaves the backups before it, and one more or none; never one that is not whole."""

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from pipelines.settings import PROJECT
from pipelines.store.backup_check import check_backup
from pipelines.store.backup_folder import backups
from tests.backups import NOW, backed_up

pytestmark = pytest.mark.unmeasured
KEPT = 3
BUSY = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from pipelines.store import Store
from pipelines.store.backup import back_up

home, folder, begins = sys.argv[1:]
store = Store(Path(home))
store.open()
print("ready", flush=True)
for number in range(1000):
    made = back_up(store, Path(folder), datetime.fromisoformat(begins) + timedelta(seconds=number), 3)
    print(made.path.name, flush=True)
"""


def killed(home: Path, folder: Path, begins: timedelta, chance: Random) -> list[str]:
    """The names of the backups that a process told of before it was killed."""
    words = [sys.executable, "-c", BUSY, str(home), str(folder), (NOW + begins).isoformat()]
    busy = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE)
    assert busy.stdout is not None
    assert busy.stdout.readline() == b"ready\n"
    time.sleep(chance.uniform(0, 2))
    busy.kill()
    told = [line.decode().strip() for line in busy.stdout if line.endswith(b"\n")]
    busy.wait()
    busy.stdout.close()
    return told


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.deep)])
def test_a_backup_killed_at_any_moment_is_there_whole_or_not_at_all(
    cast_home: Path, tmp_path: Path, kills: int
) -> None:
    folder, chance = tmp_path / "backups", Random(20)
    before = [backed_up(cast_home, folder, kept=KEPT).path.name]
    for number in range(1, kills + 1):
        known = [*before, *killed(cast_home, folder, timedelta(days=number), chance)]
        there = [one.path.name for one in backups(folder)]
        untold = [name for name in there if name not in known]
        assert len(untold) <= 1
        assert there == [*known, *untold][-len(there) :]
        assert min(KEPT, len(known)) <= len(there) <= KEPT + 1
        for name in there:
            check_backup(folder / name, tmp_path / f"unpacked-{number}-{name}")
        before = there
    backed_up(cast_home, folder, day=kills + 1, kept=KEPT)
    assert {path.name for path in folder.iterdir()} == {one.path.name for one in backups(folder)}
    assert len(backups(folder)) <= KEPT
    assert list((cast_home / "work").iterdir()) == []
