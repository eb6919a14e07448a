"""The month-end pack: it ties to the reports, and no change in it or in the ledger goes unseen."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile, ZipInfo

import polars as pl
import pytest
import streamlit as st

from pages.ui import pack as pack_of_page
from pages.ui import session
from pipelines.actions import exports
from pipelines.errors import BenefitsError
from pipelines.reports import Request, run
from pipelines.reports.pack import PARTS, Packed, day_of, write_pack
from pipelines.reports.pack_check import check_pack
from pipelines.store import EVERYTHING, Scope, Snapshot
from pipelines.store.audit import verify
from tests.ledger_rows import warehouse
from tests.page_visits import visiting, words
from tests.seat_deeds import do
from tests.terminal import Terminal
from tests.the_cast import EMAILS, NOW, TODAY
from tests.usage_rows import charged, used, with_days

MAY = "2026-05"
FABRIKAM = Scope(("P-2",))


@contextmanager
def filled(home: Path) -> Iterator[Snapshot]:
    """A credit of Contoso, drawn in April and in May, and a name in it that a spreadsheet would run."""
    rows = [
        used(2, "4.25", usage_on=date(2026, 4, 30)),
        used(3, "10.000000000000000001"),
        charged(2, "-1.5", usage_on=date(2026, 5, 31), service="=cmd()"),
    ]
    with warehouse(home, ("credit_grant", {}), *with_days(*rows)) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def snap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with filled(tmp_path_factory.mktemp("pack") / "home") as snapshot:
        yield snapshot


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Snapshot]:
    """The same for a test that does deeds."""
    with filled(tmp_path / "home") as snapshot:
        yield snapshot


def packed(snap: Snapshot, scope: Scope = EVERYTHING, month: str = MAY, today: date = TODAY) -> tuple[Packed, bytes]:
    file = BytesIO()
    return write_pack(snap, month, today, scope, file), file.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_report_is_there_in_two_forms_with_its_manifest_and_one_lists_them_all(snap: Snapshot) -> None:
    told, content = packed(snap)
    found = members(content)
    files = [f"{part.name}.{form}" for part in PARTS for form in ("csv", part.form)]
    assert [*found] == [*(name for file in files for name in (file, f"{file}.manifest.json")), "manifest.json"]
    listed = json.loads(found["manifest.json"])
    assert {one["file"]: one["sha256"] for one in listed["members"]} == {
        name: sha256(found[name]).hexdigest() for name in found if name != "manifest.json"
    }
    assert (told.manifest, told.sha256) == (sha256(found["manifest.json"]).hexdigest(), sha256(content).hexdigest())
    about = (listed["month"], listed["month_has_ended"], listed["as_of"], listed["snapshot"], listed["partners"])
    assert about == (MAY, True, "2026-05-31", snap.number, "*")
    for name in files:
        one = json.loads(found[f"{name}.manifest.json"])
        assert (one["file"], one["sha256"]) == (name, sha256(found[name]).hexdigest())


def test_its_figures_are_those_of_the_month_and_of_its_last_day(snap: Snapshot) -> None:
    found = members(packed(snap)[1])
    detail, services = rows_of(found["usage-detail.csv"]), rows_of(found["spend-by-service.csv"])
    spent = Decimal("8.500000000000000001")
    assert [row["date"] for row in detail] == ["2026-05-02", "2026-05-31"]
    assert sum(Decimal(row["cost"]) for row in detail) == sum(Decimal(row["cost"]) for row in services) == spent
    [month] = rows_of(found["credit-statement-of-month.csv"])
    assert (month["month"], Decimal(month["spent"])) == (MAY, spent)
    [credit] = rows_of(found["credit-statement.csv"])
    [expected] = run(snap, Request("credit-balance", date(2026, 5, 31)), EVERYTHING)["left"].to_list()
    assert Decimal(credit["left"]) == expected == 6000 - spent - Decimal("4.25")
    parquet = pl.read_parquet(BytesIO(found["usage-detail.parquet"]))
    assert parquet["cost"].sum() == spent


def test_names_that_would_run_are_inert_in_it_and_negative_amounts_are_numbers(snap: Snapshot) -> None:
    found = members(packed(snap)[1])
    rows = rows_of(found["spend-by-service.csv"])
    assert {row["service"]: row["cost"] for row in rows}["'=cmd()"] == "-1.5"
    sheet = pl.read_excel(BytesIO(found["spend-by-service.xlsx"]), sheet_name="report")
    assert dict(sheet.select("service", "cost").iter_rows())["=cmd()"] == -1.5


def test_the_same_state_gives_the_same_bytes(snap: Snapshot) -> None:
    assert packed(snap)[1] == packed(snap)[1]


def test_a_pack_holds_nothing_that_its_reader_may_not_see(snap: Snapshot) -> None:
    told, content = packed(snap, FABRIKAM)
    everything = b"".join(members(content).values())
    assert told.rows == 0
    assert b"Contoso" not in everything
    assert b"P-1" not in everything


def test_a_month_that_still_runs_is_packed_as_of_the_day(snap: Snapshot) -> None:
    told, content = packed(snap, month="2026-06")
    assert told.as_of == TODAY
    assert json.loads(members(content)["manifest.json"])["month_has_ended"] is False


@pytest.mark.parametrize(("month", "day"), [("2024-02", date(2024, 2, 29)), ("2025-12", date(2025, 12, 31))])
def test_the_day_of_a_pack_is_the_months_last(month: str, day: date) -> None:
    assert day_of(month, TODAY) == day


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-07", "The month 2026-07 has not begun on 2026-06-15"),
        ("2026-13", '"2026-13" is not a month'),
        ("May", '"May" is not a month'),
        ("2026-5", '"2026-5" is not a month'),
    ],
)
def test_a_month_that_there_is_not_is_refused(month: str, words: str) -> None:
    with pytest.raises(BenefitsError, match=words):
        day_of(month, TODAY)


def test_a_deed_meanwhile_that_may_change_a_figure_stops_it(own: Snapshot) -> None:
    def meanwhile(part: str, done: int, parts: int) -> None:
        if done == 1:
            do(own, "assign_seat", "cyd")

    with pytest.raises(BenefitsError, match="Make it again"):
        write_pack(own, MAY, TODAY, EVERYTHING, BytesIO(), meanwhile)


def test_another_export_meanwhile_does_not(snap: Snapshot) -> None:
    def meanwhile(part: str, done: int, parts: int) -> None:
        exports.record(snap, "operator", {"report": "loads"}, NOW, TODAY)

    assert write_pack(snap, MAY, TODAY, EVERYTHING, BytesIO(), meanwhile).members == 4 * len(PARTS) + 1


def changed(content: bytes, change: dict[str, bytes | None]) -> bytes:
    """The pack with some members replaced, added or, with None, left out."""
    file = BytesIO()
    with ZipFile(file, "w") as pack:
        for name, told in (members(content) | change).items():
            if told is not None:
                pack.writestr(ZipInfo(name), told)
    return file.getvalue()


def faults(content: bytes) -> list[str]:
    return [fault.sentence() for fault in check_pack(BytesIO(content)).faults]


def test_a_member_that_differs_is_missing_or_is_new_is_named(snap: Snapshot) -> None:
    _, content = packed(snap)
    assert faults(content) == []
    detail = members(content)["usage-detail.csv"].replace(b"10.000000000000000001", b"10.000000000000000002")
    assert faults(changed(content, {"usage-detail.csv": detail})) == [
        "usage-detail.csv is not as it was when the pack was made."
    ]
    assert faults(changed(content, {"credit-draws.xlsx": None})) == ["credit-draws.xlsx is missing from the pack."]
    assert faults(changed(content, {"more.csv": b"x"})) == [
        "more.csv was not in the pack when it was made, or is there twice."
    ]


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b'{"members": 1, "ledger": {}}', None])
def test_what_is_no_pack_is_refused(snap: Snapshot, manifest: bytes | None) -> None:
    _, content = packed(snap)
    with pytest.raises(BenefitsError, match="not a month-end pack"):
        check_pack(BytesIO(changed(content, {"manifest.json": manifest})))
    with pytest.raises(BenefitsError, match="not a month-end pack"):
        check_pack(BytesIO(b"PK of something else"))


def test_bytes_that_are_damaged_on_the_way_are_found(snap: Snapshot) -> None:
    _, content = packed(snap)
    with ZipFile(BytesIO(content)) as pack:
        start = pack.getinfo("usage-detail.parquet").header_offset + 200
    damaged = content[:start] + bytes(byte ^ 255 for byte in content[start : start + 8]) + content[start + 8 :]
    assert faults(damaged) == ["usage-detail.parquet is not as it was when the pack was made."]


def test_its_seal_shows_when_the_ledger_is_changed_later(own: Snapshot) -> None:
    do(own, "assign_seat", "cyd")
    checked = check_pack(BytesIO(packed(own)[1]))
    assert verify(own.ledger, checked.seal) == []
    with own.ledger._cursor() as cursor:
        cursor.execute("DELETE FROM ledger.deed")
    assert [one.code for one in verify(own.ledger, checked.seal)] == ["seal_row_missing"]


def kept(terminal: Terminal) -> list[dict[str, object]]:
    """What the ledger tells of exports."""
    rows = terminal.run("report", "history", "--format", "json").json
    return [row for row in rows if row["deed"] == "export"]


def test_a_command_writes_it_verifies_it_and_the_ledger_tells_of_it(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "may.zip"
    made = cast_terminal.run("pack", "--month", MAY, "-o", file)
    assert (made.code, made.err) == (0, "")
    assert made.text.startswith(f"may.zip: the pack of {MAY} as of 2026-05-31, snapshot 1, ")
    sealed = check_pack(BytesIO(file.read_bytes())).seal.seal
    digest = sha256(file.read_bytes()).hexdigest()
    assert made.text.endswith(f"SHA-256 {digest}\nSeal of the ledger: {sealed}\n")
    [row] = kept(cast_terminal)
    assert (row["actor"], row["via"], row["subject"], row["outcome"]) == ("operator", "terminal", "pack", "done")
    whole = cast_terminal.run("pack", "--verify", file)
    assert (whole.code, whole.err) == (0, "")
    assert whole.text.startswith("may.zip is as it was made at ")


def test_a_changed_pack_is_told_with_exit_2(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "may.zip"
    cast_terminal.run("pack", "--month", MAY, "-o", file)
    listed = json.loads(members(file.read_bytes())["manifest.json"])
    listed["members"][0]["sha256"] = sha256(b"other").hexdigest()
    told = {"credit-statement.csv": b"other", "manifest.json": json.dumps(listed).encode()}
    file.write_bytes(changed(file.read_bytes(), told))
    found = cast_terminal.run("pack", "--verify", file)
    assert found.code == 2
    assert "The ledger does not know this pack" in found.text


def test_a_pack_of_one_partner_has_what_is_its_own(cast_terminal: Terminal, tmp_path: Path) -> None:
    assert cast_terminal.run("pack", "--month", MAY, "--partner", "P-2", "-o", tmp_path / "p2.zip").code == 0
    found = members((tmp_path / "p2.zip").read_bytes())
    assert json.loads(found["manifest.json"])["partners"] == ["P-2"]
    assert b"P-1" not in b"".join(found.values())
    refused = cast_terminal.run("pack", "--month", MAY, "--partner", "P-9", "-o", tmp_path / "p9.zip")
    assert (refused.code, (tmp_path / "p9.zip").exists()) == (2, False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Say which month with --month"),
        (f"--month {MAY}", "Say which month with --month"),
        ("--month 2027-01 -o x.zip", "has not begun on 2026-06-15"),
        ("--verify no.zip", "There is no file no.zip."),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    cast_terminal: Terminal, tmp_path: Path, asked: str, said: str
) -> None:
    cast_terminal.environment.chdir(tmp_path)
    told = cast_terminal.run("pack", *asked.split())
    assert told.code == 2
    assert said in told.err
    assert list(tmp_path.glob("*x.zip*")) == []
    assert kept(cast_terminal) == []


def test_the_export_of_a_report_of_finance_is_a_row_of_the_ledger(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    cast_terminal.run("report", "usage-detail", "--filter", f"month={MAY}", "-o", file)
    cast_terminal.run("report", "usage-detail")
    cast_terminal.run("report", "utilization", "-o", tmp_path / "other.csv")
    assert [row["subject"] for row in kept(cast_terminal)] == ["usage-detail"]


def test_who_takes_a_table_of_finance_from_a_page_is_a_row_of_the_ledger(cast_home: Path) -> None:
    notes: dict[str, Callable[[], None]] = {}

    def button(label: str, data: object, file_name: str, *rest: object, **named: object) -> bool:
        if callable(named.get("on_click")):
            notes[file_name] = cast("Callable[[], None]", named["on_click"])
        return False

    with visiting(cast_home) as visit:
        visit.patch.setattr(st, "download_button", button)
        assert not visit("finance", "credits").exception
        [name] = [name for name in notes if name.startswith("credit-balance") and name.endswith(".csv")][:1]
        notes[name]()
        with session.store().snapshot() as snapshot:
            [row] = snapshot.ledger.query("FROM deed JOIN identity ON actor = person_id").to_dicts()
    told = json.loads(row["details"])
    assert (row["email"], row["via"], row["subject"]) == (EMAILS["finance"], "page", "credit-balance")
    assert told["format"] == "csv"
    assert told["sha256"][:12] in name


def test_on_the_page_a_reader_makes_the_pack_of_what_is_theirs(cast_home: Path) -> None:
    with visiting(cast_home) as visit:
        seen = visit("manager", "reconcile")
        assert "Month-end pack" in words(seen)
        seen.selectbox(key="month").set_value(MAY)
        seen = seen.button(key="pack.make").click().run()
        assert not seen.exception
        assert "is ready" in words(seen)
        [content] = [data for name, data in visit.files.items() if name.startswith("month-end-pack_2026-05-31_")]
        assert json.loads(members(content)["manifest.json"])["partners"] == ["P-1", "P-2"]
        assert check_pack(BytesIO(content)).faults == ()
        again = seen.selectbox(key="month").set_value("2026-04").run()
        assert pack_of_page.MADE in again.session_state
        assert "is ready" not in words(again)
