"""A new key for the product keys: all are sealed anew, nothing older is left, and every one can still be seen."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.actions.rotation import rotate_key
from pipelines.errors import BenefitsError
from pipelines.secrets import RingLacksKey, Sealed, key_ring
from pipelines.store.audit import verify
from pipelines.store.check import check
from pipelines.store.errors import NothingToRollBack
from tests.desk import Desk
from tests.keys_desk import CLOUD_KEY, SECOND_KEY, SOFTWARE, SOFTWARE_KEY, KeysDesk, opened
from tests.terminal import Terminal
from tests.the_cast import NOW, TODAY

SEALS = "SELECT entitlement_id, digest, key_id, nonce, ciphertext FROM product_key ORDER BY ALL"


@pytest.fixture
def desk(keys_home: Path) -> Iterator[KeysDesk]:
    with opened(keys_home) as made:
        yield made


def turn(desk: KeysDesk) -> str:
    """Rotates; gives the new key's id."""
    return rotate_key(desk.store, NOW, TODAY).key_id


def snapshots(desk: KeysDesk) -> list[str]:
    return sorted(path.name for path in desk.store.home.warehouse.glob("*.duckdb*"))


def test_every_product_key_is_sealed_under_the_new_key_and_can_still_be_seen(desk: KeysDesk) -> None:
    desk.reveal()
    before = desk.rows(SEALS)
    key_id = turn(desk)
    after = desk.rows(SEALS)
    assert {row[2] for row in after} == {key_id}
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert not {row[4] for row in after} & {row[4] for row in before}
    assert sorted(desk.seen().values()) == [CLOUD_KEY, SECOND_KEY]
    desk.reveal(SOFTWARE)
    assert list(desk.seen(SOFTWARE).values()) == [SOFTWARE_KEY]


def test_one_snapshot_is_left_and_nothing_in_it_was_sealed_under_an_older_key(desk: KeysDesk) -> None:
    home, old = desk.store.home, [str(row[4]).encode() for row in desk.rows(SEALS)]
    assert all(one in home.file(home.pointer().live).read_bytes() for one in old)
    turn(desk)
    assert snapshots(desk) == [f"{home.pointer().live}.duckdb"]
    assert [one for one in old if one in home.file(home.pointer().live).read_bytes()] == []
    with pytest.raises(NothingToRollBack):
        desk.store.rollback()


def test_older_keys_stay_in_the_ring_for_backups(desk: KeysDesk) -> None:
    [(about, digest, *sealed)] = [row for row in desk.rows(SEALS) if row[0] == SOFTWARE]
    keys = [key_ring(desk.store.home.key_file).current, turn(desk), turn(desk)]
    ring = key_ring(desk.store.home.key_file)
    assert sorted(ring.keys) == sorted(keys)
    assert ring.current == keys[-1]
    assert ring.open(Sealed(*map(str, sealed)), str(about), str(digest)) == SOFTWARE_KEY
    assert desk.store.home.key_file.stat().st_mode & 0o777 == 0o600


def test_warehouse_and_ledger_are_whole_and_the_ledger_says_who_turned_the_key(desk: KeysDesk) -> None:
    key_id = turn(desk)
    assert check(desk.store) == []
    assert verify(desk.store.ledger()) == []
    [row] = desk.store.ledger().query("FROM deed WHERE action = 'rotate_key'").to_dicts()
    assert (row["stream_id"], row["actor"], row["subject"], row["outcome"]) == ("app", "operator", key_id, "done")


def test_loading_the_same_keys_again_changes_nothing(desk: KeysDesk, tmp_path: Path) -> None:
    turn(desk)
    again = Desk(desk.store, tmp_path).load(f"entitlement_id,key\n{SOFTWARE},{SOFTWARE_KEY}\n")
    assert again.status == "unchanged"


def test_a_product_key_that_cannot_be_opened_stops_it_and_nothing_has_changed(desk: KeysDesk) -> None:
    ring, before = desk.store.home.key_file, desk.store.pointer()
    told = json.loads(ring.read_text())
    other = {"current": "other", "keys": {"other": "ab" * 32}, "digest_secret": told["digest_secret"]}
    ring.write_text(json.dumps(other))
    with pytest.raises(RingLacksKey, match=told["current"]):
        turn(desk)
    assert desk.store.pointer() == before
    assert json.loads(ring.read_text())["current"] == "other"


def test_a_ring_that_cannot_be_replaced_is_told_and_nothing_has_changed(
    desk: KeysDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, before = desk.store.home.key_file.read_bytes(), desk.store.pointer()
    monkeypatch.setattr("pipelines.secrets._written", _no_room)
    with pytest.raises(BenefitsError, match=r"keys\.json cannot be replaced: Read-only file system"):
        turn(desk)
    monkeypatch.undo()
    assert (desk.store.home.key_file.read_bytes(), desk.store.pointer()) == (ring, before)


def test_a_rotation_that_dies_before_its_snapshot_is_live_leaves_every_key_readable(
    desk: KeysDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reveal()
    before = desk.store.pointer()
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.store.snapshot_files.publish", _no_room)
        with pytest.raises(OSError, match="Read-only"):
            turn(desk)
    assert desk.store.pointer() == before
    assert sorted(desk.seen().values()) == [CLOUD_KEY, SECOND_KEY]
    assert {row[2] for row in desk.rows(SEALS)} < set(key_ring(desk.store.home.key_file).keys)
    turn(desk)
    assert sorted(desk.seen().values()) == [CLOUD_KEY, SECOND_KEY]


def _no_room(*_: object, **__: object) -> int:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_the_terminal_says_which_key_seals_and_that_there_is_no_way_back(
    keys_home: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    terminal = Terminal(keys_home, monkeypatch, capsysbinary)
    before = key_ring(keys_home / "keys.json")
    told = terminal.run("rotate-key")
    ring = key_ring(keys_home / "keys.json")
    assert (told.code, told.err) == (0, "")
    assert f"Key {ring.current} seals from now on: 3 product keys" in told.text
    assert before.current in told.text
    assert '"benefits rollback" cannot go back before it' in told.text
    assert not any(key.hex() in told.text for key in ring.keys.values())
    assert terminal.run("rollback").code == 2
    assert terminal.run("check").code == 0


def test_on_an_empty_home_only_the_ring_turns(terminal: Terminal) -> None:
    told = terminal.run("rotate-key")
    assert told.code == 0
    assert "0 product keys" in told.text
    assert "rollback" not in told.text
    assert list((terminal.home / "warehouse").glob("*.duckdb")) == []
