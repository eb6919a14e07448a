"""Parquet and JSON are read as exactly as text: typed values become the texts that say the same."""

import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.ingest import Incoming, LoadReport
from pipelines.ingest.json_text import json_as_text
from pipelines.ingest.parquet import parquet_as_text
from pipelines.ingest.written import sentence
from pipelines.store import Store
from pipelines.store.check import check
from tests.charge_files import HEADER, Charge, as_csv, charges, month, rows
from tests.cost_layouts import BY_FILE
from tests.desk import PARTNERS, Desk
from tests.usage_files import load_file

FOCUS = BY_FILE["azure_focus_1.0.csv"]


def parquet(folder: Path, frame: pl.DataFrame, name: str = "costs.parquet") -> Incoming:
    frame.write_parquet(folder / name)
    return Incoming(name, folder / name)


def texts(file: Incoming, folder: Path, *known: str) -> pl.DataFrame:
    """What a Parquet file is written out as."""
    parquet_as_text(file.path, set(known), folder / "out.csv")
    return pl.read_csv(folder / "out.csv", infer_schema=False)


def refusal(report: LoadReport) -> str:
    return " | ".join(sentence(file.refusal) for file in report.files if file.refusal)


def frame_of(charges_: list[Charge]) -> pl.DataFrame:
    return pl.DataFrame([one.cells() for one in charges_], schema=list(HEADER), orient="row")


TYPED = pl.DataFrame(
    {
        "wide": pl.Series([Decimal("0.12345678901234567890123456"), None], dtype=pl.Decimal(38, 26)),
        "double": [0.1, 1e-07],
        "single": pl.Series([0.1, 2.5], dtype=pl.Float32),
        "whole": [9_007_199_254_740_993, -1],
        "day": [date(2026, 5, 1), None],
        "moment": [datetime(2026, 5, 1, 23, 30), datetime(2026, 5, 1, 0, 0, 0, 120_000)],
        "zoned": [datetime(2026, 5, 1, 22, tzinfo=UTC), None],
        "truth": [True, False],
        "kind": pl.Series(["a", "b"], dtype=pl.Categorical),
        "words": ['say "hi", you', "two\nlines"],
        "bytes": [b"raw", b"text"],
        "list": [[1], [2]],
    }
).with_columns(pl.col("zoned").dt.convert_time_zone("America/New_York"))


def test_typed_values_become_the_texts_that_say_exactly_the_same(tmp_path: Path) -> None:
    found = texts(parquet(tmp_path, TYPED), tmp_path, *TYPED.columns)
    assert found.row(0) == (
        *("0.12345678901234567890123456", "0.1", "0.1", "9007199254740993", "2026-05-01", "2026-05-01T23:30:00"),
        *("2026-05-01T22:00:00Z", "true", "a", 'say "hi", you', "raw", None),
    )
    assert found.row(1) == (
        *(None, "1e-7", "2.5", "-1", None, "2026-05-01T00:00:00.120", None, "false", "b", "two\nlines", "text", None),
    )


def test_columns_that_no_format_reads_are_left_empty(tmp_path: Path) -> None:
    assert texts(parquet(tmp_path, TYPED), tmp_path, "whole").row(1) == (*(None,) * 3, "-1", *(None,) * 8)


@pytest.mark.parametrize("typed", [False, True])
def test_a_parquet_export_loads_to_the_last_digit_and_a_record_is_its_line(
    store: Store, tmp_path: Path, typed: bool
) -> None:
    table = FOCUS.table()
    frame = pl.DataFrame(table[1:], schema=table[0], orient="row").with_columns(pl.all().replace("", None))
    if typed:
        frame = frame.with_columns(
            pl.col("BilledCost").cast(pl.Decimal(38, 26)),
            pl.col("ChargePeriodStart").str.to_datetime("%Y-%m-%dT%H:%MZ", time_zone="UTC"),
            pl.col("x_SkuIsCreditEligible").str.to_lowercase() == "true",
        )
    report = load_file(store, parquet(tmp_path, frame))
    told = report.files[0]
    assert (report.status, told.format, told.rows_loaded) == ("loaded", "focus", len(table) - 1), refusal(report)
    assert told.control_totals == told.stored_totals == [("EUR", sum(FOCUS.amounts()))]
    assert [exact.currency for exact in told.exact_totals] == ["EUR"]
    assert charges(store, "source_line") == [(number,) for number in range(1, len(table))]
    assert check(store) == []


def test_a_parquet_file_says_the_same_as_its_text(store: Store, tmp_path: Path) -> None:
    load_file(store, Incoming("may.csv", _written(tmp_path / "may.csv", as_csv(month()).encode())))
    report = load_file(store, parquet(tmp_path, frame_of(month())))
    assert (report.status, report.files[0].rows_unchanged) == ("unchanged", 31)


def test_a_faulty_cell_of_a_parquet_file_is_named_by_its_record(store: Store, tmp_path: Path) -> None:
    report = load_file(store, parquet(tmp_path, frame_of([Charge(), Charge(cost="much")])), keep_good=True)
    (problem,) = report.files[0].problems
    assert (problem.line, problem.column, problem.found) == (2, "CostInBillingCurrency", "much")
    assert charges(store, "source_line") == [(1,)]
    mended = report.quarantine[0].read_bytes().replace(b"much", b"2")
    assert load_file(store, Incoming("mended.csv", _written(tmp_path / "mended.csv", mended))).status == "loaded"
    assert charges(store, "source_line, cost") == [(1, Decimal(1)), (2, Decimal(2))]


