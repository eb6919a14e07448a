"""The lake while its server is away, or leaves in the middle: a plain sentence, nothing half done, and on it goes."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.store import Store
from pipelines.store.check import check
from pipelines.store.errors import WarehouseUnreachable
from pipelines.store.home import Pointer
from pipelines.store.lake_draft import LakeDraft
from pipelines.store.postgres import Server as Place
from tests.lakes import machine, one_row
from tests.postgres import Server
from tests.usage_files import load_file, total, usage_rows, write_csv

PASSWORD = "correct-horse"


@pytest.fixture
def lake(tmp_path: Path, postgres: Server) -> Iterator[Store]:
    """A store on a lake with one load, on a server of its own."""
    words = f"{postgres.create('lake')} password={PASSWORD}"
    with machine(tmp_path / "home", words, tmp_path / "shared") as store:
        load_file(store, one_row(tmp_path, "first"))
        yield store


def test_a_server_that_is_away_is_named_without_the_password(lake: Store, postgres: Server, tmp_path: Path) -> None:
    postgres.stop()
    for ask in (lambda: load_file(lake, one_row(tmp_path, "second")), lake.rollback, lake.pointer, lake.compact):
        with pytest.raises(WarehouseUnreachable) as told:
            ask()
        assert f"127.0.0.1:{postgres.port}, lake" in str(told.value)
        assert PASSWORD not in f"{told.value} {told.value.__cause__} {told.value.facts}"
    postgres.start()
    assert total(lake) == Decimal("1.25")
    assert load_file(lake, one_row(tmp_path, "second")).snapshot == 2
    assert total(lake) == Decimal("2.5")


def _left(store: Store, postgres: Server, tmp_path: Path) -> None:
    with store.writing() as writing:
        writing.draft.run("DELETE FROM usage")
        writing.draft.keep = True
        postgres.stop("immediate")


def test_a_server_that_dies_in_the_middle_of_a_load_leaves_nothing_half_done(
    lake: Store, postgres: Server, tmp_path: Path
) -> None:
    with pytest.raises(WarehouseUnreachable):
        _left(lake, postgres, tmp_path)
    postgres.start()
    assert (total(lake), lake.pointer().live) == (Decimal("1.25"), 1)
    assert load_file(lake, one_row(tmp_path, "second")).snapshot == 2
    assert check(lake) == []


def test_a_load_is_told_as_done_where_the_server_left_after_it_was(
    lake: Store, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commit_and_lose(draft: LakeDraft, pointer: Pointer) -> None:
        committed(draft, pointer)
        raise duckdb.IOException("server closed the connection unexpectedly")

    committed = LakeDraft._commit
    monkeypatch.setattr(LakeDraft, "_commit", commit_and_lose)
    assert load_file(lake, one_row(tmp_path, "second")).snapshot == 2
    assert total(lake) == Decimal("2.5")


def test_a_reader_goes_on_after_the_connections_were_cut(lake: Store, postgres: Server, tmp_path: Path) -> None:
    load_file(lake, write_csv(tmp_path, "year.csv", usage_rows(1, 200)))
    with lake.snapshot() as snapshot:
        before = snapshot.tables()
        postgres.cut_off("lake")
        assert snapshot.tables() == before
    assert lake.pointer().live == 2


@pytest.mark.parametrize(
    ("setting", "where"),
    [
        ("postgres:host=db.example port=6543 dbname=books user=b password='it''s'", "db.example:6543, books"),
        ("postgres:dbname=books", "localhost:5432, books"),
        ("postgres:user=b password=secret", "localhost:5432, b"),
        ("postgres:postgresql://b:secret@db.example:6543/books?sslmode=require", "db.example:6543, books"),
        ("postgres://b:secret@db.example/books", "db.example:5432, books"),
    ],
)
def test_what_is_told_of_a_server_is_where_it_is_and_nothing_else(setting: str, where: str) -> None:
    server = Place.of(setting)
    assert server.where == where
    assert "secret" not in repr(server)
