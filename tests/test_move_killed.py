"""A move that is killed can be begun again, whatever it left where it goes; what is there of others stays."""

from pathlib import Path

import pytest

from pipelines.store import move
from pipelines.store.check import check
from pipelines.store.home import Home
from pipelines.store.refill import is_new, opened
from tests.backups import NOW, add
from tests.dying import dies
from tests.moving import Places, held, places_of

pytestmark = pytest.mark.skipif("config.getoption('--backend') == 'postgres'", reason="it begins with files")
MOMENTS = {
    "before anything is written": "pipelines.store.move.fill",
    "with the snapshot and without the ledger": "pipelines.store.warehouse.fill_tables",
    "with all of it": "pipelines.store.move._compare",
    "when all is compared": "pipelines.store.move_mark.end",
}
HALF = MOMENTS["with the snapshot and without the ledger"]


@pytest.fixture
def places(keys_home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The files of a home in which something was loaded and done, and a PostgreSQL in which nothing was."""
    return places_of(keys_home, database, monkeypatch)


@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_a_move_is_killed_the_next_one_carries_all_that_is_there_by_then(places: Places, moment: str) -> None:
    files, server = places
    dies(files.home, MOMENTS[moment], "move", "--to", "postgres")
    with opened(files) as store:
        add(store, "meanwhile")
    move.move(files, server)
    assert held(server)[1] == held(files)[1]
    with opened(server) as store:
        assert check(store) == []
        add(store, "there")
    with pytest.raises(move.MoveTargetFilled):
        move.move(files, server)


def test_what_somebody_did_where_a_move_was_cut_short_is_not_overwritten(places: Places) -> None:
    files, server = places
    dies(files.home, MOMENTS["with all of it"], "move", "--to", "postgres")
    with opened(server) as store:
        add(store, "there")
    there = held(server)
    with pytest.raises(move.MoveTargetFilled):
        move.move(files, server)
    assert held(server) == there


def test_a_move_that_was_cut_short_is_no_leave_to_move_back_over_what_it_came_from(places: Places) -> None:
    files, server = places
    before = held(files)
    dies(files.home, HALF, "move", "--to", "postgres")
    with pytest.raises(move.MoveTargetFilled):
        move.move(server, files)
    assert held(files) == before


def test_a_move_back_to_files_that_was_cut_short_can_be_begun_again(places: Places) -> None:
    files, server = places
    move.set_aside(Home(files.home), move.move(files, server), NOW)
    dies(files.home, HALF, "move", "--to", "files")
    with opened(files) as store:
        assert not is_new(store)
    move.move(server, files)
    assert held(files)[1] == held(server)[1]
