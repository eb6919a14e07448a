"""A database that has stopped because of an error inside it is told as that, and runs again without a new start."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from pipelines.actions import Done, Order, Outcome, act
from pipelines.faults import LOG
from pipelines.store import EVERYTHING, Store
from pipelines.store.check import check
from pipelines.store.errors import SnapshotDamaged
from pipelines.store.running import DatabaseStopped
from tests.page_visits import Visits, words
from tests.the_cast import EMAILS, NOW, TODAY

PEOPLE = "SELECT count(*) AS people FROM person_now"


@pytest.fixture
def opened(cast_home: Path) -> Iterator[Store]:
    """The store of the cast's home, open."""
    store = Store(cast_home)
    store.open()
    yield store
    store.close()


def ledger_fails(store: Store) -> None:
    """The ledger cannot be brought from its journal into its file, as on a disk that is full."""
    cursor = store._opened()._database.cursor()
    cursor.execute("SET GLOBAL debug_checkpoint_abort = 'before_header'")
    cursor.execute("INSERT INTO ledger.private_text VALUES (uuid()::VARCHAR, NULL)")
    with pytest.raises(duckdb.IOException):
        cursor.execute("CHECKPOINT ledger")


def add(store: Store, name: str) -> Outcome:
    """A person more at P-1."""
    given = {"email": f"{name}@contoso.example", "name": name, "member_type": "member"}
    return act(store, Order("add_person", EMAILS["global_admin"], "P-1", None, given, f"r-{name}", NOW, TODAY))


def people(store: Store) -> int:
    """How many people there are."""
    with store.snapshot() as snapshot:
        return int(snapshot.query(PEOPLE, scope=EVERYTHING).item())


def logged(home: Path) -> list[str]:
    """The references in the log of faults."""
    return [json.loads(line)["reference"] for line in (home / LOG).read_text("utf-8").splitlines()]


def test_who_asks_when_it_has_stopped_is_told_a_number_and_who_asks_next_is_answered(opened: Store) -> None:
    assert isinstance(add(opened, "before"), Done)
    before = people(opened)
    ledger_fails(opened)
    with pytest.raises(DatabaseStopped) as told:
        people(opened)
    assert told.value.facts["reference"] in str(told.value)
    assert logged(opened.home.path) == [told.value.facts["reference"]]
    assert people(opened) == before
    assert isinstance(add(opened, "after"), Done)
    assert people(opened) == before + 1
    assert check(opened) == []


def test_a_deed_whose_commit_stops_the_database_is_done_once_when_it_is_sent_again(opened: Store) -> None:
    before = people(opened)
    database = opened._opened()._database
    database.execute("SET GLOBAL debug_checkpoint_abort = 'before_truncate'; SET GLOBAL checkpoint_threshold = '1B'")
    with pytest.raises(DatabaseStopped):
        add(opened, "new")
    again = [add(opened, "new"), add(opened, "new")]
    assert all(isinstance(one, Done) for one in again)
    assert people(opened) == before + 1
    assert check(opened) == []


@pytest.mark.parametrize("error", [duckdb.FatalException, duckdb.InternalException])
def test_after_an_error_inside_a_question_the_whole_database_is_another(
    opened: Store, monkeypatch: pytest.MonkeyPatch, error: Callable[[str], Exception]
) -> None:
    before = opened._opened()._database
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.store.engine._asked", _raising(error("attempted to access index 0")))
        with pytest.raises(DatabaseStopped):
            people(opened)
    assert people(opened)
    assert opened._opened()._database is not before


def test_where_the_snapshot_is_not_as_it_was_loaded_that_is_told(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(opened)
    file = opened.home.file(opened.pointer().live)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setattr("pipelines.store.engine._asked", _raising(duckdb.InternalException("a vector is too short")))
    with pytest.raises(SnapshotDamaged):
        people(opened)


def _raising(fault: Exception) -> Callable[..., object]:
    def fails(*_: object) -> None:
        raise fault

    return fails


def test_who_holds_a_snapshot_meanwhile_goes_on_with_it(opened: Store) -> None:
    with opened.snapshot() as held:
        ledger_fails(opened)
        with pytest.raises(DatabaseStopped):
            held.query(PEOPLE, scope=EVERYTHING)
        assert people(opened) == held.query(PEOPLE, scope=EVERYTHING).item()


def test_of_many_who_ask_at_once_all_are_answered_at_the_second_time(opened: Store) -> None:
    expected, told = people(opened), []
    ledger_fails(opened)

    def ask() -> None:
        for _ in range(2):
            try:
                told.append(people(opened))
            except DatabaseStopped:
                continue

    threads = [Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) >= 10
    assert set(told) == {expected}


def _reads_on(store: Store) -> None:
    """Somebody goes on asking a database that has stopped."""
    with store.snapshot() as held, held.one_state(EVERYTHING) as ask:
        ledger_fails(store)
        for _ in range(2):
            with pytest.raises(duckdb.Error, match="invalidated"):
                ask(PEOPLE, {})
            with pytest.raises(DatabaseStopped):
                people(store)
        ask(PEOPLE, {})


def test_who_goes_on_asking_does_not_let_others_wait_for_ever(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.store.engine._NOTICED_SECONDS", 0.1)
    with pytest.raises(DatabaseStopped):
        _reads_on(opened)
    assert people(opened)


def test_a_page_says_so_once_and_shows_its_figures_at_the_next_visit(cast_store: Store, visit: Visits) -> None:
    visit("manager")
    ledger_fails(cast_store)
    said = visit("manager", "requests")
    [reference] = logged(cast_store.home.path)
    assert reference in said.error[0].value
    assert not said.exception
    again = visit("manager", "requests")
    assert not again.error
    assert "Requests" in words(again)
