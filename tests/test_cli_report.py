"""`benefits report`: the reports as tables, and as the files that finance and automation read."""

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len

from pipelines.commands.table import as_text
from pipelines.reports import REPORTS, Column, columns
from pipelines.store import Store
from tests.backend import copied
from tests.ledger_rows import warehouse
from tests.terminal import Terminal
from tests.test_reports_scope import OF_DEEDS
from tests.the_cast import FILES

# The cast has no file of these.
NOT_IN_CAST = ("vendor-forecast", "exchange-rates", "licence-skus")
GROUPINGS = [(report.name, by) for report in REPORTS.values() for by in report.by]
UNKNOWN = {
    "costs": 'There is no report "costs". The reports are: overview, utilization, ',
    "expiry --by year": 'cannot be grouped by "year". It can be grouped by: date, band, month.',
    "expiry --filter year=2026": 'has no filter "year". Its filters are: partner, family, ',
    "expiry --filter family=hardware": "It knows: software, azure_credit, cloud, ",
}


def cost_of_file() -> Decimal:
    with (FILES / "usage.csv").open(encoding="utf-8", newline="") as file:
        return sum((Decimal(row["Cost"]) for row in csv.DictReader(file)), Decimal(0))


@pytest.fixture(scope="module")
def open_home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cast's home, held open by this process: its commands need not open it each time anew."""
    home = copied(cast_files, tmp_path_factory.mktemp("open") / "home")
    store = Store(home)
    store.open()
    yield home
    store.close()


