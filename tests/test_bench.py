"""The benchmark measures every aim, at sizes that take seconds; nothing is said of how fast anything is."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.aims import AIMS
from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.peers.venv import LOCK
from tests.bench.run import Run
from tests.bench.sections import SECTIONS
from tests.bench.size import TINY
from tests.bench.told import table, write
from tests.bench.turns import taking_turns

pytestmark = pytest.mark.unmeasured
# These need a browser, servers or PostgreSQL, and are run with the long tests.
LONG = ("browser", "replicas", "sessions", "start")
QUICK = tuple(name for name in SECTIONS if name not in LONG)
PEERS = {"load_dlt", "load_pandera", "load_frictionless"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A tiny benchmark, whose files and homes its sections share."""
    return Bench(TINY, tmp_path_factory.mktemp("bench"))


def aims_of(section: str) -> set[str]:
    return {name for name, aim in AIMS.items() if aim.section == section}


@pytest.mark.parametrize("section", QUICK)
def test_a_section_has_a_figure_for_each_of_its_aims(bench: Bench, section: str) -> None:
    found = list(SECTIONS[section](bench))
    assert {one.aim for one in found} == aims_of(section) - PEERS
    assert all(one.value >= 0 and one.runs for one in found)


@pytest.mark.deep
@pytest.mark.parametrize("section", LONG)
def test_a_section_with_servers_has_a_figure_for_each_of_its_aims(bench: Bench, section: str) -> None:
    found = list(SECTIONS[section](bench))
    assert {one.aim for one in found} == aims_of(section)
    assert [one.of for one in found if one.aim == "session_errors" and one.value] == []


@pytest.mark.deep
def test_peers_are_measured_from_their_own_environment(bench: Bench) -> None:
    found = list(SECTIONS["loads"](replace(bench, size=replace(TINY, peers=True))))
    assert {one.aim for one in found} == aims_of("loads")


def test_every_aim_belongs_to_a_section() -> None:
    assert {aim.section for aim in AIMS.values()} == set(SECTIONS)


def test_a_ratio_is_the_median_of_pairs_that_took_turns() -> None:
    found = ratio("load", "5 rows", [Run(2, 1), Run(9, 1), Run(3, 1)], [Run(1, 2), Run(1, 2), Run(3, 2)])
    assert (found.value, found.seconds, found.reference_s, found.cpu, found.runs) == (2, 3, 1, 0.5, 3)


def test_turns_change_their_order() -> None:
    said: list[str] = []

    def runner(name: str) -> Run:
        said.append(name)
        return Run(1)

    ours, theirs = taking_turns(2, lambda: runner("ours"), lambda: runner("theirs"))
    assert said == ["ours", "theirs", "theirs", "ours"]
    assert len(ours) == len(theirs) == 2


def test_an_aim_is_met_from_its_own_side() -> None:
    assert Figure("load", "", 1.0, 5).met is True
    assert Figure("load", "", 1.01, 5).met is False
    assert Figure("deeds_sustained", "", 200, 5).met is True
    assert Figure("deeds_sustained", "", 199, 5).met is False
    assert Figure("server_peak", "", 199, 5).met is None


def test_figures_are_told_as_json_and_drawn_with_their_aims(tmp_path: Path) -> None:
    figures = [Figure("load", "5 rows", 2.0, 5, 1.0, 0.5), Figure("deeds_sustained", "<4> threads", 400, 5)]
    write(figures, tmp_path / "build")
    told = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert [(one["section"], one["value"], one["limit"], one["met"]) for one in told] == [
        ("loads", 2.0, 1.0, False),
        ("deeds", 400, 200, True),
    ]
    drawn = (tmp_path / "build" / "bench.svg").read_text("utf-8")
    assert "2 x" in drawn
    assert "&lt;4&gt; threads" in drawn
    assert table(figures).row_count == 2


def test_peers_are_locked_with_hashes_and_name_no_host() -> None:
    locked = LOCK.read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9.-]+==[^ ]+.*\n    --hash=sha256:", locked, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", locked, re.MULTILINE))
    assert "://" not in locked
