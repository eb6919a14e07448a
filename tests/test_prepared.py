"""The files that are the same in every home: made once, made anew where they are damaged, gone with their program."""

from pathlib import Path

import pytest

from pipelines.store import EVERYTHING, Store
from pipelines.store.prepared import EMPTY

PARTNERS = "SELECT partner_id FROM visible_partner ORDER BY partner_id"


def partners(home: Path) -> list[str]:
    """Who stands in the home, as a process that opens it now says."""
    store = Store(home)
    with store.snapshot() as snap:
        found = snap.query(PARTNERS, scope=EVERYTHING)["partner_id"].to_list()
    store.close()
    return found


def files(home: Path) -> dict[Path, tuple[int, int]]:
    """Each prepared file, with what changes when it is written anew."""
    found = (path for path in (home / "prepared").rglob("*") if path.is_file())
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_a_home_that_was_open_once_is_opened_with_the_files_of_then(cast_home: Path) -> None:
    expected, made = partners(cast_home), files(cast_home)
    assert made
    assert partners(cast_home) == expected
    assert files(cast_home) == made


@pytest.mark.parametrize("damage", [b"", b"no database"])
def test_damaged_files_are_made_anew(cast_home: Path, damage: bytes) -> None:
    expected = partners(cast_home)
    for path in files(cast_home):
        path.write_bytes(damage)
    assert partners(cast_home) == expected


def test_files_that_are_missing_are_made_anew(cast_home: Path) -> None:
    expected = partners(cast_home)
    next(iter(files(cast_home))).unlink()
    assert partners(cast_home) == expected


def test_other_statements_make_other_files_and_those_of_before_go(
    cast_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners(cast_home)
    before = files(cast_home)
    monkeypatch.setattr("pipelines.store.prepared.SCRIPTS", ("ledger/people.sql",))
    store = Store(cast_home)
    with store.snapshot(EMPTY) as snap:
        assert snap.query("FROM person_now").height == 0
    store.close()
    assert files(cast_home)
    assert not files(cast_home).keys() & before.keys()


def test_homes_share_no_file(tmp_path: Path) -> None:
    assert partners(tmp_path / "one") == partners(tmp_path / "other") == []
    inodes = [{inode for inode, _ in files(tmp_path / name).values()} for name in ("one", "other")]
    assert not inodes[0] & inodes[1]
