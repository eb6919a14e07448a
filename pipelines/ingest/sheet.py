"""A workbook's sheet written out as delimited text, so that it is read like any other file."""

import csv
import zipfile
from pathlib import Path

import fastexcel

from pipelines.ingest.errors import FileRefused, SettingAsked

_LARGEST_BYTES = 1024 * 1024 * 1024
_LARGEST_RATIO = 200
# A small part may shrink a lot and be harmless.
_SMALL_BYTES = 10 * 1024 * 1024


def sheet_as_text(path: Path, sheet: str | None, target: Path) -> Path:
    """Writes the workbook's only sheet with rows, or the one named, as CSV to `target`.

    SettingAsked where several have rows; FileRefused for a workbook that is damaged or would unpack too large.
    """
    _refuse_bomb(path)
    try:
        workbook = fastexcel.read_excel(path)
        name = sheet or _only_sheet(workbook)
        table = workbook.load_sheet(name, header_row=None, dtypes="string", skip_whitespace_tail_rows=True).to_polars()
    except fastexcel.FastExcelError as fault:
        raise FileRefused("workbook_unreadable") from fault
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([cell or "" for cell in row] for row in table.iter_rows())
    return target


def _only_sheet(workbook: fastexcel.ExcelReader) -> str:
    filled = [name for name in workbook.sheet_names if workbook.load_sheet(name, header_row=None, n_rows=1).height]
    if len(filled) > 1:
        raise SettingAsked("sheet", tuple(filled), reason="sheet")
    if not filled:
        raise FileRefused("empty")
    return filled[0]


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as fault:
        raise FileRefused("workbook_unreadable") from fault
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > _LARGEST_BYTES or (unpacked > _SMALL_BYTES and ratio > _LARGEST_RATIO):
        raise FileRefused("unpacks_too_large", size=unpacked, limit=_LARGEST_BYTES)
