"""Reports are written batch by batch: the same bytes, whatever the length, in memory that does not grow with it."""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import fastexcel
import polars as pl
import pyarrow.parquet as pq
import pytest

from pipelines.errors import BenefitsError
from pipelines.reports import REPORTS, Request, columns, run, workbook
from pipelines.reports import stream as streaming
from pipelines.reports.export import STREAMED, WRITERS, to_csv
from pipelines.reports.manifest import OF_FINANCE, manifest
from pipelines.reports.shape import kinds
from pipelines.reports.stream import stream
from pipelines.reports.write import write_report
from pipelines.settings import PROJECT
from pipelines.store import EVERYTHING, Scope, Snapshot, Store
from tests.ledger_rows import Row, warehouse
from tests.seat_deeds import do
from tests.the_cast import TODAY
from tests.usage_rows import charged, many, used, with_days

EVERY_REPORT = [(report.name, by) for report in REPORTS.values() for by in report.by]
DETAIL = Request("usage-detail", TODAY)
PAYLOADS = ("=cmd|'/c calc'!A1", "+1+cmd()", "-2+3", "@SUM(1)", "\t=1", "\r=1", "'=1")
GRANT: Row = ("credit_grant", {})
FILES: list[Row] = [
    ("load", {"load_id": 1, "loaded_at": "2026-06-01 08:00:00+00"}),
    *(
        ("load_file", {"load_id": 1, "file_no": number, "file": file, "rows_read": 1, "rows_loaded": 1}
         | {"rows_unchanged": 0, "rows_rejected": 0})
        for number, file in ((1, "usage.csv"), (2, "actual.csv"))
    ),
]  # fmt: skip


