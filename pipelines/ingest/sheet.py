"""A workbook's sheet written out as delimited text, so that it is read like any other file."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import fastexcel
import polars as pl
from fastexcel import ExcelReader, ExcelSheet

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.sheet_xml import Odd
from pipelines.ingest.workbook import sheets_within

# Rows that are turned into texts of Python at a time.
_SLICE = 2_000
# From here on a whole number has lost digits.
_LONG = 1e15
_ERROR = re.compile(r"Error\((\w+)\)")
_ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}


def sheet_as_text(path: Path, sheet: str | None, target: Path) -> list[Odd]:
    """Writes the workbook's only sheet with rows, or the one named, as CSV to `target`; a row of the sheet is a record.

    Gives the cells of the sheet that would be read wrong. SettingAsked where several sheets have rows; FileRefused for
    a workbook that is damaged or would unpack too large.
    """
    sheets = sheets_within(path)
    try:
        workbook = fastexcel.read_excel(path)
        name = _named(workbook, sheet)
        with target.open("w", encoding="utf-8", newline="") as file:
            # This line end makes the writer quote every cell that holds a feed or a return.
            csv.writer(file, lineterminator="\r\n").writerows(_rows(workbook, name))
    except fastexcel.FastExcelError as fault:
        raise FileRefused("workbook_unreadable") from fault
    return sheets[workbook.sheet_names.index(name)].odd


def _named(workbook: ExcelReader, sheet: str | None) -> str:
    if sheet is None:
        return _only_sheet(workbook)
    if sheet not in workbook.sheet_names:
        raise FileRefused("setting_wrong", setting="sheet", found=sheet, known=", ".join(workbook.sheet_names))
    return sheet


def _only_sheet(workbook: ExcelReader) -> str:
    filled = [
        name
        for name in workbook.sheet_names
        if workbook.load_sheet(name, header_row=None, n_rows=1, dtypes="string").height
    ]
    if len(filled) > 1:
        raise SettingAsked("sheet", tuple(filled), reason="sheet")
    if not filled:
        raise FileRefused("empty")
    return filled[0]


def _rows(workbook: ExcelReader, sheet: str) -> Iterator[Sequence[str | None]]:
    """Every cell as text: dates in ISO, numbers with the 15 digits that a workbook keeps, errors as they are shown."""
    texts, found = _load(workbook, sheet, "string").to_arrow_with_errors()
    others = (_load(workbook, sheet, kind).to_polars() for kind in ("float", "boolean"))
    frames = (pl.DataFrame(texts), *others)
    errors: dict[int, list[tuple[int, int, str]]] = {}
    for one in found.errors if found else []:
        row, place = one.offset_position
        errors.setdefault(row // _SLICE, []).append((row % _SLICE, place, _shown(one.detail)))
    for number in range(-(-frames[0].height // _SLICE)):
        columns = _slice(frames, number)
        for row, place, shown in errors.get(number, ()):
            columns[place][row] = shown
        yield from zip(*columns, strict=True)


def _slice(frames: Iterable[pl.DataFrame], number: int) -> list[list[str | None]]:
    """The columns of some rows; as Python's texts, those of a whole sheet would take several times its memory."""
    parts = (frame.slice(number * _SLICE, _SLICE).get_columns() for frame in frames)
    return [_exact(*column) for column in zip(*parts, strict=True)]


def _load(workbook: ExcelReader, sheet: str, kind: Literal["string", "float", "boolean"]) -> ExcelSheet:
    return workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind, skip_whitespace_tail_rows=True)


def _exact(texts: pl.Series, numbers: pl.Series, truths: pl.Series) -> list[str | None]:
    """The reader writes nine decimals of a number, whatever its size. A text is never a truth, so it stays as it is."""
    cells = zip(texts, numbers, truths, strict=True)
    return [text if truth is None else _number(text, number) for text, number, truth in cells]


def _number(text: str, number: float | None) -> str:
    """A workbook keeps 15 digits: a longer number has lost its last ones, and is written so that this can be seen."""
    if number is None:
        return text
    if abs(number) >= _LONG:
        return f"{number:.14E}"
    return f"{number:.15g}" if "." in text or (text == "0" and number != 0) else text


def _shown(detail: str) -> str:
    """The error of a formula; the reader leaves its cell out, and a missing value would look like an empty cell."""
    found = _ERROR.search(detail)
    return _ERRORS.get(found[1], "#VALUE!") if found else "#VALUE!"
