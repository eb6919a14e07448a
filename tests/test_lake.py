"""The warehouse on a lake: what one machine loads all others read; nothing is lost, doubled or left behind."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from pages.ui.schedule import compact
from pipelines.ingest import OPERATOR, Order, load
from pipelines.store import Store
from pipelines.store.check import check
from pipelines.store.errors import (
    LoadBusy,
    NothingToRollBack,
    SnapshotDamaged,
    SnapshotMissing,
    SnapshotMoved,
    WarehouseElsewhere,
)
from pipelines.store.home import Pointer, Published
from pipelines.store.lake_states import GRACE_SECONDS, State, oldest_needed
from tests.lake_loads import loader
from tests.lakes import files_of, held, machine, mentions, one_row, tables, told_by
from tests.terminal import Terminal, Told
from tests.the_cast import FILES, NOW, TODAY, _settings
from tests.usage_files import Incoming, load_file, total, usage_rows, write_csv

PERSON = "employee@contoso.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the lake's files."""
    return tmp_path / "shared"


@pytest.fixture
def lake(tmp_path: Path, database: str, folder: Path) -> Iterator[Store]:
    """A store on a lake that is empty."""
    with machine(tmp_path / "home", database, folder, keep=3) as store:
        yield store


@pytest.fixture
def other(tmp_path: Path, database: str, folder: Path) -> Iterator[Store]:
    """Another machine on the same lake."""
    with machine(tmp_path / "other", database, folder, wait_seconds=0, keep=3) as store:
        yield store


def load_all(store: Store) -> None:
    """Loads what the cast has."""
    files = [Incoming(path.name, path, _settings(path.name)) for path in sorted(FILES.glob("*.csv"))]
    assert load(store, files, Order(OPERATOR, NOW, TODAY, {})).status == "loaded"


def change(store: Store, *statements: str) -> int:
    """Writes a snapshot by statements; gives its number."""
    with store.writing() as writing:
        for statement in statements:
            writing.draft.run(statement)
        writing.draft.run("UPDATE load_head SET load_id = $1", [writing.number])
        writing.draft.keep = True
    assert writing.published is not None
    return writing.published


def test_a_lake_holds_what_a_file_would(lake: Store, store: Store) -> None:
    load_all(lake)
    load_all(store)
    assert held(lake) == held(store)
    assert check(lake) == []


def test_what_one_machine_loads_the_other_reads(lake: Store, other: Store, tmp_path: Path) -> None:
    assert (total(lake), total(other), lake.pointer()) == (0, 0, Pointer())
    assert load_file(lake, one_row(tmp_path, "first")).snapshot == 1
    assert total(other) == Decimal("1.25")
    assert load_file(other, one_row(tmp_path, "second")).snapshot == 2
    assert total(lake) == Decimal("2.5")
    assert load_file(lake, one_row(tmp_path, "second")).status == "unchanged"


def test_who_holds_a_snapshot_goes_on_with_it(lake: Store, other: Store, tmp_path: Path) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    with other.snapshot() as snapshot:
        before = tables(snapshot)
        load_file(lake, one_row(tmp_path, "first", "9"))
        lake.rollback()
        load_file(lake, one_row(tmp_path, "third"))
        assert tables(snapshot) == before
    assert total(other) == Decimal("2.5")
    with other.snapshot(1) as snapshot:
        assert tables(snapshot) == before


def test_a_rehearsal_waits_for_nobody_and_leaves_nothing(lake: Store, other: Store, tmp_path: Path) -> None:
    assert load_file(other, one_row(tmp_path, "first"), dry_run=True).status == "dry-run"
    assert (total(lake), lake.pointer().live) == (0, 0)
    load_file(lake, one_row(tmp_path, "first"))
    with lake.writing():
        assert load_file(other, one_row(tmp_path, "trial"), dry_run=True).status == "dry-run"
    with other.writing(rehearsal=True) as trial:
        trial.draft.run("DELETE FROM usage")
        trial.draft.keep = True
    assert (trial.published, total(lake)) == (None, Decimal("1.25"))


def _interrupted(store: Store) -> None:
    with store.writing() as writing:
        writing.draft.run("DELETE FROM usage")
        writing.draft.keep = True
        raise KeyboardInterrupt


def test_a_load_that_is_interrupted_changes_nothing(lake: Store, tmp_path: Path) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    with pytest.raises(KeyboardInterrupt):
        _interrupted(lake)
    assert (total(lake), lake.pointer().live) == (Decimal("1.25"), 1)
    assert load_file(lake, one_row(tmp_path, "second")).snapshot == 2


def test_a_load_that_cannot_wait_names_who_loads(lake: Store, other: Store, tmp_path: Path) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    with lake.writing(), pytest.raises(LoadBusy, match=r"Another load \(process \d+\)"):
        load_file(other, one_row(tmp_path, "second"))
    assert load_file(other, one_row(tmp_path, "second")).status == "loaded"