def test_parquet_parts_are_one_statement(store: Store, tmp_path: Path) -> None:
    parts = [
        parquet(tmp_path, frame_of([Charge(cost=cost)]), f"part_{n}_0001.snappy.parquet") for n, cost in enumerate("12")
    ]
    assert load_file(store, *parts).status == "loaded"
    assert charges(store, "cost, file_no, source_line") == [(Decimal(1), 0, 1), (Decimal(2), 1, 1)]


def test_a_million_rows_of_parquet_are_written_batch_by_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.ingest.parquet._BATCH_ROWS", 7)
    frame = pl.DataFrame({"number": range(50)})
    assert texts(parquet(tmp_path, frame), tmp_path, "number")["number"].to_list() == [str(n) for n in range(50)]


def test_a_parquet_file_that_would_unpack_too_large_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.ingest.unpack._SMALL_BYTES", 10_000)
    monkeypatch.setattr("pipelines.ingest.parquet._LARGEST_RATIO", 20)
    report = load_file(store, parquet(tmp_path, frame_of([Charge(service="x" * 500)] * 10_000)))
    assert "Unpacked, the file would have" in refusal(report)


def test_a_gzipped_export_loads_like_its_text(store: Store, tmp_path: Path) -> None:
    path = _written(tmp_path / "part_0_0001.csv.gz", gzip.compress(as_csv(month()).encode()))
    report = load_file(store, Incoming(path.name, path))
    assert (report.status, report.files[0].rows_loaded) == ("loaded", 31)
    assert charges(store, "min(source_line), max(source_line)") == [(2, 32)]
    assert load_file(store, Incoming(path.name, path)).status == "unchanged"


def test_a_large_gzip_goes_to_a_disk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.ingest.unpack.MOST_BYTES", 1_000)
    monkeypatch.setattr("pipelines.ingest.unpack._CHUNK", 300)
    path = _written(tmp_path / "may.csv.gz", gzip.compress(as_csv(month()).encode()))
    assert load_file(store, Incoming(path.name, path)).files[0].rows_loaded == 31


SKUS = {
    "value": [
        {
            "skuId": "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11",
            "skuPartNumber": "ENTERPRISEPACK",
            "capabilityStatus": "Enabled",
            "consumedUnits": 14,
            "prepaidUnits": {"enabled": 25, "suspended": 0, "warning": 1},
            "servicePlans": [{"servicePlanName": "SWAY"}],
        }
    ]
}


def test_a_json_answer_loads_with_the_keys_of_its_inner_objects(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.loaded(PARTNERS)
    told = desk.loaded(json.dumps(SKUS), partner="P-1")
    assert (told.format, told.rows_loaded) == ("graph-subscribed-skus", 1)
    assert rows(store, "SELECT enabled, warning, consumed, source_line FROM sku_count") == [(25, 1, 14, 1)]


def test_records_of_a_json_that_were_set_aside_come_back_mended_as_text(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.loaded(PARTNERS)
    faulty = {"value": [{**SKUS["value"][0], "consumedUnits": "many"}]}
    report = desk.load(json.dumps(faulty), keep_good=True, settings={"partner": "P-1"})
    assert [(one.line, one.column) for one in report.files[0].problems] == [(1, "consumedUnits")]
    desk.loaded(report.quarantine[0].read_bytes().replace(b"many", b"14"), partner="P-1")
    assert rows(store, "SELECT consumed, source_line FROM sku_count") == [(14, 1)]


def test_a_text_with_the_columns_of_a_json_is_not_taken_for_one(store: Store, tmp_path: Path) -> None:
    columns = "skuId,skuPartNumber,capabilityStatus,consumedUnits,prepaidUnits.enabled"
    report = Desk(store, tmp_path).load(f"{columns},prepaidUnits.suspended,prepaidUnits.warning\n")
    assert "No known format has these columns" in refusal(report)


def test_numbers_of_a_json_keep_their_digits(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.json", b'{"value": [{"a": 1.12345678901234567890123, "b": {"c": true, "d": null}}]}')
    assert json_as_text(path, ["", "value"], tmp_path / "out.csv") == "value"
    assert (tmp_path / "out.csv").read_text() == "a,b.c,b.d\n1.12345678901234567890123,true,\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"value": [], "nextLink": "https://x.example/2"}, "names a next page (https://x.example/2)"),
        ({"value": []}, "The file is empty"),
        ({"value": {"a": 1}}, "no list of records at: value"),
        ({"value": [1, 2]}, "no list of records at: value"),
        ({"values": SKUS["value"]}, "no list of records at: value"),
        ({"value": [{"a": 1}]}, "No known format has these columns: a"),
    ],
)
def test_a_json_without_the_records_is_refused(store: Store, tmp_path: Path, content: object, words: str) -> None:
    assert words in refusal(Desk(store, tmp_path).load(json.dumps(content)))


def test_a_json_that_nests_without_end_is_refused(store: Store, tmp_path: Path) -> None:
    assert "cannot be read as such" in refusal(Desk(store, tmp_path).load("[" * 200_000))


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
