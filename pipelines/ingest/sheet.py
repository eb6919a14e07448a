"""A workbook's sheet written out as delimited text, so that it is read like any other file."""

import csv
import re
from pathlib import Path
from typing import Literal

import fastexcel
import polars as pl
from fastexcel import ExcelReader, ExcelSheet

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.workbook import Odd, oddities, refuse_bomb

_ERROR = re.compile(r"Error\((\w+)\)")
_ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}


def sheet_as_text(path: Path, sheet: str | None, target: Path) -> list[Odd]:
    """Writes the workbook's only sheet with rows, or the one named, as CSV to `target`; a row of the sheet is a record.

    Gives the cells of the sheet that would be read wrong. SettingAsked where several sheets have rows; FileRefused for
    a workbook that is damaged or would unpack too large.
    """
    refuse_bomb(path)
    try:
        workbook = fastexcel.read_excel(path)
        name = _named(workbook, sheet)
        columns = _columns(workbook, name)
    except fastexcel.FastExcelError as fault:
        raise FileRefused("workbook_unreadable") from fault
    with target.open("w", encoding="utf-8", newline="") as file:
        # This line end makes the writer quote every cell that holds a feed or a return.
        csv.writer(file, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return oddities(path, workbook.sheet_names.index(name))


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


def _columns(workbook: ExcelReader, sheet: str) -> list[list[str | None]]:
    """Every cell as text: dates in ISO, numbers with the 15 digits that a workbook keeps, errors as they are shown."""
    texts, numbers, truths = (_load(workbook, sheet, kind) for kind in ("string", "float", "boolean"))
    frames = (one.to_polars().get_columns() for one in (texts, numbers, truths))
    columns = [_exact(*column) for column in zip(*frames, strict=True)]
    _, errors = texts.to_arrow_with_errors()
    for one in errors.errors if errors else []:
        row, place = one.offset_position
        columns[place][row] = _shown(one.detail)
    return columns


def _load(workbook: ExcelReader, sheet: str, kind: Literal["string", "float", "boolean"]) -> ExcelSheet:
    return workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind, skip_whitespace_tail_rows=True)


def _exact(texts: pl.Series, numbers: pl.Series, truths: pl.Series) -> list[str | None]:
    """The reader writes nine decimals of a number, whatever its size. A text is never a truth, so it stays as it is."""
    cells = zip(texts, numbers, truths, strict=True)
    return [text if truth is None or not _is_cut(text, number) else f"{number:.15g}" for text, number, truth in cells]


def _is_cut(text: str, number: float | None) -> bool:
    return number is not None and ("." in text or (text == "0" and number != 0))


def _shown(detail: str) -> str:
    """The error of a formula; the reader leaves its cell out, and a missing value would look like an empty cell."""
    found = _ERROR.search(detail)
    return _ERRORS.get(found[1], "#VALUE!") if found else "#VALUE!"
