"""What deeds are judged on is kept, and is after every deed what would be answered anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from pipelines.actions import ACTIONS, OF_NO_PARTNER, Done
from pipelines.actions.asking import by_email
from pipelines.actions.credit_users import by_benefit
from pipelines.actions.seats import by_product
from pipelines.actions.things import ID, things_of
from pipelines.store import Snapshot, Store
from pipelines.store.chain import APP
from pipelines.store.follows import EVERYWHERE, FACTS
from pipelines.store.known import Question
from pipelines.store.schema import SQL as STORE_SQL
from tests.deed_steps import ANN, CY, FLO, WAYS, go, order_of
from tests.deeds_world import TODAY, World, made
from tests.ledger_rows import benefit, seat, warehouse
from tests.seat_deeds import attempt, email, people

SQL = STORE_SQL / "facts"
SEATS, CREDITS = 60, 40
USERS = (ANN, CY, FLO)
PEOPLE = ("ann", "bob", "cyd", "dan", "eve", "fay", "gil", "hal")


def told(snapshot: Snapshot, day: date, partner: str = "P-1") -> dict[str, Any]:
    """Everything that is kept of a partner and of cy, as far as it is, and else asked."""
    found: dict[str, Any] = {name: things_of(snapshot, name, partner, day).told.rows.to_dicts() for name in ID}
    shapes: tuple[tuple[str, Callable[[pl.DataFrame], Any]], ...]
    shapes = (("person", by_email), ("seat", by_product), ("credit", by_benefit))
    for name, shape in shapes:
        found[name] = snapshot.known.ask(Question.of(snapshot.number, name, partner, day), shape).told
    for who in (ANN, CY, FLO):
        asked = Question(snapshot.number, "actor", partner, email=who)
        found[who] = snapshot.known.ask(asked, lambda rows: rows.row(0, named=True)).told
    of_pages = (
        Question(snapshot.number, "leaders", partner),
        *(Question(snapshot.number, name, APP, email=CY) for name in ("reader", "sign_in")),
    )
    found |= {asked.name: snapshot.known.ask(asked, pl.DataFrame.to_dicts).told for asked in of_pages}
    return found


def anew(snapshot: Snapshot, day: date) -> dict[str, Any]:
    """The same, where nothing is kept."""
    snapshot._engine.forget()
    return told(snapshot, day)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """The world of a policy, without deeds."""
    folder, opened = tmp_path_factory.mktemp("worlds"), dict[str, World]()

    def begun(policy: str) -> World:
        if policy not in opened:
            opened[policy] = World(made(folder / policy, policy, "partner_center"))
        opened[policy].forget()
        return opened[policy]

    yield begun
    for world in opened.values():
        world.close()


@pytest.mark.parametrize("action", WAYS)
def test_after_each_action_what_is_kept_is_what_is_true(worlds: Callable[[str], World], action: str) -> None:
    policy, steps = WAYS[action]
    world, day = worlds(policy), steps[-1].day
    go(world, steps)
    told(world.snapshot, day)
    assert isinstance(world.act(order_of(world, steps[-1])), Done)
    kept, fresh = told(world.snapshot, day), anew(world.snapshot, day)
    assert {name: kept[name] for name in kept if kept[name] != fresh[name]} == {}


def test_who_is_kept_out_is_kept_out_at_every_partner_at_once(worlds: Callable[[str], World]) -> None:
    world = worlds("mpn-2020-10")
    for action, known in (("disable_person", False), ("enable_person", True)):
        told(world.snapshot, TODAY)
        order = replace(world.order(action, "operator", None, {"person": CY}, TODAY), partner_id="app")
        assert isinstance(world.act(order), Done)
        kept = told(world.snapshot, TODAY)
        assert kept[CY]["known"] == known
        assert kept == anew(world.snapshot, TODAY)


@pytest.fixture
def contoso(tmp_path: Path) -> Iterator[tuple[Store, Snapshot]]:
    """Two benefits of one product, one of another, and an export that knows some of the people; no seat is locked."""
    rows = (
        ("offer_held", {"policy": "mpn-2019-10"}),
        benefit("E-1", quantity=3, use_until=date(2026, 9, 1)),
        benefit("E-2", quantity=4, assigned=1, used=1),
        benefit("E-3", product="visual-studio-professional", quantity=2),
        seat("s1", email("ann"), assigned_on=date(2025, 1, 1), used=True),
        seat("s2", email("bob"), assigned_on=date(2025, 1, 1), activated=True, activated_on=date(2025, 2, 1)),
        seat("s3", email("cyd"), assigned_on=date(2026, 12, 1)),
        seat("s4", None),
        *people(*PEOPLE),
    )
    with warehouse(tmp_path, *rows) as snapshot:
        store = Store(tmp_path)
        yield store, snapshot
        store.close()


def test_whoever_gets_and_loses_seats_what_is_kept_of_them_is_what_is_true(contoso: tuple[Store, Snapshot]) -> None:
    store, snapshot = contoso
    chance, done = Random(5), 0
    for _ in range(SEATS):
        told(snapshot, TODAY)
        action = chance.choice(["assign_seat", "assign_seat", "remove_seat", "reassign_seat"])
        one, other = chance.sample(PEOPLE, 2)
        given = {"person": one} | ({"to_person": other} if action == "reassign_seat" else {})
        if attempt(store, action, chance.choice(["E-1", "E-2", "E-3"]), **given) == []:
            done += 1
            kept = told(snapshot, TODAY)
            assert kept == anew(snapshot, TODAY)
    assert done > SEATS // 4


def test_whoever_gets_and_loses_credits_what_is_kept_of_them_is_what_is_true(worlds: Callable[[str], World]) -> None:
    world, chance, done = worlds("mpn-2020-10"), Random(8), 0
    for _ in range(CREDITS):
        action = chance.choice(["assign_credit", "assign_credit", "remove_credit_user", "transfer_credit"])
        given = {"person": chance.choice(USERS)}
        given |= {"to_person": chance.choice(USERS)} if action == "transfer_credit" else {}
        given |= {} if action == "remove_credit_user" else {"combined_with": "none"}
        about = "E-bulk" if action == "transfer_credit" else chance.choice(["E-month", "E-pack", "E-bulk"])
        told(world.snapshot, TODAY)
        if isinstance(world.act(world.order(action, ANN, about, given, TODAY)), Done):
            done += 1
            kept = told(world.snapshot, TODAY)
            assert kept == anew(world.snapshot, TODAY), (action, about, given)
    assert done > CREDITS // 4


def test_a_seat_that_no_export_knows_is_given_without_asking_again(
    contoso: tuple[Store, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, snapshot = contoso
    asked: list[str] = []
    assert attempt(store, "assign_seat", "E-1", person="dan") == []
    monkeypatch.setattr(snapshot.known, "_asked", lambda question: asked.append(question.name))
    assert attempt(store, "assign_seat", "E-2", person="eve") == []
    assert attempt(store, "reassign_seat", "E-2", person="eve", to_person="fay") == []
    assert attempt(store, "remove_seat", "E-1", person="dan") == []
    assert asked == []


def test_every_question_is_compared(worlds: Callable[[str], World]) -> None:
    compared = told(worlds("mpn-2020-10").snapshot, TODAY)
    assert {*compared} - {ANN, CY, FLO} == {*FACTS} - {"actor"} == {path.stem for path in SQL.glob("*.sql")} - {"actor"}


def test_what_is_followed_are_known_actions() -> None:
    followed = {action for actions in FACTS.values() for action in actions} | EVERYWHERE
    assert followed <= {*ACTIONS, *OF_NO_PARTNER}
