"""Fifty planted keys are nowhere to be read before somebody reveals them, and then only where he did."""

import csv
import gzip
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from pages.ui import session
from pipelines.faults import record
from pipelines.reports import REPORTS, Request, run
from pipelines.reports.export import to_csv, to_json
from pipelines.store import EVERYTHING, Store
from tests.keys_desk import AGREED, keys_loaded, opened
from tests.page_visits import visiting, words
from tests.terminal import Terminal
from tests.the_cast import TODAY
from tests.workbooks import workbook

LETTERS = "BCDFGHJKMNPQRTVWXY2346789"
# The last group of each planted key, by which a file without any is told at once.
MARK = "QZZ0J"
ENCODINGS = ("ascii", "utf-16-le")
BENEFIT, OTHER = "E-3", "E-5"


def planted() -> list[str]:
    """Fifty keys of five groups of five; the first four groups of no two are alike."""
    return ["-".join([*(_group(number * 4 + place) for place in range(4)), MARK]) for number in range(50)]


def _group(number: int) -> str:
    return "".join(LETTERS[(number // len(LETTERS) ** place) % len(LETTERS)] for place in range(4)) + "Q"


KEYS = planted()


def rows() -> list[list[str]]:
    """Some are of a cloud licence, the others of software."""
    owners = [BENEFIT] * 25 + [OTHER] * 25
    return [[owner, key, "1", "12", "Read first"] for owner, key in zip(owners, KEYS, strict=True)]


def as_csv(table: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([["entitlement_id", "key", "seats", "months", "instructions"], *table])
    return text.getvalue()


def leaks(content: bytes) -> list[str]:
    """The planted keys in some bytes, as they stand or without hyphens, in one byte or two a letter."""
    if not any(mark.encode(encoding) in content for mark in (MARK, MARK.lower()) for encoding in ENCODINGS):
        return []
    forms = [(key, form) for key in KEYS for form in (key, key.lower(), key.replace("-", ""))]
    return [key for key, form in forms if any(form.encode(encoding) in content for encoding in ENCODINGS)]


def files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())


def leaking(folder: Path) -> list[str]:
    return [str(path) for path in files(folder) if leaks(path.read_bytes()) or leaks(path.name.encode())]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that temporary files go to."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_loading_leaves_no_key_in_any_file_and_in_no_word(cast_terminal: Terminal, tmp_path: Path, work: Path) -> None:
    faulty = [[OTHER, key + "-", "1", "12", ""] for key in KEYS[40:45]] + [[OTHER, "1", key, "12", ""] for key in KEYS]
    table = rows()[:40] + faulty + rows()[45:]
    source = tmp_path / "source" / "product-keys.csv"
    source.parent.mkdir()
    source.write_text(as_csv(table))
    said = [
        cast_terminal.run("load", source),
        cast_terminal.run("load", source, "--format", "json"),
        cast_terminal.run("load", source, "--keep-good", "--format", "json"),
        cast_terminal.run("load", source, "--keep-good"),
    ]
    assert [one.code for one in said] == [2, 2, 3, 3]
    assert [one for told in said for one in leaks(told.out + told.err.encode())] == []
    assert leaking(cast_terminal.home) == []
    assert leaking(work) == []


@pytest.mark.parametrize("kind", ["utf-16", "workbook", "gzip"])
def test_a_file_that_is_written_anew_to_be_read_leaves_no_key_even_while_it_is_loaded(
    cast_terminal: Terminal, tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    source = tmp_path / "source" / ("keys.xlsx" if kind == "workbook" else "keys.csv")
    source.parent.mkdir()
    table = [line.split(",") for line in as_csv(rows()).splitlines()]
    plain = as_csv(rows())
    written = {"utf-16": plain.encode("utf-16"), "workbook": workbook(table), "gzip": gzip.compress(plain.encode())}
    source.write_bytes(written[kind])
    met: list[str] = []
    loading = sys.modules["pipelines.ingest.take"]
    monkeypatch.setattr(loading, "verify", lambda *_: met.extend(leaking(cast_terminal.home)))
    assert cast_terminal.run("load", source).code == 0
    assert met + leaking(cast_terminal.home) + leaking(work) == []


def test_a_fault_of_ours_is_recorded_without_the_key_that_it_was_about(tmp_path: Path) -> None:
    record(ValueError(KEYS[0]), tmp_path)
    assert leaking(tmp_path) == []


def test_no_report_tells_a_key_before_it_is_revealed_or_afterwards(cast_home: Path, tmp_path: Path) -> None:
    with keys_loaded(cast_home, tmp_path, as_csv(rows())) as desk:
        _assert_told_in_none(desk.store)
        desk.reveal(BENEFIT)
        _assert_told_in_none(desk.store)


def _assert_told_in_none(store: Store) -> None:
    with store.snapshot() as snapshot:
        for name, by in ((name, by) for name, report in REPORTS.items() for by in report.by):
            frame = run(snapshot, Request(name, TODAY, by), EVERYTHING)
            assert leaks(to_csv(frame) + to_json(frame)) == [], name


def test_nothing_on_the_disk_tells_a_key_that_was_revealed(cast_home: Path, tmp_path: Path) -> None:
    with keys_loaded(cast_home, tmp_path, as_csv(rows())) as desk:
        desk.reveal(BENEFIT)
        assert sorted(desk.seen(BENEFIT).values()) == sorted(KEYS[:25])
    assert leaking(cast_home) == []


def test_pages_tell_keys_to_whoever_revealed_them_and_to_nobody_else(
    cast_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session._store_at.cache_clear()
    with keys_loaded(cast_home, tmp_path, as_csv(rows())) as desk, visiting(cast_home) as visit:
        for page in ("software", "cloud", "overview", "loads"):
            for cast in ("mpn_admin", "global_admin", "finance"):
                seen = visit(cast, page)
                assert leaks(words(seen).encode() + _codes(seen)) == []
                assert [name for name, content in visit.files.items() if leaks(content)] == []
        desk.done("get_keys", BENEFIT, **AGREED)
        revealed = visit("mpn_admin", "cloud", entitlement=BENEFIT)
        assert sorted(leaks(_codes(revealed))) == sorted(KEYS[:25])
        assert leaks(words(revealed).encode()) == []
        assert [name for name, content in visit.files.items() if leaks(content)] == []
        for cast in ("global_admin", "admin_agent", "finance", "auditor", "manager"):
            assert leaks(_codes(visit(cast, "cloud", entitlement=BENEFIT))) == []
    session._store_at.cache_clear()
    st.cache_data.clear()
    assert leaking(cast_home) == []


def _codes(seen: object) -> bytes:
    """What stands on the page to be copied."""
    return "\n".join(one.value for one in seen.get("code")).encode()


def test_the_ring_is_for_its_owner_alone(cast_home: Path, tmp_path: Path) -> None:
    with keys_loaded(cast_home, tmp_path):
        assert (cast_home / "keys.json").stat().st_mode & 0o777 == 0o600


def test_keys_that_are_dropped_on_a_page_leave_no_copy_even_while_they_are_loaded(
    cast_home: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[str] = []
    loading = sys.modules["pipelines.ingest.take"]
    monkeypatch.setattr(loading, "verify", lambda *_: met.extend(leaking(cast_home) + leaking(work)))
    session._store_at.cache_clear()
    with visiting(cast_home) as visit:
        seen = visit("mpn_admin", "loads")
        seen.file_uploader[0].set_value([("keys.csv", as_csv(rows()).encode(), "text/csv")])
        seen.run()
        assert leaks(words(seen).encode()) == []
        next(one for one in seen.button if one.key == "loads.go").click()
        seen.run()
    session.store().close()
    session._store_at.cache_clear()
    with opened(cast_home) as desk:
        assert desk.rows("SELECT count(*) FROM product_key") == [(50,)]
    assert met + leaking(cast_home) + leaking(work) == []
