"""Several apps on one ledger: no seat goes twice, a form is one deed, and one that is killed stops nobody."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from pipelines.actions.outbox import deliver
from pipelines.settings import settings_are
from pipelines.store.audit import verify
from pipelines.store.check import check
from tests.arena import ANN, BO, CROWD, SEATS, Arena, arena
from tests.lakes import machine, on_a_lake, one_row
from tests.replicas import Shared, answers, at_once, replicas
from tests.the_cast import NOW
from tests.usage_files import total

pytestmark = pytest.mark.unmeasured
APPS = 3
FORMS = 30
KILLS = (6, pytest.param(30, marks=pytest.mark.deep))
LOADS = 20


@pytest.fixture
def shared(database: str, tmp_path: Path) -> Shared:
    return Shared(database, tmp_path / "lake")


@pytest.fixture
def here(shared: Shared, tmp_path: Path) -> Iterator[Arena]:
    """One more of them, in this process, in a world in which twenty people want one of five seats."""
    with settings_are(on_a_lake(tmp_path / "here" / "home", shared.words, shared.folder)):
        opened = arena(tmp_path / "here")
    yield opened
    opened.close()


def test_of_twenty_who_ask_three_apps_five_get_the_last_five_seats(here: Arena, shared: Shared, tmp_path: Path) -> None:
    orders = [here.wish("assign_seat", ANN if n % 2 else BO, "E-seats", person=one) for n, one in enumerate(CROWD)]
    with replicas(APPS, tmp_path, shared) as apps:
        told = [one for each in at_once(apps, [orders[n::APPS] for n in range(APPS)]) for one in each]
    assert [one[0] for one in told].count("done") == SEATS
    assert {one[1:] for one in told if one[0] == "refused"} == {("assign_seat.left",)}
    with here.store.snapshot() as snapshot:
        assert snapshot.query("SELECT count(*) AS holders FROM holder_now").item() == SEATS
    assert len(here.deeds()) == len(CROWD)
    assert here.is_sound()


def test_a_form_that_reaches_three_apps_at_once_is_one_deed(here: Arena, shared: Shared, tmp_path: Path) -> None:
    forms = [
        here.wish("add_person", ANN, email=f"new{number}@contoso.example", name="New", member_type="member")
        for number in range(FORMS)
    ]
    with replicas(APPS, tmp_path, shared) as apps:
        first, *others = at_once(apps, [forms] * APPS)
    assert [one[0] for one in first] == ["done"] * FORMS
    assert others == [first] * (APPS - 1)
    with here.store.snapshot():
        assert len(here.deeds()) == FORMS
    assert here.is_sound()


@pytest.mark.parametrize("kills", KILLS)
def test_an_app_that_is_killed_in_the_middle_of_a_deed_leaves_it_whole_or_not_at_all_and_stops_nobody(
    here: Arena, shared: Shared, tmp_path: Path, kills: int
) -> None:
    chance = Random(6)
    for number in range(kills):
        forms = [
            here.wish("add_person", ANN, email=f"n{number}-{one}@contoso.example", name="New", member_type="member")
            for one in range(FORMS)
        ]
        with replicas(2, tmp_path / str(number), shared) as (dying, other):
            dying.line.send(forms)
            time.sleep(chance.uniform(0, 1))
            dying.kill()
            other.line.send(forms)
            assert [one[0] for one in answers(other)] == ["done"] * FORMS
        with here.store.snapshot():
            assert len(here.deeds()) == FORMS * (number + 1)
        assert here.is_sound()
    assert verify(here.store.ledger()) == []


def test_of_two_loads_of_the_same_new_day_at_once_one_is_in_and_the_other_finds_it_or_is_refused(
    shared: Shared, tmp_path: Path
) -> None:
    with replicas(2, tmp_path, shared) as apps, machine(tmp_path / "here", shared.words, shared.folder) as here:
        for number in range(LOADS):
            file = one_row(tmp_path, f"day-{number}", day=f"2/{number + 1}/2026")
            told = [one[0][0] for one in at_once(apps, [[file], [file]])]
            assert told.count("loaded") == 1
            assert set(told) <= {"loaded", "unchanged", "load_busy", "snapshot_moved"}
            assert total(here) == Decimal("1.25") * (number + 1)
        assert check(here) == []


def test_of_several_apps_one_at_a_time_hands_letters_over(shared: Shared, tmp_path: Path) -> None:
    with ExitStack() as held:
        one, other = (held.enter_context(machine(tmp_path / n, shared.words, shared.folder)) for n in ("one", "other"))
        waiting = Thread(target=deliver, args=(other, NOW))
        with one.turn():
            waiting.start()
            waiting.join(1)
            assert waiting.is_alive()
        waiting.join()
