"""Rows as a workbook, batch by batch: its cells are typed, and text is never a formula or a link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
import polars.selectors as cs
import xlsxwriter
from polars.datatypes import DataTypeClass
from xlsxwriter.worksheet import Worksheet

from pipelines.errors import BenefitsError
from pipelines.reports.kept import kept
from pipelines.reports.writers import Batches, Sink, digits, plain

XLSX_ROWS = 1_048_575
XLSX_DIGITS = 15
# Letters of a cell; the rest of a longer text would be cut off.
XLSX_LETTERS = 32_767
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# A workbook tells when it was made; the same rows are to be the same bytes.
_MADE = datetime(1980, 1, 1, tzinfo=UTC)
# How a cell is written and shown, by what it holds; what is not named is a number.
_CELLS = {
    pl.String: "write_string",
    pl.Boolean: "write_boolean",
    pl.Date: "write_datetime",
    pl.Datetime: "write_datetime",
}
_FORMATS = {pl.Date: "yyyy-mm-dd", pl.Datetime: "yyyy-mm-dd hh:mm:ss"}
_NARROWEST, _WIDEST = 8, 60
# A text that reads like one with our guard against formulas: a reader takes one apostrophe off.
_GUARDED = r"^('+[=+\-@\t\r])"


@dataclass
class _Seen:
    """What the sheets must know of rows before the first is written."""

    rows: int = 0
    loses_digits: bool = False
    widths: Sequence[int] = ()
    kinds: Sequence[DataTypeClass] = ()


def write_xlsx(batches: Batches, file: Sink) -> None:
    """Typed cells on a sheet `report`.

    A spreadsheet keeps 15 digits of a number. Where an amount has more, a sheet `exact` has the same table with the
    amounts as text in full, so that the first still adds up and no digit is lost. BenefitsError beyond what a
    sheet has of rows and a cell of letters.
    """
    seen = _Seen()
    with kept(_looked_at(batches, seen)) as rows, xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        _sheet(book, "report", rows, seen)
        if seen.loses_digits:
            _sheet(book, "exact", map(digits, rows), seen)


def fits(frame: pl.DataFrame) -> bool:
    """Whether all of the rows go into a workbook."""
    return frame.height <= XLSX_ROWS and _letters(frame) <= XLSX_LETTERS


def _letters(frame: pl.DataFrame) -> int:
    """How long the longest text is."""
    longest: list[Any] = [texts.str.len_chars().max() for texts in frame.select(cs.string())]
    return max((length or 0 for length in longest), default=0)


def _looked_at(batches: Batches, seen: _Seen) -> Iterator[pl.DataFrame]:
    for frame in batches:
        seen.rows += frame.height
        if seen.rows > XLSX_ROWS:
            raise BenefitsError("too_many_rows_for_xlsx", rows=seen.rows, limit=XLSX_ROWS)
        if _letters(frame) > XLSX_LETTERS:
            raise BenefitsError("too_long_for_xlsx", letters=_letters(frame), limit=XLSX_LETTERS)
        seen.loses_digits = seen.loses_digits or _loses_digits(frame)
        seen.widths = seen.widths or _widths(frame)
        seen.kinds = [kind.base_type() for kind in frame.dtypes]
        yield frame


def _loses_digits(frame: pl.DataFrame) -> bool:
    amounts = digits(frame.select(cs.decimal()))
    lengths = pl.all().str.replace_all(r"^-?0*\.?0*|\.", "").str.len_chars()
    return bool(amounts.select(pl.any_horizontal((lengths > XLSX_DIGITS).any())).item()) if amounts.width else False


def _widths(frame: pl.DataFrame) -> list[int]:
    """How wide the columns are by their names and first rows, in characters."""
    longest = plain(frame).select(pl.all().cast(pl.String).str.len_chars().max().fill_null(0)).row(0)
    return [
        min(max(len(name), length, _NARROWEST), _WIDEST) + 2
        for name, length in zip(frame.columns, longest, strict=True)
    ]


def _sheet(book: xlsxwriter.Workbook, name: str, batches: Batches, seen: _Seen) -> None:
    sheet, above = book.add_worksheet(name), 0
    formats = {kind: book.add_format({"num_format": told}) for kind, told in _FORMATS.items()}
    for column, (width, kind) in enumerate(zip(seen.widths, seen.kinds, strict=True)):
        sheet.set_column(column, column, width, formats.get(kind))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, seen.rows, len(seen.widths) - 1)
    for frame in batches:
        if above == 0:
            sheet.write_row(0, 0, frame.columns, book.add_format({"bold": True}))
        _rows(sheet, above + 1, frame)
        above += frame.height


def _rows(sheet: Worksheet, first: int, frame: pl.DataFrame) -> None:
    """Writes the rows of a batch. A spreadsheet's times have no zone; ours are UTC."""
    local = frame.with_columns(cs.datetime().dt.replace_time_zone(None), cs.string().str.replace(_GUARDED, "'$1"))
    writers = [getattr(sheet, _CELLS.get(kind.base_type(), "write_number")) for kind in local.dtypes]
    for row, values in enumerate(local.iter_rows(), first):
        for column, value in enumerate(values):
            if value is not None:
                writers[column](row, column, value)
