"""The search for faults that no test notices: it tells a fault from none, and knows every file of rules and actions."""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest

from tests.mutants.equal import is_equal, reasons
from tests.mutants.judge import judged
from tests.mutants.mutant import ROOMS, ROOT, Mutant, drawn, files_of
from tests.mutants.result import ENOUGH, Result, told
from tests.mutants.verdict import Verdict
from tests.mutants.which import listed

pytestmark = pytest.mark.unmeasured
FILE = "pipelines/rules/decide.py"
ALIKE = ('GIVEN, POLICY, Rule\n\nBROKEN = "broken"', 'GIVEN, POLICY, Rule\n\nBROKEN: str = "broken"')


def mutant(was: str, now: str) -> Mutant:
    """The decision with one thing changed."""
    source = (ROOT / FILE).read_text("utf-8")
    assert source.count(was) == 1
    return Mutant(FILE, 1, was, now, source.replace(was, now))


def verdicts(mutants: Sequence[Mutant], folder: Path) -> list[tuple[Mutant, Verdict]]:
    """Each with its verdict."""
    return list(judged(mutants, folder))


def apart(mutants: Sequence[Mutant], folder: Path) -> list[tuple[Mutant, Verdict]]:
    """The same, from a process that has imported nothing yet."""
    # A page that was tested before may be the main module, which such a process would run first.
    empty = patch.dict(sys.modules, {"__main__": ModuleType("__main__")})
    with empty, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(verdicts, mutants, folder).result()


def test_a_change_that_shows_is_noticed_and_one_that_does_not_survives(tmp_path: Path) -> None:
    changed = [
        mutant(*ALIKE),
        mutant("fill_null(value=False)", "fill_null(value=True)"),
        mutant('BROKEN = "broken"', 'BROKEN = "broken" + None'),
    ]
    assert [said for _, said in apart(changed, tmp_path)] == [Verdict.SURVIVED, Verdict.FAILED, Verdict.BROKEN]


def test_what_survives_and_is_not_listed_as_equal_lowers_the_share() -> None:
    shown, hidden = mutant("fill_null(value=False)", "fill_null(value=True)"), mutant(*ALIKE)
    result = Result("rules", [(shown, Verdict.FAILED)] * 3 + [(hidden, Verdict.SURVIVED)])
    assert (result.killed, result.survivors, result.equal) == (0.75, [hidden], 0)
    assert told(shown).splitlines() == [f"{FILE}:1", "  - fill_null(value=False)", "  + fill_null(value=True)"]


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_has_tests_that_judge_it(room: str) -> None:
    of_room = {file: tests for file, tests in listed().items() if file.startswith(f"pipelines/{room}/")}
    assert sorted(of_room) == files_of(room)
    assert [one for tests in of_room.values() for one in tests if not (ROOT / one).exists()] == []


def test_what_is_listed_as_equal_has_a_reason_and_is_still_there() -> None:
    for (file, was, now), why in reasons().items():
        there = [line.strip() for line in (ROOT / file).read_text("utf-8").splitlines()]
        assert [line for line in was.splitlines() if line not in there] == [], (file, was)
        assert len(why) > 20, (file, was)
        assert is_equal(Mutant(file, 1, was, now, ""))


@pytest.mark.deep
@pytest.mark.parametrize("room", ROOMS)
def test_the_tests_notice_most_faults(room: str, tmp_path: Path) -> None:
    """A few of those that `make mutants` looks at; the seed is 1."""
    result = Result(room, apart(drawn(files_of(room), 60, seed=1), tmp_path))
    assert result.killed >= ENOUGH, "\n".join(told(one) for one in result.survivors)
