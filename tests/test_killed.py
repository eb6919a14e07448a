"""Whenever a process that does deeds and loads is killed, all that it told of is there, and nothing by half."""

import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from pipelines.actions.outbox import deliver
from pipelines.store import Store
from pipelines.store.check import check
from tests.killing import Told, found, killed, works
from tests.the_cast import NOW
from tests.usage_files import total

pytestmark = pytest.mark.unmeasured
# Two hundred in all, in parts that can be run one by one.
DEEP = [pytest.param(50, seed, marks=pytest.mark.deep, id=f"50-kills-seed-{seed}") for seed in range(1, 5)]
KILLS = [pytest.param(5, 7, id="5-kills-seed-7"), *DEEP]
# Five times what a home may need to open again.
MOST_SECONDS = 10


@pytest.mark.parametrize(("kills", "seed"), KILLS)
def test_what_was_told_of_is_there_after_every_kill_and_of_the_rest_one_thing_or_none(
    cast_home: Path, kills: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Store(cast_home)) as store:
        before = total(store)
    chance, told, seconds = Random(seed), Told(), []
    for number in range(kills):
        killed(cast_home, told, chance)
        there = found(cast_home, before)
        assert there.wrong == [], number
        assert there.deeds[: len(told.deeds)] == told.deeds, number
        assert 0 <= (len(there.deeds) - len(told.deeds)) + (there.loads - len(told.loads)) <= 1, number
        assert len(there.letters) == sum(name.startswith("letter") for name in there.deeds)
        seconds.append(there.seconds)
    assert max(seconds) < MOST_SECONDS
    assert ended_well(cast_home) == there.letters
    with capsys.disabled():
        sys.stdout.write(f"\n{kills} kills: {len(told.deeds)} deeds, {len(told.loads)} loads told of; ")
        sys.stdout.write(f"open again in {max(seconds):.2f} s at most\n")


def ended_well(home: Path) -> set[str]:
    """The letters that lie in the outbox, each of them once, after whoever comes next has sent what was left."""
    with closing(Store(home)) as store:
        deliver(store, NOW)
        assert deliver(store, NOW) == []
        with store.writing():
            pass
        assert check(store) == []
    assert list((home / "work").iterdir()) == []
    assert not [path for path in (home / "outbox").iterdir() if path.suffix != ".eml"]
    return {path.stem for path in (home / "outbox").glob("*.eml")}


def test_the_works_are_deeds_letters_and_loads_each_of_them_once() -> None:
    names = [name for name, _ in zip(works(), range(50), strict=False)]
    assert len(set(names)) == 50
    assert {name.partition("-")[0] for name in names} == {"deed", "letter", "load"}
