"""Deeds at the same moment: no seat goes twice, of two that exclude each other one is done, a form is one deed."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from pipelines.actions import Done, Order, Outcome, Refused
from tests.arena import ANN, BO, CROWD, CY, FLO, SEATS, Arena, arena

pytestmark = pytest.mark.unmeasured
ROUNDS_OF_SEATS = (40, pytest.param(200, marks=pytest.mark.deep))
ROUNDS_OF_PAIRS = (25, pytest.param(100, marks=pytest.mark.deep))
FORMS = 200


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    opened = arena(tmp_path_factory.mktemp("arena"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Where one person has one credit (domain-facts A5)."""
    opened = arena(tmp_path_factory.mktemp("newer"), "maicpp-2023-09")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _empty(request: pytest.FixtureRequest) -> None:
    for name in {"here", "newer"} & set(request.fixturenames):
        request.getfixturevalue(name).forget()


@pytest.fixture
def no_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rivals of one process do not wait for each other: what is left is the ledger's key."""
    monkeypatch.setattr("pipelines.actions.perform._TURNS", defaultdict(nullcontext))


def done(outcomes: list[Outcome]) -> int:
    return sum(isinstance(outcome, Done) for outcome in outcomes)


def rules(outcomes: list[Outcome]) -> set[str]:
    return {one.rule.id for outcome in outcomes if isinstance(outcome, Refused) for one in outcome.broken}


def holders(it: Arena) -> int:
    [(count,)] = it.ask("SELECT count(*) AS holders FROM holder_now")
    return int(count)


def seats(it: Arena) -> list[Order]:
    return [it.wish("assign_seat", ANN if place % 2 else BO, "E-seats", person=one) for place, one in enumerate(CROWD)]


@pytest.mark.parametrize("rounds", ROUNDS_OF_SEATS)
def test_of_twenty_at_once_five_get_the_last_five_seats(here: Arena, rounds: int) -> None:
    for _ in range(rounds):
        outcomes = here.at_once(seats(here))
        assert (done(outcomes), holders(here)) == (SEATS, SEATS)
        assert rules(outcomes) == {"assign_seat.left"}
        assert len(here.deeds()) == len(CROWD)
        assert here.is_sound()
        here.forget()


@pytest.mark.usefixtures("no_turns")
def test_the_ledgers_key_alone_keeps_them_apart(here: Arena) -> None:
    for _ in range(5):
        outcomes = here.at_once(seats(here)[:8])
        assert (done(outcomes), holders(here), rules(outcomes)) == (SEATS, SEATS, {"assign_seat.left"})
        assert here.is_sound()
        here.forget()


# Deeds of which each is against a rule once the other is done: action, actor, about, what the form says.
PAIRS: dict[str, tuple[tuple[str, str, str | None, dict[str, str]], ...]] = {
    "each of the two last admins takes the other's role": (
        ("change_roles", ANN, None, {"person": BO, "roles": ""}),
        ("change_roles", BO, None, {"person": ANN, "roles": ""}),
    ),
    "each of the two last admins gives the role up": (
        ("change_roles", ANN, None, {"person": ANN, "roles": ""}),
        ("change_roles", BO, None, {"person": BO, "roles": ""}),
    ),
    "a refund is asked for and a key is shown": (
        ("request_refund", ANN, "success-core-2026", {"reason": "unused"}),
        ("get_keys", CY, "E-soft", {"acknowledged": "yes"}),
    ),
    "two credits go to one person": (
        ("assign_credit", ANN, "E-month", {"person": FLO, "combined_with": "none"}),
        ("assign_credit", BO, "E-bulk", {"person": FLO, "combined_with": "none"}),
    ),
}


@pytest.mark.parametrize("rounds", ROUNDS_OF_PAIRS)
@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_deeds_that_exclude_each_other_one_is_done(newer: Arena, pair: str, rounds: int) -> None:
    for _ in range(rounds):
        orders = [newer.wish(action, actor, about, **given) for action, actor, about, given in PAIRS[pair]]
        outcomes = newer.at_once(orders)
        assert done(outcomes) == 1, outcomes
        assert newer.is_sound()
        newer.forget()


@pytest.mark.usefixtures("no_turns")
@pytest.mark.parametrize("pair", PAIRS)
def test_the_ledgers_key_alone_keeps_the_two_apart(newer: Arena, pair: str) -> None:
    for _ in range(10):
        orders = [newer.wish(action, actor, about, **given) for action, actor, about, given in PAIRS[pair]]
        assert done(newer.at_once(orders)) == 1
        newer.forget()


def test_a_form_that_is_sent_twice_at_once_is_one_deed(here: Arena) -> None:
    for number in range(FORMS):
        form = here.wish("add_person", ANN, email=f"new{number}@contoso.example", name="New", member_type="member")
        first, second = here.at_once([form, form])
        assert isinstance(first, Done)
        assert first == second
    assert len(here.deeds()) == FORMS
    assert here.ask("SELECT count(*) FILTER (email LIKE 'new%') AS added FROM person_now") == [(FORMS,)]
    assert here.is_sound()


@pytest.mark.usefixtures("no_turns")
def test_a_form_that_is_sent_eight_times_at_once_is_one_deed_by_the_ledgers_key(here: Arena) -> None:
    for number in range(5):
        form = here.wish("add_person", ANN, email=f"new{number}@contoso.example", name="New", member_type="member")
        outcomes = here.at_once([form] * 8)
        assert isinstance(outcomes[0], Done)
        assert outcomes == outcomes[:1] * 8
    assert len(here.deeds()) == 5
