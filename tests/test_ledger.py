"""The ledger: rows are added at the end of a stream or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.store import Scope, Snapshot, Store
from pipelines.store.chain import Head, breaks
from pipelines.store.errors import AlreadyDone, StreamMoved
from pipelines.store.ledger import Entry, Ledger
from tests.the_cast import NOW, TODAY

FIRST = Entry("r-1", NOW, TODAY, "operator", "page", "assign_seat", "done", 0, "E-1", "p-1", (), {"from": "Émile"})


@pytest.fixture
def snapshot(store: Store) -> Iterator[Snapshot]:
    with store.snapshot() as held:
        yield held


@pytest.fixture
def ledger(snapshot: Snapshot) -> Ledger:
    return snapshot.ledger


def versions(ledger: Ledger) -> list[tuple[str, int]]:
    return list(ledger.query("SELECT stream_id, version FROM deed ORDER BY ALL").iter_rows())


def test_a_deed_stands_behind_the_one_before_it(ledger: Ledger) -> None:
    head = ledger.append(ledger.head("P-1"), FIRST)
    ledger.append(head, replace(FIRST, request_id="r-2"))
    ledger.append(ledger.head("P-2"), replace(FIRST, request_id="r-3"))
    assert versions(ledger) == [("P-1", 1), ("P-1", 2), ("P-2", 1)]
    assert list(breaks(ledger.query("FROM deed ORDER BY stream_id, version").to_dicts())) == []


def test_what_was_decided_on_an_older_state_is_not_written(ledger: Ledger) -> None:
    seen = ledger.head("P-1")
    ledger.append(seen, FIRST)
    with pytest.raises(StreamMoved):
        ledger.append(seen, replace(FIRST, request_id="r-2"))
    assert versions(ledger) == [("P-1", 1)]


def test_one_request_is_one_deed_wherever_it_comes(ledger: Ledger) -> None:
    head = ledger.append(ledger.head("P-1"), FIRST)
    for later in (head, Head("P-1"), Head("P-2")):
        with pytest.raises(AlreadyDone):
            ledger.append(later, FIRST)
    assert versions(ledger) == [("P-1", 1)]
    assert ledger.done("r-1") is not None
    assert ledger.done("r-2") is None


def test_what_comes_with_a_deed_is_written_with_it_or_not_at_all(ledger: Ledger) -> None:
    person = ("identity", {"person_id": "p-1", "email": "employee@contoso.example", "name": "Émile"})
    head = ledger.append(ledger.head("P-1"), replace(FIRST, beside=[person]))
    with pytest.raises(StreamMoved):
        ledger.append(head, replace(FIRST, request_id="r-2", beside=[person]))
    assert versions(ledger) == [("P-1", 1)]
    assert ledger.query("FROM identity").height == 1


def test_of_many_at_once_one_is_first(ledger: Ledger) -> None:
    seen = ledger.head("P-1")

    def attempt(number: int) -> bool:
        try:
            ledger.append(seen, replace(FIRST, request_id=f"r-{number}"))
        except StreamMoved:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(attempt, range(10))) == [False] * 9 + [True]
    assert versions(ledger) == [("P-1", 1)]


def test_the_heads_of_a_scope_are_those_of_its_partners_and_of_what_belongs_to_none(snapshot: Snapshot) -> None:
    for number, stream_id in enumerate(("P-1", "P-2", "app")):
        snapshot.ledger.append(Head(stream_id), replace(FIRST, request_id=f"r-{number}"))
    assert [head.stream_id for head in snapshot.heads(Scope(("P-1",)))] == ["P-1", "app"]
    assert [head.stream_id for head in snapshot.heads(Scope("*"))] == ["P-1", "P-2", "app"]
    assert [head.stream_id for head in snapshot.heads(Scope(()))] == ["app"]


def test_two_stores_of_one_home_share_what_is_open(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "home"), Store(tmp_path / "home")
    with one.snapshot() as first, other.snapshot() as second:
        first.ledger.append(first.ledger.head("P-1"), FIRST)
        assert versions(second.ledger) == [("P-1", 1)]
    one.close()
    with other.snapshot() as second:
        assert versions(second.ledger) == [("P-1", 1)]
    other.close()


def test_the_ledger_keeps_its_rows_when_it_is_closed(tmp_path: Path) -> None:
    for request in ("r-1", "r-2"):
        store = Store(tmp_path / "home")
        with store.snapshot() as snapshot:
            head = snapshot.ledger.head("P-1")
            snapshot.ledger.append(head, replace(FIRST, request_id=request, on_day=date(2026, 6, 15)))
        store.close()
    reopened = Store(tmp_path / "home")
    with reopened.snapshot() as snapshot:
        assert versions(snapshot.ledger) == [("P-1", 1), ("P-1", 2)]
    reopened.close()
