"""A load that dies leaves the snapshot before it; of two loads at once none is lost in silence."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import Incoming
from pipelines.store import Store
from pipelines.store.check import check
from pipelines.store.errors import LoadBusy, SnapshotMoved
from tests.load_process import loading, lock_holder
from tests.usage_files import SUBSCRIPTIONS, cost_of, files_of, load_file, total, usage_rows, write_csv

KILLS = 20
ROUNDS = 20


def small_file(folder: Path, name: str, cost: str = "1.25") -> Incoming:
    """A file of one row, of a resource named like the file."""
    row = ["Lab", SUBSCRIPTIONS[0], "1/2/2026", name, "Storage", "Blob", "EU West", "Hours", "1", cost]
    return write_csv(folder, f"{name}.csv", [row])


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Iterator[Store]:
    """A store with one load: a row that costs 1.25."""
    load_file(store, small_file(tmp_path, "first"))
    return store


def test_a_load_killed_at_any_moment_leaves_the_snapshot_before_it(filled: Store, tmp_path: Path) -> None:
    rows = usage_rows(9, 100_000, resources=5_000)
    large, added = write_csv(tmp_path, "large.csv", rows), cost_of(rows)
    lasts = _seconds(filled, large)
    chance = Random(20)
    survived = 0
    for number in range(KILLS):
        before = total(filled)
        with loading(filled.home.path, large) as one:
            one.begin()
            time.sleep(chance.uniform(0, lasts))
            one.kill()
        after = total(filled)
        assert after in (before, before + added)
        assert check(filled) == []
        if after != before:
            filled.rollback()
            survived += 1
        assert load_file(filled, small_file(tmp_path, f"next-{number}")).status == "loaded"
        assert total(filled) == before + Decimal("1.25")
        assert list(filled.home.work.iterdir()) == []
    assert survived < KILLS


def test_what_is_to_go_live_is_on_the_disk_before_it_takes_its_place(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr("pipelines.store.home.os.fsync", lambda descriptor: sizes.append(os.fstat(descriptor).st_size))
    load_file(store, small_file(tmp_path, "first"))
    assert {store.home.file(1).stat().st_size, (store.home.warehouse / "live.json").stat().st_size} <= set(sizes)


@pytest.mark.parametrize("name", ["o'brien", "a, b]", "{braces}"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    with closing(Store(tmp_path / name)) as store:
        load_file(store, small_file(tmp_path, "first"))
        assert total(store) == Decimal("1.25")


def test_the_name_of_a_home_may_have_a_backslash(tmp_path: Path) -> None:
    test_a_home_may_have_any_name(tmp_path, "back\\slash")


def _seconds(store: Store, large: Incoming) -> float:
    """How long a process takes to load the file, which is then rolled back."""
    with loading(store.home.path, large) as one:
        begun = time.monotonic()
        one.begin()
        assert one.told() == "loaded"
        lasts = time.monotonic() - begun
    store.rollback()
    return lasts


@pytest.mark.parametrize(
    "moment",
    ["pipelines.store.draft.sync_file", "pipelines.store.home.Home.point", "pipelines.store.home.json.dump"],
)
def test_a_load_that_dies_before_the_pointer_is_replaced_leaves_no_trace(
    filled: Store, tmp_path: Path, moment: str
) -> None:
    whole = files_of(filled.home.warehouse)
    with loading(filled.home.path, small_file(tmp_path, "dying"), dies_at=moment) as one:
        one.begin()
        one.process.join()
    with filled.snapshot() as snapshot:
        assert snapshot.number == 1
    assert total(filled) == Decimal("1.25")
    assert check(filled) == []
    assert load_file(filled, small_file(tmp_path, "next")).snapshot == 2
    assert files_of(filled.home.warehouse).keys() == whole.keys() | {"2.duckdb"}
    assert total(filled) == Decimal("2.5")


def test_a_load_that_dies_after_the_pointer_is_replaced_is_there_whole(filled: Store, tmp_path: Path) -> None:
    with loading(filled.home.path, small_file(tmp_path, "dying"), dies_at="pipelines.store.draft.sweep") as one:
        one.begin()
        one.process.join()
    assert total(filled) == Decimal("2.5")
    assert check(filled) == []
    assert load_file(filled, small_file(tmp_path, "dying")).status == "unchanged"


def test_an_orphan_file_is_never_live_and_goes_with_the_next_load(filled: Store, tmp_path: Path) -> None:
    orphan = filled.home.file(2)
    orphan.write_bytes(filled.home.file(1).read_bytes())
    with filled.snapshot() as snapshot:
        assert snapshot.number == 1
    load_file(filled, small_file(tmp_path, "second"))
    load_file(filled, small_file(tmp_path, "third"))
    assert total(filled) == Decimal("3.75")
    assert check(filled) == []


def test_of_two_loads_at_once_both_are_in_or_one_is_refused_in_a_sentence(filled: Store, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        wait = 0 if number % 2 else 60
        here = Store(filled.home.path, lock_wait_seconds=wait)
        before = total(filled)
        with loading(filled.home.path, small_file(tmp_path, f"theirs-{number}"), wait_seconds=wait) as one:
            one.begin()
            ours = _outcome(here, small_file(tmp_path, f"ours-{number}"))
            outcomes = [ours, one.told()]
        loaded = outcomes.count("loaded")
        assert loaded == 2 or (wait == 0 and loaded == 1)
        assert all(told == "loaded" or told.startswith("Another load (process ") for told in outcomes)
        assert total(filled) == before + loaded * Decimal("1.25")
    assert check(filled) == []


def _outcome(store: Store, incoming: Incoming) -> str:
    try:
        return load_file(store, incoming).status
    except LoadBusy as refusal:
        return str(refusal)


def test_a_load_that_waited_too_long_names_the_process_that_holds_the_lock(filled: Store, tmp_path: Path) -> None:
    impatient = Store(filled.home.path, lock_wait_seconds=0.2)
    with lock_holder(filled.home.path) as pid, pytest.raises(LoadBusy, match=rf"process {pid}\)"):
        load_file(impatient, small_file(tmp_path, "late"))
    assert load_file(impatient, small_file(tmp_path, "late")).status == "loaded"


def test_a_dry_run_and_a_reader_do_not_wait_for_the_lock(filled: Store, tmp_path: Path) -> None:
    impatient = Store(filled.home.path, lock_wait_seconds=0)
    with lock_holder(filled.home.path):
        assert load_file(impatient, small_file(tmp_path, "trial"), dry_run=True).status == "dry-run"
        assert total(impatient) == Decimal("1.25")
    impatient.close()


def test_a_dry_run_goes_on_while_a_load_begins_and_ends(filled: Store, tmp_path: Path) -> None:
    with filled.writing(rehearsal=True) as trial:
        load_file(filled, small_file(tmp_path, "second"))
        assert trial.work.exists()
        trial.draft.run("COPY (SELECT * FROM usage) TO $path", {"path": str(trial.work / "part.parquet")})
        assert trial.draft.query("SELECT sum(cost) AS cost FROM usage").item() == Decimal("1.25")
    assert list(filled.home.work.iterdir()) == []


def test_a_dry_run_never_goes_live(filled: Store) -> None:
    with filled.writing(rehearsal=True) as trial:
        trial.draft.run("DELETE FROM usage")
        trial.draft.keep = True
    assert (trial.published, total(filled)) == (None, Decimal("1.25"))


def _overtaken(store: Store, rival: Incoming) -> None:
    """A load whose lock file somebody deletes, so that another goes live before it."""
    with store.writing() as writing:
        writing.draft.run("DELETE FROM usage")
        writing.draft.keep = True
        store.home.lock.unlink()
        load_file(store, rival)


def test_a_load_whose_base_was_replaced_meanwhile_changes_nothing(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(SnapshotMoved, match="snapshot 2, this one began with 1"):
        _overtaken(filled, small_file(tmp_path, "rival"))
    assert total(filled) == Decimal("2.5")
    assert load_file(filled, small_file(tmp_path, "next")).snapshot == 3


def _interrupted(store: Store) -> None:
    with store.writing() as writing:
        writing.draft.run("DELETE FROM usage")
        writing.draft.keep = True
        raise KeyboardInterrupt


def test_a_load_that_is_interrupted_changes_nothing(filled: Store) -> None:
    before = files_of(filled.home.path)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(filled)
    assert files_of(filled.home.path) == before
    assert total(filled) == Decimal("1.25")


def test_a_restatement_that_dies_leaves_the_figure_before_it(filled: Store, tmp_path: Path) -> None:
    restated = small_file(tmp_path, "first", "9")
    with loading(filled.home.path, restated, dies_at="pipelines.store.home.Home.point") as one:
        one.begin()
        one.process.join()
    assert total(filled) == Decimal("1.25")
    assert load_file(filled, restated).files[0].rows_removed == 1
    assert total(filled) == Decimal(9)