def written(batches: list[pl.DataFrame] | Iterator[pl.DataFrame], form: str) -> bytes:
    file = BytesIO()
    STREAMED[form](batches, file)
    return file.getvalue()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Ten rows of the portal, one with more digits than a sheet keeps; a cost export of the same day and of another."""
    of_portal = [used(line, f"{line}.000000000000000001" if line == 9 else f"-{line}.5") for line in range(2, 12)]
    of_export = [
        charged(2, "100"),
        charged(3, "7", usage_on=TODAY),
        charged(4, "9", usage_on=TODAY, dataset="amortized"),
    ]
    home = tmp_path_factory.mktemp("rows")
    with warehouse(home, GRANT, *FILES, *with_days(*of_portal, *of_export)) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def cast(cast_files: Path) -> Iterator[Snapshot]:
    store = Store(cast_files)
    with store.snapshot() as snapshot:
        yield snapshot
    store.close()


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_a_report_in_batches_has_the_bytes_of_the_whole(
    report: str, by: str, cast: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "LINES", 3)
    whole = run(cast, Request(report, TODAY, by), EVERYTHING)
    streamed = list(stream(cast, Request(report, TODAY, by), EVERYTHING))
    for form in ("csv", "json"):
        assert written(streamed, form) == WRITERS[form](whole)
        assert written([whole.clear(), *whole.iter_slices(2)], form) == WRITERS[form](whole)


def test_batches_have_the_columns_types_and_order_of_the_whole(rows: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LINES", 4)
    batches = list(stream(rows, DETAIL, EVERYTHING))
    assert [batch.height for batch in batches] == [6, 4, 1]
    assert all(batch.schema == {one.name: kinds()[one.kind] for one in columns("usage-detail")} for batch in batches)
    assert pl.concat(batches).equals(run(rows, DETAIL, EVERYTHING))


def test_no_rows_are_one_batch_without_rows(rows: Snapshot) -> None:
    [batch] = stream(rows, DETAIL, Scope(("P-2",)))
    assert batch.is_empty()
    assert to_csv(batch).decode("utf-8-sig").startswith("partner_id,partner,")


def test_rows_are_told_with_their_file_and_line_and_are_what_the_months_add_up(rows: Snapshot) -> None:
    detail = run(rows, DETAIL, Scope(("P-1",)))
    assert detail.select("file", "source_line", "load_id", "counts").rows() == [
        *(("usage.csv", line, 1, True) for line in range(2, 12)),
        ("actual.csv", 3, 1, True),
    ]
    months = run(rows, Request("credit-usage", TODAY), EVERYTHING)
    assert detail["cost"].sum() == months["cost"].sum()
    assert set(detail["resource_group"]) == {None, "lab"}


def test_a_dataset_that_does_not_count_is_shown_only_when_it_is_asked_for(rows: Snapshot) -> None:
    def shown(*datasets: str) -> list[tuple[object, ...]]:
        frame = run(rows, Request("usage-detail", TODAY, filters={"dataset": datasets}), EVERYTHING)
        return frame.select("cost", "counts").rows()

    assert shown("amortized") == [(Decimal(9), False)]
    assert shown("actual") == [(Decimal(100), False), (Decimal(7), True)]


@pytest.mark.parametrize(
    ("filters", "lines"),
    [
        ({"month": ["2026-06"]}, 1),
        ({"month": ["2026-05"]}, 10),
        ({"partner": ["P-1"], "currency": ["USD"]}, 11),
        ({"service": ["Compute"]}, 0),
        ({"resource_group": ["lab"]}, 1),
        ({"subscription": ["other"]}, 0),
    ],
)
def test_filters_choose_rows(rows: Snapshot, filters: dict[str, list[str]], lines: int) -> None:
    assert sum(one.height for one in stream(rows, Request("usage-detail", TODAY, filters=filters), EVERYTHING)) == lines


def test_days_after_the_reporting_day_are_left_out(rows: Snapshot) -> None:
    assert run(rows, Request("usage-detail", TODAY.replace(day=14)), EVERYTHING).height == 10


def test_what_is_done_meanwhile_shows_in_no_batch(rows: Snapshot) -> None:
    count = "SELECT count(*) AS deeds FROM deed"
    with rows.one_state(EVERYTHING) as ask:
        before = ask(count, {}).item()
        do(rows, "assign_seat", "cyd")
        assert ask(count, {}).item() == before
    assert rows.query(count).item() == before + 1


def test_a_stream_that_is_given_up_leaves_the_snapshot_as_it_was(
    rows: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "LINES", 1)
    begun = stream(rows, DETAIL, EVERYTHING)
    next(begun)
    begun.close()
    assert run(rows, DETAIL, EVERYTHING).height == 11


def test_a_parquet_file_has_a_group_of_rows_for_each_batch(rows: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LINES", 4)
    content = written(stream(rows, DETAIL, EVERYTHING), "parquet")
    assert pq.ParquetFile(BytesIO(content)).num_row_groups == 3
    assert pl.read_parquet(BytesIO(content)).equals(run(rows, DETAIL, EVERYTHING))


def test_a_sheet_in_batches_has_all_rows_and_all_digits_of_a_later_batch(
    rows: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "LINES", 4)
    book = fastexcel.read_excel(written(stream(rows, DETAIL, EVERYTHING), "xlsx"))
    assert book.sheet_names == ["report", "exact"]
    report, exact = (book.load_sheet(name).to_polars() for name in book.sheet_names)
    assert report["cost"].to_list()[:2] == [-2.5, -3.5]
    assert exact["cost"].to_list()[7] == "9.000000000000000001"
    assert report["source_line"].to_list() == exact["source_line"].to_list() == [*range(2, 12), 3]


def test_the_same_rows_are_the_same_bytes_in_every_form(rows: Snapshot) -> None:
    for form in STREAMED:
        assert written(stream(rows, DETAIL, EVERYTHING), form) == written(stream(rows, DETAIL, EVERYTHING), form)


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(
    rows: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "XLSX_ROWS", 10)
    file = BytesIO()
    with pytest.raises(BenefitsError, match="CSV or Parquet"):
        write_report(rows, DETAIL, EVERYTHING, "xlsx", file)
    assert file.getvalue() == b""


def test_the_manifest_of_a_streamed_file_is_that_of_the_whole(rows: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LINES", 4)
    file = BytesIO()
    told = write_report(rows, DETAIL, EVERYTHING, "csv", file)
    whole = run(rows, DETAIL, EVERYTHING)
    assert told.manifest("a.csv") == manifest(DETAIL, rows.number, whole, "a.csv", to_csv(whole))
    assert (told.size, told.sha256) == (len(file.getvalue()), hashlib.sha256(file.getvalue()).hexdigest())


@pytest.mark.parametrize("report", sorted(OF_FINANCE))
def test_every_report_of_finance_can_be_tied_to_its_totals(report: str, rows: Snapshot) -> None:
    told = write_report(rows, Request(report, TODAY), EVERYTHING, "csv", BytesIO())
    assert told.tally.rows == run(rows, Request(report, TODAY), EVERYTHING).height


def test_names_that_would_run_are_inert_and_negative_amounts_stay_numbers(tmp_path: Path) -> None:
    def named(payload: str) -> dict[str, object]:
        return dict.fromkeys(("subscription", "resource_group", "service", "resource"), payload)

    charges = [charged(line, "-5.25", quantity=-3, **named(one)) for line, one in enumerate(PAYLOADS, 2)]
    with warehouse(tmp_path, GRANT, *FILES, *with_days(*charges)) as snap:
        told = {form: written(stream(snap, DETAIL, EVERYTHING), form) for form in ("csv", "xlsx")}
        services = to_csv(run(snap, Request("credit-usage", TODAY, "service"), EVERYTHING))
    cells = list(csv.DictReader(StringIO(told["csv"].decode("utf-8-sig"), newline="")))
    for name in ("subscription", "resource_group", "service", "meter"):
        assert [row[name] for row in cells] == [f"'{one}" for one in PAYLOADS]
    assert {(row["cost"], row["quantity"]) for row in cells} == {("-5.25", "-3")}
    rows_by_service = csv.DictReader(StringIO(services.decode("utf-8-sig"), newline=""))
    assert {row["service"] for row in rows_by_service} == {f"'{one}" for one in PAYLOADS}
    sheet = fastexcel.read_excel(told["xlsx"]).load_sheet("report").to_polars()
    assert set(sheet.select("cost", "quantity").rows()) == {(-5.25, -3)}
    # One that looks guarded has one apostrophe more: a load takes one away.
    assert sheet["service"].to_list() == [f"'{one}" if one.startswith("'") else one for one in PAYLOADS]
    with ZipFile(BytesIO(told["xlsx"])) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def taken(home: Path, form: str) -> float:
    """The megabytes that an export of a home took, in a process of its own."""
    command = [sys.executable, "-m", "tests.stream_child", str(home), form, str(home.with_suffix(f".{form}"))]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    # Both are longer than what DuckDB and a writer hold at once; the file in one piece would take 440 megabytes more.
    for name, count in (("short", 300_000), ("long", 600_000)):
        many(tmp_path / name, count)
    assert taken(tmp_path / "long", "csv") - taken(tmp_path / "short", "csv") < 200


@pytest.mark.deep
@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_two_million_rows_take_300_megabytes_at_most(tmp_path: Path, form: str) -> None:
    many(tmp_path / "home", 2_000_000)
    assert taken(tmp_path / "home", form) < 300
