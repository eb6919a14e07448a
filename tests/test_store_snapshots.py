"""Snapshots: kept, gone back to, read while others go live, and seen only as far as the reader may."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from pipelines.store import EVERYTHING, Scope, Store
from pipelines.store.errors import (
    NothingToRollBack,
    PointerDamaged,
    SchemaNewer,
    SnapshotDamaged,
    SnapshotMissing,
)
from tests.backend import on_postgres

PARTNERS = "SELECT partner_id FROM partner ORDER BY partner_id"
VISIBLE = "SELECT partner_id FROM visible_partner ORDER BY partner_id"
ATTACHED = "SELECT count(*) FROM duckdb_databases() WHERE database_name LIKE 'w%' AND database_name <> 'w0'"
INSERT = "INSERT INTO partner VALUES ($id, 'Contoso', 'US', 'USD', NULL, 'pmc', 'UTC', 1, 0, 1)"


def add(store: Store, partner: str) -> None:
    """One load: a partner more."""
    with store.writing() as writing:
        writing.draft.run(INSERT, {"id": partner})
        writing.draft.keep = True


def fill(store: Store, count: int) -> None:
    """Loads that bring P-1, P-2 and so on."""
    for number in range(1, count + 1):
        add(store, f"P-{number}")


def live(store: Store) -> tuple[int, list[str]]:
    """The live snapshot's number and its partners."""
    with store.snapshot() as snapshot:
        return snapshot.number, snapshot.query(PARTNERS)["partner_id"].to_list()


def files(store: Store) -> list[int]:
    """The numbers of the snapshots that are there: on a disk those that have files."""
    if on_postgres():
        return sorted(store.pointer().numbers)
    return sorted(int(path.stem) for path in store.home.warehouse.glob("*.duckdb"))


def test_an_empty_store_is_snapshot_0_with_empty_tables(store: Store) -> None:
    assert live(store) == (0, [])


def test_the_last_ten_snapshots_are_kept(store: Store) -> None:
    fill(store, 12)
    assert files(store) == list(range(3, 13))
    assert live(store)[0] == 12


def test_a_snapshot_is_read_by_its_number(store: Store) -> None:
    fill(store, 3)
    with store.snapshot(2) as snapshot:
        assert snapshot.query(PARTNERS)["partner_id"].to_list() == ["P-1", "P-2"]


def test_a_number_that_is_not_kept_is_refused_with_those_that_are(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=2)
    fill(store, 3)
    for number in (1, 4):
        with pytest.raises(SnapshotMissing, match=rf"no snapshot {number}. Kept are: 2, 3"), store.snapshot(number):
            pass
    store.close()


def test_rollback_brings_back_the_snapshot_before_and_a_load_goes_on_from_there(store: Store) -> None:
    fill(store, 3)
    assert store.rollback().live == 2
    assert live(store) == (2, ["P-1", "P-2"])
    add(store, "P-9")
    assert live(store) == (4, ["P-1", "P-2", "P-9"])
    assert store.rollback().live == 2
    with store.snapshot(3) as snapshot:
        assert snapshot.query(PARTNERS)["partner_id"].to_list() == ["P-1", "P-2", "P-3"]


def test_rollback_after_rollback_goes_further_back_until_nothing_is_left(store: Store) -> None:
    fill(store, 3)
    assert [store.rollback().live, store.rollback().live] == [2, 1]
    with pytest.raises(NothingToRollBack, match="Snapshot 1 is live"):
        store.rollback()
    assert live(store) == (1, ["P-1"])


def test_what_a_load_began_with_is_kept_even_when_it_is_the_oldest(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=3)
    fill(store, 3)
    store.rollback()
    store.rollback()
    add(store, "P-9")
    assert live(store) == (4, ["P-1", "P-9"])
    assert store.rollback().live == 1
    assert live(store) == (1, ["P-1"])
    store.close()


def test_a_reader_keeps_an_old_snapshot_while_its_file_is_swept(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=2)
    add(store, "P-1")
    with store.snapshot() as old:
        fill(store, 4)
        assert 1 not in files(store)
        assert old.query(PARTNERS)["partner_id"].to_list() == ["P-1"]
    with pytest.raises(SnapshotMissing), store.snapshot(1):
        pass
    store.close()


def test_two_snapshots_are_read_at_once(store: Store) -> None:
    fill(store, 2)
    with store.snapshot(1) as old, store.snapshot(2) as new, ThreadPoolExecutor(4) as pool:
        asked = [old, new] * 40
        found = pool.map(lambda snapshot: len(snapshot.query(PARTNERS)), asked)
        assert list(found) == [1, 2] * 40


