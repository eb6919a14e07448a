"""A report's frame as a file: CSV, XLSX, Parquet or JSON, with the same columns and rows in the same order."""

import hashlib
from collections.abc import Callable
from datetime import date
from io import BytesIO

import polars as pl
import polars.selectors as cs
import xlsxwriter

from pipelines.errors import BenefitsError

_BOM = b"\xef\xbb\xbf"
# Text that a spreadsheet would take for a formula, also behind apostrophes that a reader strips.
_FORMULA = r"^('*[=+\-@\t\r])"
_TIME = "%Y-%m-%dT%H:%M:%S%.fZ"
XLSX_ROWS = 1_048_575
XLSX_DIGITS = 15


def to_csv(frame: pl.DataFrame) -> bytes:
    """UTF-8 with BOM, CRLF, quotes as RFC 4180 has them, a header even for no rows.

    Dates and times are ISO (times UTC); decimals are written in full, without trailing zeros and without an exponent;
    null is an empty cell. Text that a spreadsheet would run as a formula gets one apostrophe in front.
    """
    safe = _plain(frame).with_columns(frame.select(cs.string()).with_columns(_inert(pl.all())))
    return _BOM + safe.write_csv(line_terminator="\r\n", float_scientific=False).encode()


def to_json(frame: pl.DataFrame) -> bytes:
    """A list of rows in UTF-8; decimals are strings as in the CSV, dates and times ISO strings, shares numbers."""
    return _plain(frame).write_json().encode()


def to_parquet(frame: pl.DataFrame) -> bytes:
    """The frame's own types."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def to_xlsx(frame: pl.DataFrame) -> bytes:
    """Typed cells on a sheet `report`; text is never a formula or a link.

    A spreadsheet keeps 15 digits of a number. Where an amount has more, a sheet `exact` has the same table with the
    amounts as text in full, so that the first still adds up and no digit is lost. BenefitsError beyond a sheet's rows.
    """
    if frame.height > XLSX_ROWS:
        raise BenefitsError("too_many_rows_for_xlsx", rows=frame.height, limit=XLSX_ROWS)
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _sheet(book, "report", frame)
        if _loses_digits(frame):
            _sheet(book, "exact", frame.with_columns(_digits(cs.decimal())))
    return buffer.getvalue()


WRITERS: dict[str, Callable[[pl.DataFrame], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "xlsx": to_xlsx,
    "parquet": to_parquet,
}


def file_name(report: str, as_of: date, content: bytes, suffix: str) -> str:
    """`credit-usage_2026-06-15_3f9a1c20b4d7.csv`: the digest keeps two files of one day apart."""
    return f"{report}_{as_of.isoformat()}_{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals, dates and times as text."""
    return frame.with_columns(
        _digits(cs.decimal()), cs.date().dt.to_string("iso:strict"), cs.datetime().dt.strftime(_TIME)
    )


def _digits(amount: pl.Expr) -> pl.Expr:
    return amount.cast(pl.String).str.replace(r"(\.\d*?)0+$", "$1").str.strip_suffix(".")


def _inert(text: pl.Expr) -> pl.Expr:
    return text.str.replace(_FORMULA, "'$1")


def _loses_digits(frame: pl.DataFrame) -> bool:
    amounts = frame.select(_digits(cs.decimal()))
    digits = pl.all().str.replace_all(r"^-?0*\.?0*|\.", "").str.len_chars()
    return bool(amounts.select(pl.any_horizontal((digits > XLSX_DIGITS).any())).item()) if amounts.width else False


def _sheet(book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame) -> None:
    # A spreadsheet's times have no zone; ours are UTC.
    local = frame.with_columns(cs.datetime().dt.replace_time_zone(None))
    local.write_excel(book, name, dtype_formats={pl.Decimal: "General", pl.Date: "yyyy-mm-dd"}, autofit=True)
