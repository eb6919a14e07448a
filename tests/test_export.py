"""Exports are a contract in bytes: exact amounts, inert text, and the same rows in every form."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from pipelines.errors import BenefitsError
from pipelines.reports import Request, run, workbook
from pipelines.reports.export import WRITERS, file_name, to_csv, to_json, to_parquet, to_xlsx
from pipelines.reports.manifest import manifest
from pipelines.store import EVERYTHING
from tests.ledger_rows import benefit, usage, warehouse
from tests.the_cast import TODAY

GOLDEN = Path(__file__).parent / "golden"
MONEY = pl.Decimal(38, 18)


def amounts(*values: str | None) -> pl.DataFrame:
    return pl.DataFrame({"cost": [value and Decimal(value) for value in values]}, {"cost": MONEY})


def lines(frame: pl.DataFrame) -> list[str]:
    """The CSV's lines after its header."""
    return to_csv(frame).decode("utf-8-sig").split("\r\n")[1:-1]


REPORTS = [
    ("utilization", "entitlement"),
    ("expiry", "date"),
    ("credit-usage", "month"),
    ("credit-balance", "credit"),
    ("credit-forecast", "credit"),
    ("credit-thresholds", "threshold"),
    ("value", "offer"),
]


@pytest.mark.parametrize(("report", "by"), REPORTS)
def test_a_report_is_written_byte_for_byte_as_agreed(report: str, by: str, tmp_path: Path) -> None:
    rows = [
        ("offer_held", {"fee": 895}),
        benefit("E-1", quantity=3, unit_value="1199.50", use_until=date(2026, 7, 1)),
        benefit('=HYPERLINK("x")', "office-professional-plus-2019", activate_by=date(2026, 6, 30)),
        benefit("E-3", "azure-bulk-credit", quantity=6000, unit="credit_year"),
        ("credit_grant", {}),
        usage(date(2026, 2, 28), "0.1"),
        usage(date(2026, 4, 1), "12.000000000000000001", subscription='@SUM(1), "Lab"'),
    ]
    with warehouse(tmp_path, *rows) as snap:
        frame = run(snap, Request(report, TODAY, by), EVERYTHING)
    assert to_csv(frame) == (GOLDEN / f"{report}.csv").read_bytes()


def test_no_rows_still_have_a_header() -> None:
    assert to_csv(amounts()) == b"\xef\xbb\xbfcost\r\n"
    assert to_json(amounts()) == b"[]"


def test_amounts_are_written_in_full_and_plainly() -> None:
    written = ["1.1", "0.000000000000000001", "12345678901234567890.123456789012345678", "100", "-5", "0", ""]
    assert lines(amounts("1.10", "1E-18", written[2], "1E+2", "-5.00", "0", None)) == [*written[:-1], ""]


def test_a_small_share_has_no_exponent() -> None:
    assert lines(pl.DataFrame({"utilization": [1e-9, 1 / 3]})) == ["0.000000001", "0.3333333333333333"]