def test_a_snapshot_that_nobody_reads_is_let_go(store: Store) -> None:
    fill(store, 3)
    with store.snapshot(1), store.snapshot(2), store.snapshot() as newest:
        assert newest.query(ATTACHED).item() == 3
    with store.snapshot() as newest:
        assert newest.query(ATTACHED).item() == 1


def test_readers_see_whole_snapshots_while_loads_go_live(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=2)
    add(store, "P-1")
    done = Event()

    def read() -> int:
        reads = 0
        while not done.is_set():
            with store.snapshot() as snapshot:
                assert len(snapshot.query(PARTNERS)) == len(snapshot.query(PARTNERS)) == snapshot.number
            reads += 1
        return reads

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(2, 20):
                add(store, f"P-{number}")
        finally:
            done.set()
        assert min(reader.result() for reader in readers) > 0
    store.close()


def test_a_snapshot_is_read_unchanged_while_the_next_goes_live(store: Store) -> None:
    fill(store, 1)
    with store.snapshot() as held:
        add(store, "P-2")
        assert len(held.query(PARTNERS)) == 1
    assert live(store)[0] == 2


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (None, []),
        (Scope(()), []),
        (Scope(("P-1",)), ["P-1"]),
        (Scope(("P-2", "P-9")), ["P-2"]),
        (EVERYTHING, ["P-1", "P-2", "P-3"]),
    ],
)
def test_a_reader_sees_the_partners_in_scope_and_without_a_scope_nothing(
    store: Store, scope: Scope | None, seen: list[str]
) -> None:
    fill(store, 3)
    with store.snapshot() as snapshot:
        found = snapshot.query(VISIBLE, scope=scope) if scope else snapshot.query(VISIBLE)
    assert found["partner_id"].to_list() == seen


def test_a_scope_does_not_pass_on_to_the_next_query(store: Store) -> None:
    fill(store, 1)
    with store.snapshot() as snapshot:
        assert len(snapshot.query(VISIBLE, scope=EVERYTHING)) == 1
        assert len(snapshot.query(VISIBLE)) == 0


def test_a_reader_cannot_change_a_snapshot(store: Store) -> None:
    fill(store, 1)
    with store.snapshot() as snapshot, pytest.raises(Exception, match="read-only"):
        snapshot.query("DELETE FROM partner RETURNING partner_id")
    assert live(store) == (1, ["P-1"])


def test_a_damaged_live_snapshot_is_named_and_rollback_goes_back(store: Store) -> None:
    fill(store, 2)
    store.home.file(2).write_bytes(b"not a database")
    with pytest.raises(SnapshotDamaged, match="Snapshot 2 cannot be read"), store.snapshot():
        pass
    with pytest.raises(SnapshotDamaged, match="Snapshot 2 cannot be read"):
        add(store, "P-3")
    store.rollback()
    assert live(store) == (1, ["P-1"])


def test_a_live_snapshot_whose_file_is_gone_is_named(store: Store) -> None:
    fill(store, 2)
    store.home.file(2).unlink()
    with pytest.raises(SnapshotDamaged, match="Snapshot 2 cannot be read"), store.snapshot():
        pass
    with pytest.raises(SnapshotDamaged, match="Snapshot 2 cannot be read"):
        add(store, "P-3")


@pytest.mark.parametrize("told", ["", "{", "[]", '{"live": 1}', '{"live": 7, "published": [{"number": 1, "base": 0}]}'])
def test_a_damaged_pointer_is_refused_and_nothing_is_swept(store: Store, told: str) -> None:
    fill(store, 1)
    (store.home.warehouse / "live.json").write_text(told, "utf-8")
    with pytest.raises(PointerDamaged, match="cannot be read"), store.snapshot():
        pass
    with pytest.raises(PointerDamaged, match="cannot be read"):
        add(store, "P-2")
    assert files(store) == [1]


def test_a_warehouse_of_a_newer_program_is_not_changed(store: Store) -> None:
    with store.writing() as writing:
        writing.draft.run("UPDATE schema_version SET version = 99")
        writing.draft.keep = True
    with pytest.raises(SchemaNewer, match="version 99"):
        add(store, "P-1")
    assert live(store) == (1, [])


def test_folders_are_for_their_owner_only(store: Store) -> None:
    folders = (store.home.path, store.home.warehouse, store.home.quarantine, store.home.work)
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
