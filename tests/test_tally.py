"""What is counted of the deeds is what the ledger holds, whoever writes it and in whichever order that comes in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest

from pipelines.store import Snapshot, Store
from pipelines.store.chain import Head
from pipelines.store.ledger import Entry
from pipelines.store.tally import Tally
from tests.the_cast import NOW, TODAY

FIRST = Entry("r-0", NOW, TODAY, "operator", "page", "assign_seat", "done", 0)


class Rows:
    """Rows of a ledger, as a tally asks for them; `asked` counts how often it did."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []
        self.asked = 0

    def write(self, stream: str, version: int, outcome: str = "done") -> dict[str, object]:
        row: dict[str, object] = {"stream_id": stream, "version": version, "hash": f"{stream}/{version}"}
        row |= {"action": "assign_seat", "outcome": outcome}
        self.rows.append(row)
        return row

    def ask(self, _: str) -> pl.DataFrame:
        self.asked += 1
        counted = [row | {"deeds": 1} for row in sorted(self.rows, key=lambda row: int(str(row["version"])))]
        schema = {"stream_id": pl.String, "version": pl.Int64, "hash": pl.String}
        return pl.DataFrame(counted, schema | {"action": pl.String, "outcome": pl.String, "deeds": pl.Int64})


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def snapshot(store: Store) -> Iterator[Snapshot]:
    with store.snapshot() as held:
        yield held


def test_what_is_written_is_counted_without_asking_again(rows: Rows) -> None:
    tally = Tally(rows.ask)
    rows.write("P-1", 1)
    assert tally.head("P-1") == Head("P-1", 1, "P-1/1")
    for row in (rows.write("P-1", 2, "refused"), rows.write("P-2", 1), rows.write("P-1", 3)):
        tally.add(row)
    assert tally.heads() == [Head("P-1", 3, "P-1/3"), Head("P-2", 1, "P-2/1")]
    assert tally.heads(["P-2", "P-3"]) == [Head("P-2", 1, "P-2/1")]
    assert (tally.done(), tally.done(["P-1"]), tally.done(["P-3"])) == ({"assign_seat": 3}, {"assign_seat": 2}, {})
    assert rows.asked == 1


def test_a_stream_without_rows_begins(rows: Rows) -> None:
    assert Tally(rows.ask).head("P-1") == Head("P-1")


def test_a_row_that_is_told_again_counts_once(rows: Rows) -> None:
    tally = Tally(rows.ask)
    row = rows.write("P-1", 1)
    assert tally.head("P-1").version == 1
    tally.add(row)
    assert tally.done() == {"assign_seat": 1}


def test_a_row_behind_one_that_has_not_come_in_lets_all_be_counted_again(rows: Rows) -> None:
    tally = Tally(rows.ask)
    assert tally.done() == {}
    first, second = rows.write("P-1", 1), rows.write("P-1", 2)
    tally.add(second)
    tally.add(first)
    assert (tally.head("P-1").version, tally.done()) == (2, {"assign_seat": 2})


def test_what_comes_in_while_all_is_counted_is_not_lost(rows: Rows) -> None:
    tally = Tally(lambda sql: late(sql))

    def late(sql: str) -> pl.DataFrame:
        found = rows.ask(sql)
        if rows.asked == 1:
            tally.add(rows.write("P-1", 1))
        return found

    tally.head("P-1")
    assert tally.head("P-1").version == 1


def test_deeds_of_a_store_are_counted_as_the_ledger_has_them(snapshot: Snapshot) -> None:
    for number in range(6):
        stream, outcome = f"P-{number % 2}", "refused" if number == 3 else "done"
        entry = replace(FIRST, request_id=f"r-{number}", outcome=outcome)
        snapshot.ledger.append(snapshot.ledger.head(stream), entry)
    tally = snapshot._engine.tally
    assert tally.heads() == snapshot.ledger.heads()
    assert tally.done() == Counter(assign_seat=5)
    snapshot._engine.forget()
    assert (tally.heads(), tally.done()) == (snapshot.ledger.heads(), Counter(assign_seat=5))