@pytest.fixture
def open_terminal(
    open_home: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Terminal:
    return Terminal(open_home, monkeypatch, capsysbinary)


@pytest.mark.parametrize(("name", "by"), GROUPINGS)
def test_every_report_has_the_same_rows_in_every_format(
    open_terminal: Terminal, tmp_path: Path, name: str, by: str
) -> None:
    asked = ("report", name, "--by", by)
    names = [column.name for column in columns(name, by)]
    rows = open_terminal.run(*asked, "--format", "json").json
    assert rows or name in (*OF_DEEDS, *NOT_IN_CAST) or (name, by) == ("people", "difference")
    assert all(list(row) == names for row in rows)
    header, *table = csv.reader(StringIO(open_terminal.run(*asked, "--format", "csv").out.decode("utf-8-sig")))
    assert header == names
    assert len(table) == len(rows)
    for suffix, read in (("xlsx", pl.read_excel), ("parquet", pl.read_parquet)):
        assert open_terminal.run(*asked, "-o", tmp_path / f"report.{suffix}").code == 0
        assert read(tmp_path / f"report.{suffix}").shape == (len(rows), len(names))
    assert len(open_terminal.run(*asked).text.splitlines()) == max(len(rows), 1) + 4


def test_the_months_add_up_to_the_control_total(cast_terminal: Terminal) -> None:
    rows = cast_terminal.run("report", "credit-usage", "--by", "month", "--format", "json").json
    assert [row["month"] for row in rows] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert {row["currency"] for row in rows} == {"USD"}
    assert all(isinstance(row["cost"], str) and "E" not in row["cost"] for row in rows)
    loaded = cast_terminal.run("load", FILES / "usage.csv", "--format", "json").json["files"][0]
    [control], [stored] = loaded["control_totals"], loaded["stored_totals"]
    assert sum(Decimal(row["cost"]) for row in rows) == Decimal(control["amount"]) == cost_of_file()
    assert stored == control


def test_days_are_dates(cast_terminal: Terminal) -> None:
    rows = cast_terminal.run("report", "credit-usage", "--by", "day", "--format", "json").json
    assert rows[0]["date"] == "2026-03-02"


def test_the_reporting_day_changes_what_is_left(cast_terminal: Terminal) -> None:
    today = cast_terminal.run("report", "expiry", "--format", "json").json
    same = cast_terminal.run("report", "expiry", "--format", "json", "--as-of", "2026-06-15").json
    later = cast_terminal.run("report", "expiry", "--format", "json", "--as-of", "2026-06-25").json
    assert today == same
    assert {row["days_left"] for row in later} != {row["days_left"] for row in today}


def test_without_a_day_it_is_today(cast_terminal: Terminal) -> None:
    cast_terminal.environment.delenv("BENEFITS_AS_OF")
    assert cast_terminal.run("report", "expiry").code == 0


@pytest.mark.parametrize(("zone", "day"), [("Asia/Taipei", "2028-03-01"), ("America/New_York", "2028-02-29")])
def test_without_a_day_it_is_that_of_the_partners_time_zone(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, zone: str, day: str
) -> None:
    with warehouse(terminal.home, ("offer_held", {})):
        pass
    store = Store(terminal.home)
    with store.writing() as writing:
        writing.draft.run("UPDATE partner SET time_zone = $zone", {"zone": zone})
        writing.draft.keep = True
    store.close()
    monkeypatch.setattr("pipelines.commands.shared.now", lambda: datetime(2028, 2, 29, 20, 0, tzinfo=UTC))
    terminal.environment.delenv("BENEFITS_AS_OF")
    terminal.run("report", "memberships", "-o", str(terminal.home / "m.csv"), "--manifest")
    assert json.loads((terminal.home / "m.csv.manifest.json").read_bytes())["as_of"] == day


def test_filters_limit_the_rows_and_add_up(cast_terminal: Terminal) -> None:
    def partners(*filters: str) -> set[str]:
        words = [word for one in filters for word in ("--filter", one)]
        rows = cast_terminal.run("report", "utilization", "--by", "partner", *words, "--format", "json").json
        return {row["partner_id"] for row in rows}

    assert partners("partner=P-1") == {"P-1"}
    assert partners("partner=P-1", "partner=P-2") == {"P-1", "P-2"}
    assert partners("partner=P-1", "family=azure_credit") == {"P-1"}
    assert partners("partner=nobody") == set()


@pytest.mark.parametrize("words", UNKNOWN)
def test_an_unknown_name_is_refused_with_those_there_are(cast_terminal: Terminal, words: str) -> None:
    told = cast_terminal.run("report", *words.split())
    assert (told.code, told.out) == (2, b"")
    assert UNKNOWN[words] in told.err


@pytest.mark.parametrize("format_", ["xlsx", "parquet"])
def test_what_is_not_text_is_not_for_the_terminal(cast_terminal: Terminal, format_: str) -> None:
    told = cast_terminal.run("report", "expiry", "--format", format_)
    assert (told.code, told.out) == (2, b"")
    assert told.err == f"{format_} is not for the terminal. Say where to write it with -o FILE.\n"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("out.csv", b"\xef\xbb\xbfmonth,"),
        ("out.json", b"[{"),
        ("out.txt", b"Credit"),
        ("out --format csv", b"\xef\xbb\xbf"),
    ],
)
def test_a_file_is_in_the_format_that_is_said_or_that_its_name_says(
    cast_terminal: Terminal, tmp_path: Path, words: str, start: bytes
) -> None:
    name, *format_ = words.split()
    told = cast_terminal.run("report", "credit-usage", "-o", tmp_path / name, *format_)
    assert (told.code, told.out) == (0, b"")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_file_and_the_terminal_get_the_same_bytes(cast_terminal: Terminal, tmp_path: Path) -> None:
    shown = cast_terminal.run("report", "utilization", "--format", "csv").out
    cast_terminal.run("report", "utilization", "-o", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == shown


def test_a_file_that_cannot_be_written_to_its_end_stays_as_it_was(cast_terminal: Terminal, tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "out" / "report.csv"
    file.parent.mkdir()
    file.write_text("of yesterday")
    cast_terminal.environment.setattr("pipelines.commands.output.fsync", full)
    told = cast_terminal.run("report", "expiry", "-o", file)
    assert told.code == 2
    assert told.err.startswith(f"The disk with {file} is full: ")
    assert told.err.endswith("Nothing was changed. Make room there and try again.\n")
    assert {path.name: path.read_text() for path in file.parent.iterdir()} == {"report.csv": "of yesterday"}


@pytest.mark.parametrize("place", ["no-folder/report.csv", "."])
def test_a_place_that_is_none_is_refused(cast_terminal: Terminal, tmp_path: Path, place: str) -> None:
    told = cast_terminal.run("report", "expiry", "--format", "csv", "-o", tmp_path / place)
    assert told.code == 2
    assert f"{tmp_path / place} cannot be written: " in told.err


def test_a_link_stays_one_and_a_pipe_is_written_to(cast_terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "latest.json").symlink_to(tmp_path / "real.json")
    cast_terminal.run("report", "overview", "-o", tmp_path / "latest.json")
    assert (tmp_path / "latest.json").is_symlink()
    shown = (tmp_path / "real.json").read_bytes()
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)
    cast_terminal.run("report", "overview", "-o", pipe)
    assert os.read(reader, 65_536) == shown
    os.close(reader)


def test_a_manifest_lies_beside_the_file_and_ties_to_it(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    words = ("report", "credit-usage", "--by", "day", "--filter", "currency=USD", "-o", file, "--manifest")
    assert cast_terminal.run(*words).code == 0
    told = json.loads((tmp_path / "usage.csv.manifest.json").read_bytes())
    assert (told["file"], told["snapshot"], told["filters"]) == ("usage.csv", 1, {"currency": ["USD"]})
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [Decimal(one["cost"]) for one in told["control_totals"]] == [cost_of_file()]


def test_a_manifest_of_no_file_is_refused(cast_terminal: Terminal) -> None:
    told = cast_terminal.run("report", "credit-usage", "--format", "csv", "--manifest")
    assert (told.code, told.out) == (2, b"")
    assert told.err == "A manifest lies beside a file. Say which with -o FILE.\n"


def test_a_table_is_as_wide_as_its_cells_and_its_columns_stand_below_each_other(cast_terminal: Terminal) -> None:
    lines = cast_terminal.run("report", "credit-balance").text.splitlines()
    assert lines[0] == "Credit balance"
    assert all(line == line.rstrip() for line in lines)
    rule = lines[3]
    assert max(map(len, lines)) <= len(rule)
    starts = [0, *(place + 2 for place in range(len(rule)) if rule[place : place + 2] == "  ")]
    for line in lines[4:]:
        assert all(line[start - 2 : start] == "  " for start in starts[1:] if start < len(line))


def test_a_cell_is_shown_whole_in_the_readers_way() -> None:
    frame = pl.DataFrame(
        {
            "partner": ["合作夥伴", "A\x1b[2J\nB", None],
            "cost": [Decimal("1234567.5"), Decimal("-0.000001"), Decimal(7)],
            "utilization": [0.614, None, 1.0],
            "decisive": [True, False, None],
        }
    )
    kinds = {"partner": "text", "cost": "money", "utilization": "share", "decisive": "flag"}
    shape = [Column(name, kind) for name, kind in kinds.items()]
    title, _, header, _, *rows = as_text(frame.rows(), shape, "A report", "en").splitlines()
    assert title == "A report"
    assert [row.split("  ")[0].strip() for row in rows] == ["合作夥伴", r"A\x1b[2J\x0aB", "-"]
    assert [row.split()[-3:] for row in rows] == [
        ["1,234,567.50", "61.4%", "yes"],
        ["-0.000001", "-", "no"],
        ["7", "100.0%", "-"],
    ]
    ends = {
        cell_len(row[: row.index(cell) + len(cell)]) for row, cell in zip(rows, ("67.50", "00001", " 7"), strict=True)
    }
    assert ends == {cell_len(header[: header.index("Cost") + 4])}


def test_a_report_without_rows_says_so(terminal: Terminal) -> None:
    assert terminal.run("report", "utilization").text.splitlines()[-1] == "No rows."
    assert terminal.run("report", "utilization", "--format", "json").json == []
    assert terminal.run("report", "credit-usage", "--format", "csv").text == "\ufeffmonth,currency,cost,usage_rows\r\n"


def test_xlsx_is_a_workbook(cast_terminal: Terminal, tmp_path: Path) -> None:
    cast_terminal.run("report", "loads", "--format", "xlsx", "-o", tmp_path / "loads")
    frame = pl.read_excel(BytesIO((tmp_path / "loads").read_bytes()))
    assert frame["file"].to_list()[0].endswith(".csv")