FORMULAS = ["=cmd()", "+1", "-1", "@x", "\tx", "'=x", "''-x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_run_as_a_formula_is_inert_in_csv(text: str) -> None:
    assert lines(pl.DataFrame({"file": [text]})) == [f"'{text}"]


def test_a_carriage_return_in_front_is_inert_and_quoted() -> None:
    assert to_csv(pl.DataFrame({"file": ["\r=x"]})) == b'\xef\xbb\xbffile\r\n"\'\r=x"\r\n'


def test_other_text_is_as_it_was_and_quoted_only_where_it_must_be() -> None:
    texts = ["a=b", "'quoted'", 'say "hi"', "a,b", "二〇二六", "two\nlines"]
    expected = ["a=b", "'quoted'", '"say ""hi"""', '"a,b"', "二〇二六", '"two\nlines"']
    assert lines(pl.DataFrame({"file": texts})) == expected


def test_dates_and_times_are_iso() -> None:
    frame = pl.DataFrame({"on": [TODAY], "at": [datetime(2026, 6, 15, 9, 30, tzinfo=UTC)], "yes": [True]})
    assert lines(frame) == ["2026-06-15,2026-06-15T09:30:00Z,true"]


def test_json_is_a_list_of_rows_with_decimals_as_strings() -> None:
    frame = amounts("1.10", None).with_columns(date=pl.lit(TODAY), share=pl.lit(0.5), file=pl.lit("=名"))
    assert json.loads(to_json(frame)) == [
        {"cost": "1.1", "date": "2026-06-15", "share": 0.5, "file": "=名"},
        {"cost": None, "date": "2026-06-15", "share": 0.5, "file": "=名"},
    ]


def test_parquet_keeps_types_and_values() -> None:
    frame = amounts("1.10", "1E-18", None)
    assert pl.read_parquet(BytesIO(to_parquet(frame))).equals(frame)


def test_a_sheet_has_typed_cells_and_text_is_never_a_formula() -> None:
    frame = amounts("1.10", "-5").with_columns(file=pl.Series(["=1+1", "-x"]), date=pl.lit(TODAY))
    workbook = fastexcel.read_excel(to_xlsx(frame))
    cells = workbook.load_sheet("report").to_polars()
    assert workbook.sheet_names == ["report"]
    assert cells["cost"].to_list() == [1.1, -5]
    assert cells["file"].to_list() == ["=1+1", "-x"]
    assert cells["date"].cast(pl.Date).to_list() == [TODAY, TODAY]


@pytest.mark.parametrize("amount", ["123456789012345.6", "0.1234567890123456", "-1.000000000000000001"])
def test_an_amount_of_more_than_15_digits_is_there_in_full_too(amount: str) -> None:
    workbook = fastexcel.read_excel(to_xlsx(amounts(amount, "2")))
    assert workbook.sheet_names == ["report", "exact"]
    assert workbook.load_sheet("exact").to_polars()["cost"].to_list() == [amount, "2"]


@pytest.mark.parametrize("amount", ["12345678901234.5", "0.000000000000000001", "-100.00", "0"])
def test_an_amount_of_15_digits_or_less_needs_no_second_sheet(amount: str) -> None:
    assert fastexcel.read_excel(to_xlsx(amounts(amount))).sheet_names == ["report"]


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "XLSX_ROWS", 2)
    with pytest.raises(BenefitsError, match="CSV or Parquet"):
        to_xlsx(amounts("1", "2", "3"))


def test_every_form_can_be_written() -> None:
    assert {suffix for suffix, write in WRITERS.items() if write(amounts("1"))} == {"csv", "json", "xlsx", "parquet"}


def test_a_file_is_named_by_report_day_and_what_is_in_it() -> None:
    name = file_name("credit-usage", TODAY, b"content", "csv")
    assert name == f"credit-usage_2026-06-15_{hashlib.sha256(b'content').hexdigest()[:12]}.csv"


def test_the_manifest_says_what_was_asked_and_what_must_add_up() -> None:
    frame = pl.DataFrame(
        {
            "month": ["2026-05", "2026-06", "2026-06"],
            "currency": ["USD", "USD", "EUR"],
            "cost": [Decimal("0.1"), Decimal("0.2"), Decimal(7)],
            "usage_rows": [1, 2, 3],
        },
        schema_overrides={"cost": MONEY},
    )
    content = to_csv(frame)
    told = json.loads(
        manifest(Request("credit-usage", TODAY, filters={"partner": ["P-1"]}), 4, frame, "a.csv", content)
    )
    assert told == {
        "report": "credit-usage",
        "by": "month",
        "as_of": "2026-06-15",
        "filters": {"partner": ["P-1"]},
        "snapshot": 4,
        "rows": 3,
        "control_totals": [{"currency": "EUR", "cost": "7"}, {"currency": "USD", "cost": "0.3"}],
        "file": "a.csv",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


@pytest.mark.parametrize("text", ["'=x", "''-x", "'\tx"])
def test_a_text_in_a_sheet_that_reads_like_our_guard_has_it_once_more(text: str) -> None:
    sheet = fastexcel.read_excel(to_xlsx(pl.DataFrame({"file": [text]}))).load_sheet("report").to_polars()
    assert sheet["file"].to_list() == [f"'{text}"]


def test_a_text_longer_than_a_cell_is_refused_in_words_and_never_cut() -> None:
    assert to_xlsx(pl.DataFrame({"note": ["x" * 32_767]}))
    with pytest.raises(BenefitsError, match="CSV, JSON or Parquet"):
        to_xlsx(pl.DataFrame({"note": ["x" * 32_768]}))
