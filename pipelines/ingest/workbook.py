"""What a workbook's parts hold before its sheets are read: how large that gets, and cells that would be read wrong."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.errors import FileRefused

_LARGEST_BYTES = 256 * 1024 * 1024
_LARGEST_RATIO = 200
# A small part may shrink a lot and be harmless.
_SMALL_BYTES = 10 * 1024 * 1024
# The reader makes a sheet a full rectangle, and a text as long as often as it is shown.
_LARGEST_CELLS = 3_000_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError)

_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*\sr=)[^>]*(?<!/)>")
_SHARED = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_RESULT = re.compile(rb"<(?:\w+:)?v[\s/>]")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7}))["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3}([0-9]{1,7}))["']""")
_LISTED = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\w+:id=["']([^"']+)["']""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_TARGET = re.compile(rb"""\sTarget=["']/?(?:xl/)?([^"']+)["']""")


@dataclass(frozen=True)
class Odd:
    """A cell, or a range that ends on `row`, which would be read wrong; `code` says why."""

    row: int
    cell: str
    code: str


def refuse_bomb(path: Path) -> None:
    """FileRefused for a workbook that is damaged or would unpack too large; no part may hold more than it says."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_size(path, sum(part.file_size for part in archive.infolist()), _LARGEST_RATIO)
            lengths = [len(one) for one in _part(archive, "xl/sharedStrings.xml").split(b"</si>")]
            for name in archive.namelist():
                content = archive.read(name)
                if b"sheetData" in content:
                    _refuse_rectangle(content)
                    _refuse_size(path, _shown(content, lengths))
    except _DAMAGE as fault:
        raise FileRefused("workbook_unreadable") from fault


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _refuse_size(path: Path, size: int, ratio: int | None = None) -> None:
    steep = ratio is not None and size > _SMALL_BYTES and size / max(path.stat().st_size, 1) > ratio
    if size > _LARGEST_BYTES or steep:
        raise FileRefused("unpacks_too_large", size=size, limit=_LARGEST_BYTES)


def _refuse_rectangle(sheet: bytes) -> None:
    """The rectangle that the filled cells span; a cell that does not name its place could be anywhere."""
    if _NAMELESS.search(sheet):
        raise FileRefused("workbook_unreadable")
    columns, last = set(), 0
    for cell in _FILLED.finditer(sheet):
        columns.add(cell[1])
        last = max(last, int(cell[2]))
    cells = last * max(map(_number, columns), default=0)
    if cells > _LARGEST_CELLS:
        raise FileRefused("sheet_too_large", cells=cells, limit=_LARGEST_CELLS)


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _shown(sheet: bytes, lengths: list[int]) -> int:
    """The bytes of all texts that the sheet shows; one that is kept once may be shown a million times."""
    texts = dict(enumerate(lengths))
    return sum(texts.get(int(cell[1]), 0) for cell in _SHARED.finditer(sheet))


def oddities(path: Path, place: int) -> list[Odd]:
    """Of the sheet at this place: merged cells, of which all but one are empty, and formulas saved without a result."""
    with zipfile.ZipFile(path) as archive:
        sheet = _part(archive, _sheet_name(archive, place))
    merged = [Odd(int(found[2]), found[1].decode(), "merged_cells") for found in _MERGED.finditer(sheet)]
    formulas = [_cell(sheet, found.start()) for found in _FORMULA.finditer(sheet) if not _has_result(sheet, found)]
    return sorted([*merged, *formulas], key=lambda odd: odd.row)


def _sheet_name(archive: zipfile.ZipFile, place: int) -> str:
    wanted = _LISTED.findall(_part(archive, "xl/workbook.xml"))[place : place + 1]
    for relation in _RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
        target = _TARGET.search(relation)
        if target and any(b'Id="%s"' % one in relation or b"Id='%s'" % one in relation for one in wanted):
            return f"xl/{target[1].decode()}"
    return ""


def _has_result(sheet: bytes, formula: re.Match[bytes]) -> bool:
    end = _CELL_END.search(sheet, formula.end())
    return _RESULT.search(sheet, formula.end(), end.start() if end else len(sheet)) is not None


def _cell(sheet: bytes, start: int) -> Odd:
    row = max(sheet.rfind(b"<c ", 0, start), sheet.rfind(b":c ", 0, start), 0)
    place = _PLACE.search(sheet, row, start)
    return Odd(int(place[2]) if place else 0, place[1].decode() if place else "", "formula_without_result")
