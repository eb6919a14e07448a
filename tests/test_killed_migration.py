"""A process that is killed while it brings an old home up to date loses nothing, and the next one goes on."""

import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from pipelines.settings import PROJECT
from pipelines.store import Store, schema
from pipelines.store.check import check
from tests.backend import copied
from tests.dying import dies
from tests.killing import COST, file_of
from tests.old_homes import DEEDS, MOMENTS, VERSIONS, killed_at, old_home, take_back, versions
from tests.usage_files import load_file, total

pytestmark = pytest.mark.unmeasured
KILLS = [pytest.param(4, 7, id="4-kills-seed-7"), pytest.param(50, 7, marks=pytest.mark.deep, id="50-kills-seed-7")]
LATEST = (len(schema.LEDGER_MIGRATIONS), len(schema.MIGRATIONS))
# Five times what a home may need to open again.
MOST_SECONDS = 10


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old home with two loads; not to be changed."""
    folder = tmp_path_factory.mktemp("old")
    return old_home(folder / "home", [file_of(folder, name) for name in ("load-1", "load-2")])


def moments(chance: Random) -> Iterator[tuple[int, str | None]]:
    """A version, and a moment after which a process is killed: None is its beginning."""
    while True:
        yield chance.choice(VERSIONS), chance.choice((None, *MOMENTS))


@pytest.mark.parametrize(("kills", "seed"), KILLS)
def test_after_every_kill_the_home_is_whole_and_the_next_process_brings_it_up_to_date(
    old: Path, tmp_path: Path, kills: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, seconds, left = Random(seed), [], Counter[tuple[int, int]]()
    file, lasts = file_of(tmp_path, "load-3"), 0.5
    for number, (version, moment) in zip(range(kills), moments(chance), strict=False):
        home = copied(old, tmp_path / f"home-{number}")
        take_back(home, version)
        told = killed_at(home, file, moment, lasts, chance)
        left[versions(home)] += 1
        begun = time.perf_counter()
        with closing(Store(home)) as store:
            assert store.ledger().query("SELECT count(*) AS deeds FROM deed").item() == DEEDS, number
            seconds.append(time.perf_counter() - begun)
            assert store.ledger().query("SELECT count(*) AS letters FROM message").item() == DEEDS, number
            assert total(store) in ({3 * COST} if told else {2 * COST, 3 * COST}), number
            assert [one.code for one in check(store)] == [], number
            assert load_file(store, file).status in ("loaded", "unchanged")
            assert total(store) == 3 * COST
            assert check(store) == []
        assert versions(home) == LATEST, number
    assert max(seconds) < MOST_SECONDS
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills; versions left behind: {dict(left)}; open again in {max(seconds):.2f} s at most\n"
        )


def test_what_a_process_that_died_had_begun_to_prepare_does_not_stay(cast_home: Path) -> None:
    shutil.rmtree(cast_home / "prepared", ignore_errors=True)
    dies(cast_home, "pipelines.store.prepared.sync_file", "report", "overview")
    with closing(Store(cast_home)) as store:
        store.open()
        with store.writing():
            pass
    assert len(list((cast_home / "prepared").iterdir())) == 1
    assert list((cast_home / "work").iterdir()) == []


CUT_SHORT = """
import resource, signal, sys
from pathlib import Path
from pipelines.store import Store

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
Store(Path(sys.argv[1])).open()
"""


@pytest.mark.parametrize("size", [4096, 8192])
def test_a_home_opens_whose_first_process_died_while_it_wrote_the_first_bytes_of_the_ledger(
    tmp_path: Path, size: int
) -> None:
    home = tmp_path / "home"
    with closing(Store(home)) as store:
        store.open()
    shutil.rmtree(home / "ledger")
    cut = subprocess.run([sys.executable, "-c", CUT_SHORT, home, str(size)], cwd=PROJECT, check=False)
    assert cut.returncode == -signal.SIGXFSZ
    with closing(Store(home)) as store:
        assert store.ledger().heads() == []
        assert check(store) == []
    assert [path.name for path in (home / "ledger").iterdir() if path.name.startswith(".")] == []
