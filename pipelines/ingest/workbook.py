"""What a workbook's parts hold before its sheets are read: how large that gets, and cells that would be read wrong."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.parsers import expat

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.sheet_xml import Sheet, elements, sheet_of, text_lengths

_LARGEST_BYTES = 256 * 1024 * 1024
_LARGEST_RATIO = 200
# A small part may shrink a lot and be harmless.
_SMALL_BYTES = 10 * 1024 * 1024
# The reader makes a sheet a full rectangle, and a text as long as often as it is shown.
_LARGEST_CELLS = 3_000_000
_CHUNK = 1024 * 1024
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, KeyError),
    *(UnicodeError, NotImplementedError),
)
_BOOK, _LINKS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"


def sheets_within(path: Path) -> list[Sheet]:
    """What the sheets of a workbook hold, in its order.

    FileRefused for one that is damaged or would unpack too large; no part may hold more than it says.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_size(path, sum(part.file_size for part in archive.infolist()), _LARGEST_RATIO)
            parts = _sound_parts(archive)
            lengths = _lengths(archive, parts)
            sheets = [_sheet(archive, part, lengths) for part in _sheet_parts(archive, parts)]
    except _DAMAGE as fault:
        raise FileRefused("workbook_unreadable") from fault
    for sheet in sheets:
        _refuse_rectangle(sheet)
        _refuse_size(path, sheet.shown)
    return sheets


def _sound_parts(archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """The parts by their names in lower case, in which the reader looks them up; each is read to its end."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    if len(parts) < len(archive.infolist()):
        raise FileRefused("workbook_unreadable")
    for part in parts.values():
        with archive.open(part) as content:
            while content.read(_CHUNK):
                pass
    return parts


def _lengths(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> Sequence[int]:
    if _TEXTS not in parts:
        return ()
    with archive.open(parts[_TEXTS]) as content:
        return text_lengths(content)


def _sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: Sequence[int]) -> Sheet:
    with archive.open(part) as content:
        return sheet_of(content, lengths)


def _sheet_parts(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The parts that the workbook lists as its sheets, in its order."""
    with archive.open(parts[_BOOK]) as book, archive.open(parts[_LINKS]) as links:
        listed = [one["id"] for one in elements(book, "sheet")]
        targets = {one["Id"]: one["Target"].lower().lstrip("/") for one in elements(links, "Relationship")}
    named = (targets[one] for one in listed)
    return [parts[name if name.startswith("xl/") else f"xl/{name}"] for name in named]


def _refuse_size(path: Path, size: int, ratio: int | None = None) -> None:
    steep = ratio is not None and size > _SMALL_BYTES and size / max(path.stat().st_size, 1) > ratio
    if size > _LARGEST_BYTES or steep:
        raise FileRefused("unpacks_too_large", size=size, limit=_LARGEST_BYTES)


def _refuse_rectangle(sheet: Sheet) -> None:
    """The rectangle that the filled cells span."""
    cells = sheet.rows * sheet.columns
    if cells > _LARGEST_CELLS:
        raise FileRefused("sheet_too_large", cells=cells, limit=_LARGEST_CELLS)
