"""A restore of a million rows, timed; and one that is killed, which leaves all of the old or all of the new."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import Incoming
from pipelines.settings import PROJECT
from pipelines.store import Store
from pipelines.store.check import check
from pipelines.store.home import Home
from tests.backend import copied
from tests.backups import backed_up, faults, held, restored, work
from tests.bench.usage import write_usage
from tests.terminal import PROGRAM
from tests.usage_files import load_file

pytestmark = [pytest.mark.deep, pytest.mark.unmeasured]
ROWS = 1_000_000
KILLS = 20


def test_a_million_rows_come_back_and_the_time_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, file = Store(tmp_path / "home"), write_usage(tmp_path / "usage.csv", ROWS)
    assert load_file(store, Incoming(file.name, file)).status == "loaded"
    store.close()
    begun = time.perf_counter()
    path = backed_up(tmp_path / "home", tmp_path / "backups").path
    written = time.perf_counter()
    told = restored(path, tmp_path / "new")
    ended = time.perf_counter()
    with capsys.disabled():
        sys.stdout.write(f"\n{ROWS:,} rows: backup {written - begun:.1f} s, restore {ended - written:.1f} s, ")
        sys.stdout.write(f"{path.stat().st_size / 2**20:.0f} MB\n")
    assert {one.rows for one in told.manifest.contents.warehouse if one.name == "usage"} == {ROWS}


def test_a_restore_killed_at_any_moment_leaves_all_of_the_old_or_all_of_the_new(
    cast_home: Path, keys_home: Path, tmp_path: Path
) -> None:
    work(keys_home)
    assert faults(cast_home) == []
    path = backed_up(keys_home, tmp_path / "backups").path
    old, new, chance = held(cast_home), held(keys_home), Random(20)
    for number in range(KILLS):
        home = copied(cast_home, tmp_path / f"home{number}")
        words = [*PROGRAM, "restore", str(path), "--replace"]
        busy = subprocess.Popen(words, cwd=PROJECT, env={"BENEFITS_HOME": str(home)}, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 3))
        busy.kill()
        busy.wait()
        store = Store(home)
        assert check(store) == []
        store.close()
        assert held(home) in (old, new)
        assert not Home(home).restored.exists()