def _overtaken(store: Store, other: Store, rival: Incoming) -> None:
    with store.writing() as writing:
        writing.draft.run("UPDATE load_head SET load_id = $1", [writing.number])
        writing.draft.run("DELETE FROM usage")
        writing.draft.keep = True
        load_file(other, rival)


def test_what_an_app_does_daily_waits_for_no_load(lake: Store, other: Store, tmp_path: Path) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    with lake.writing():
        compact(other, NOW)
    compact(other, NOW)
    assert total(other) == Decimal("1.25")


def test_of_two_loads_that_do_not_see_each_other_the_second_changes_nothing(
    lake: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    monkeypatch.setattr("pipelines.store.lake_catalog.Catalog.alone", lambda *_: nullcontext())
    with pytest.raises(SnapshotMoved, match="snapshot 2, this one began with 1"):
        _overtaken(lake, other, one_row(tmp_path, "second"))
    assert total(lake) == total(other) == Decimal("2.5")


@pytest.mark.parametrize("rounds", [4, pytest.param(20, marks=pytest.mark.deep)])
def test_of_two_loads_of_the_same_new_day_at_once_one_is_in_and_none_twice(
    lake: Store, database: str, folder: Path, tmp_path: Path, rounds: int
) -> None:
    begin = [
        loader(tmp_path / f"machine-{wait}", database, folder, wait_seconds=wait)  # one waits, the other does not
        for wait in (0, 60)
    ]
    with begin[0] as one, begin[1] as other:
        for number in range(rounds):
            incoming = one_row(tmp_path, f"day-{number}", day=f"3/{number + 1}/2026")
            processes = [one, other] if number % 2 else [other, one]
            for process in processes:
                process.line.send(incoming.path)
            outcomes = sorted(process.told() for process in processes)
            assert outcomes in (["load_busy", "loaded"], ["loaded", "snapshot_moved"], ["loaded", "unchanged"])
            assert total(lake) == (number + 1) * Decimal("1.25")
    assert check(lake) == []


def test_rolling_back_brings_back_every_table(lake: Store, other: Store) -> None:
    load_all(lake)
    first = held(lake)
    change(lake, "UPDATE person SET name = 'Somebody'", "DELETE FROM usage WHERE source_line % 2 = 0")
    second = held(lake)
    change(lake, "INSERT INTO usage FROM usage", "INSERT INTO usage FROM usage", "DELETE FROM seat")
    assert other.rollback().live == 2
    assert held(lake) == second
    with pytest.raises(SnapshotMoved):
        lake.rollback(3)
    assert lake.rollback().live == 1
    assert held(other) == first
    with pytest.raises(NothingToRollBack):
        lake.rollback()
    assert change(lake, "DELETE FROM seat") == 4
    assert lake.rollback().live == 1
    assert held(lake) == first


def test_the_last_snapshots_stay_and_the_others_go_with_their_files(
    lake: Store, database: str, folder: Path, tmp_path: Path
) -> None:
    with patch("pipelines.store.lake_states.GRACE_SECONDS", 0):
        write = [write_csv(tmp_path, f"{number}.csv", usage_rows(number, 40)) for number in range(5)]
        seen = {}
        for incoming in write:
            number = load_file(lake, incoming, settings={"replace": "yes"}).snapshot
            seen[number] = held(lake)
        assert lake.pointer().numbers == {3, 4, 5}
        assert {number: held(lake, number) for number in (3, 4, 5)} == {number: seen[number] for number in (3, 4, 5)}
    with pytest.raises(SnapshotMissing):
        held(lake, 2)
    assert told_by(database, "SELECT min(snapshot_id) FROM ducklake_snapshot") == "3"
    assert check(lake) == []


def _state(version: int, seconds: float, live: int, *kept: int) -> State:
    return State(version, Pointer(live, tuple(Published(one, one - 1) for one in kept)), seconds)


def test_a_state_is_kept_while_somebody_may_have_begun_with_it() -> None:
    long_ago, just_now = GRACE_SECONDS + 1, 1
    states = [_state(3, long_ago, 1, 1), _state(5, long_ago, 2, 1, 2), _state(6, just_now, 3, 2, 3)]
    assert oldest_needed(states) == 3
    assert oldest_needed([*states[:2], _state(6, long_ago, 3, 2, 3)]) == 5
    back = _state(8, just_now, 2, 2, 3)
    assert oldest_needed([*states[:2], _state(6, long_ago, 3, 2, 3), back]) == 5
    assert oldest_needed([_state(6, long_ago, 3, 2, 3), _state(8, long_ago, 2, 2, 3)]) == 6


def test_nothing_is_left_of_what_is_rewritten(lake: Store, database: str, folder: Path) -> None:
    load_all(lake)
    change(lake, "INSERT INTO person SELECT person.* REPLACE ('x' || i AS name) FROM person, range(20) AS told(i)")
    assert mentions(database, folder, PERSON)
    before = held(lake)
    with lake.rewriting() as writing:
        writing.draft.run("UPDATE person SET email = 'nobody', name = 'nobody' WHERE email = $1", [PERSON])
        writing.draft.run("UPDATE seat SET email = 'nobody', notification_email = NULL WHERE email = $1", [PERSON])
        writing.draft.keep = True
    assert not mentions(database, folder, PERSON)
    assert lake.pointer().numbers == {3}
    after = held(lake)
    assert {name for name in after if after[name] != before[name]} == {"person", "seat"}
    assert {name: rows for name, (rows, _) in after.items()} == {name: rows for name, (rows, _) in before.items()}
    assert change(lake, "DELETE FROM seat") == 4
    lake.rollback()
    assert held(lake) == after


def test_rows_that_grow_with_every_load_stay_in_the_lake_by_subscription_and_month(
    lake: Store, folder: Path, tmp_path: Path
) -> None:
    load_file(lake, write_csv(tmp_path, "year.csv", usage_rows(1, 500)))
    months = {path.parent for path in folder.rglob("usage/**/*.parquet")}
    assert len(months) == 2 * 12
    with lake.snapshot() as snapshot:
        large = snapshot.query(
            "SELECT list(view_name ORDER BY view_name) AS names FROM duckdb_views() WHERE database_name = 'w1'"
        ).item()
        assert list(large) == ["charge", "usage"]


def test_what_nobody_reads_is_let_go(lake: Store, tmp_path: Path) -> None:
    for number in range(3):
        load_file(lake, one_row(tmp_path, str(number)))
        total(lake)
    with lake.snapshot() as snapshot:
        attached = snapshot.query("SELECT database_name AS name FROM duckdb_databases() ORDER BY name")["name"]
    assert [name for name in attached if name.startswith("lake")] == ["lake3"]
    assert "w2" not in attached.to_list()


def test_compacting_makes_few_files_and_changes_nothing(
    lake: Store, other: Store, folder: Path, tmp_path: Path
) -> None:
    for day in range(1, 9):
        rows = [[*row[:2], f"3/{day}/2026", *row[3:]] for row in usage_rows(day, 60)]
        load_file(lake, write_csv(tmp_path, f"{day}.csv", rows))
    before = {number: held(lake, number) for number in lake.pointer().numbers}
    with other.snapshot() as snapshot:
        done = other.compact()
        assert done is not None
        assert done.after.files < done.before.files / 2
        assert tables(snapshot) == before[8]
    assert {number: held(lake, number) for number in lake.pointer().numbers} == before
    with patch("pipelines.store.lake_states.GRACE_SECONDS", 0):
        other.compact()
    assert len(files_of(folder)) == done.after.files
    assert {number: held(lake, number) for number in lake.pointer().numbers} == before
    assert lake.rollback().live == 7
    assert held(other) == before[7]


def test_a_home_of_files_has_nothing_to_compact(store: Store) -> None:
    assert store.compact() is None


def test_a_missing_file_is_told(lake: Store, folder: Path, tmp_path: Path) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    load_file(lake, write_csv(tmp_path, "year.csv", usage_rows(1, 500)))
    next(folder.rglob("usage/**/*.parquet")).unlink()
    with pytest.raises(SnapshotDamaged, match="Go back to snapshot 1"):
        total(lake)
    with pytest.raises(SnapshotDamaged), lake.writing() as writing:
        writing.draft.query("SELECT sum(cost) AS cost FROM usage")
    assert [(one.code, one.facts) for one in check(lake)] == [("file_missing", {"number": 2})]
    lake.rollback()
    assert total(lake) == Decimal("1.25")


def test_a_machine_that_is_told_another_folder_is_refused(
    lake: Store, tmp_path: Path, database: str, folder: Path
) -> None:
    load_file(lake, one_row(tmp_path, "first"))
    with machine(tmp_path / "third", database, tmp_path / "elsewhere") as lost:
        with pytest.raises(WarehouseElsewhere, match=rf"in {folder}/, and BENEFITS_WAREHOUSE_DATA says"):
            lost.pointer()
        with pytest.raises(WarehouseElsewhere):
            load_file(lost, one_row(tmp_path, "second"))
    assert not (tmp_path / "elsewhere").exists()


def test_the_command_says_what_became_of_the_files(
    lake: Store, database: str, folder: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert terminal.run("compact") == Told(0, b"Nothing to do: here a snapshot is one file.\n", "")
    for day in (1, 2):
        rows = [[*row[:2], f"3/{day}/2026", *row[3:]] for row in usage_rows(day, 60)]
        load_file(lake, write_csv(tmp_path, f"{day}.csv", rows))
    for name, place in (("LEDGER", f"postgres:{database}"), ("WAREHOUSE", f"ducklake:postgres:{database}")):
        monkeypatch.setenv(f"BENEFITS_{name}", place)
    monkeypatch.setenv("BENEFITS_WAREHOUSE_DATA", str(folder))
    said = terminal.run("compact")
    assert said.code == 0
    assert re.fullmatch(r"The lake has \d+ files with \d+\.\d MB; there were \d+ with .*\n", said.out.decode())
