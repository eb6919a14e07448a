"""A move carries all that a home holds to PostgreSQL and back, compared table by table, or changes nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.store import Store, move
from pipelines.store.audit import sealed, verify
from pipelines.store.check import check
from pipelines.store.refill import is_new, opened
from pipelines.store.taken import Taken
from tests.backups import NOW, add
from tests.lakes import one_row
from tests.moving import Places, held, places_of, set_up, set_up_at
from tests.old_homes import DEEDS, old_home, take_back
from tests.terminal import Terminal
from tests.usage_files import total

pytestmark = pytest.mark.skipif("config.getoption('--backend') == 'postgres'", reason="it begins with files")


@pytest.fixture
def places(keys_home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The files of a home in which something was loaded and done, and a PostgreSQL in which nothing was."""
    return places_of(keys_home, database, monkeypatch)


def test_there_and_back_every_table_is_what_it_was(places: Places) -> None:
    files, server = places
    before = held(files)
    with opened(files) as store:
        seal = sealed(store.ledger())
    moved = move.move(files, server)
    assert held(server) == before
    assert moved.deeds == 2
    with opened(server) as store:
        assert (check(store), verify(store.ledger(), seal)) == ([], [])
        add(store, "there")
    there = held(server)
    with pytest.raises(move.MoveTargetFilled):
        move.move(server, files)
    assert held(files) == before
    aside = move.set_aside(store.home, moved, NOW)
    assert {"ledger.duckdb", f"{moved.snapshot}.duckdb"} <= {path.name for path in aside.rglob("*.duckdb")}
    move.move(server, files)
    assert held(files) == there
    with opened(files) as store:
        assert (check(store), verify(store.ledger(), seal)) == ([], [])
        add(store, "back")


def test_what_differs_there_is_named_and_taken_away_again(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    files, server = places
    before, well = held(files), move.fill

    def badly(store: Store, taken: Taken, folder: Path) -> None:
        well(store, taken, folder)
        if taken.number:
            add(store, "meanwhile")

    monkeypatch.setattr(move, "fill", badly)
    with pytest.raises(move.MoveDiffers, match=r"deed, identity"):
        move.move(files, server)
    with opened(server) as store:
        assert is_new(store)
    assert held(files) == before


def test_a_snapshot_that_an_older_program_left_is_moved_as_this_one_reads_it(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = old_home(tmp_path / "home", [one_row(tmp_path, "old")])
    take_back(home, 2)
    files, server = set_up_at(home, database, monkeypatch)
    moved = move.move(files, server)
    assert moved.deeds == DEEDS
    with opened(server) as store:
        assert (total(store), check(store)) == (Decimal("1.25"), [])


def test_the_command_moves_only_where_a_place_is_set_and_says_what_is_next(
    cast_terminal: Terminal, database: str
) -> None:
    refused = cast_terminal.run("move", "--to", "postgres")
    assert (refused.code, refused.text) == (2, "")
    assert "BENEFITS_LEDGER" in refused.err
    loads = cast_terminal.run("report", "loads", "--format", "csv").out
    for name, value in set_up(database).items():
        cast_terminal.environment.setenv(name, value)
    told = cast_terminal.run("move", "--to", "postgres")
    assert (told.code, told.err) == (0, "")
    assert told.text.startswith("Moved: snapshot ")
    assert "delete that folder once all is well" in told.text
    assert cast_terminal.run("report", "loads", "--format", "csv").out == loads
    assert "already loaded or done" in cast_terminal.run("move", "--to", "postgres").err
    assert "Take BENEFITS_LEDGER" in cast_terminal.run("move", "--to", "files").text
    for name in set_up(database):
        cast_terminal.environment.delenv(name)
    assert cast_terminal.run("report", "loads", "--format", "csv").out == loads
