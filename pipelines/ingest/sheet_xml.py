"""One pass over the XML of a sheet: how far its cells reach, what its shared texts come to, which cells mislead.

It is read as a stream, so that a large sheet takes no memory; what is no sound XML is refused as damaged.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from pipelines.ingest.errors import FileRefused

_CHUNK = 1024 * 1024
# A sheet has 16,384 columns and 1,048,576 rows; the reader believes any place that a cell names.
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7})")
# One below the header is enough to refuse the sheet, and no title has so many.
_MOST_ODD = 10_000
_VALUES = ("v", "is", "f")

Attributes = dict[str, str]


@dataclass(frozen=True)
class Odd:
    """A cell, or a range that ends on `row`, which would be read wrong; `code` says why."""

    row: int
    cell: str
    code: str


@dataclass
class Sheet:
    """The last column and row that hold anything, the bytes of all shared texts shown, and the cells that mislead.

    These are merged cells, of which all but one are empty, and formulas that were saved without a result.
    """

    columns: int = 0
    rows: int = 0
    shown: int = 0
    odd: list[Odd] = field(default_factory=list)


def text_lengths(part: IO[bytes]) -> Sequence[int]:
    """The bytes of each shared text, in order."""
    lengths = array("Q")
    begun = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal begun
        begun = parser.CurrentByteIndex if _local(name) == "si" else begun

    def end(name: str) -> None:
        if _local(name) == "si":
            lengths.append(parser.CurrentByteIndex - begun)

    parser = _parser(start, end)
    _parse(parser, part)
    return lengths


def sheet_of(part: IO[bytes], lengths: Sequence[int]) -> Sheet:
    """What the sheet in this part holds, with shared texts of these lengths. FileRefused where a cell has no place."""
    cells = _Cells(lengths)
    _parse(cells.parser, part)
    cells.sheet.odd.sort(key=lambda odd: odd.row)
    return cells.sheet


def elements(part: IO[bytes], wanted: str) -> list[Attributes]:
    """The attributes of all elements of one name, without the prefixes of names."""
    found: list[Attributes] = []

    def start(name: str, told: Attributes) -> None:
        if _local(name) == wanted:
            found.append({_local(key): value for key, value in told.items()})

    _parse(_parser(start), part)
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parser(start: Callable[[str, Attributes], None], end: Callable[[str], None] | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = _refuse_definitions
    return parser


def _refuse_definitions(*_: object) -> None:
    """No workbook defines entities of its own: a few could stand for gigabytes."""
    raise FileRefused("workbook_unreadable")


def _parse(parser: expat.XMLParserType, part: IO[bytes]) -> None:
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Cells:
    """Follows the cells of a sheet, each from its beginning to its end."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self.sheet = Sheet()
        self.parser = _parser(self._start, self._end)
        self._lengths = lengths
        self._cell: Attributes | None = None
        self._has: set[str] = set()
        self._digits: list[str] = []

    def _start(self, name: str, told: Attributes) -> None:
        tag = _local(name)
        if tag == "c":
            self._cell, self._has, self._digits = told, set(), []
        elif tag in _VALUES and self._cell is not None:
            self._has.add(tag)
            if tag == "v" and self._cell.get("t") == "s":
                self.parser.CharacterDataHandler = self._digits.append
        elif tag == "mergeCell":
            self._merged(told.get("ref", ""))

    def _end(self, name: str) -> None:
        tag = _local(name)
        if tag == "v":
            self.parser.CharacterDataHandler = None
        elif tag == "c" and self._cell is not None:
            if self._has:
                self._count(self._cell.get("r", ""))
            self._cell = None

    def _count(self, cell: str) -> None:
        place = _PLACE.fullmatch(cell)
        if place is None:
            raise FileRefused("workbook_unreadable")
        row = int(place[2])
        self.sheet.columns = max(self.sheet.columns, _column(place[1]))
        self.sheet.rows = max(self.sheet.rows, row)
        self.sheet.shown += self._shown("".join(self._digits).strip())
        if "f" in self._has and "v" not in self._has:
            self._note(Odd(row, cell, "formula_without_result"))

    def _shown(self, digits: str) -> int:
        number = int(digits) if digits.isdecimal() and len(digits) < 10 else len(self._lengths)
        return self._lengths[number] if number < len(self._lengths) else 0

    def _merged(self, cells: str) -> None:
        found = _RANGE.fullmatch(cells)
        if found:
            self._note(Odd(int(found[1]), cells, "merged_cells"))

    def _note(self, odd: Odd) -> None:
        if len(self.sheet.odd) == _MOST_ODD:
            raise FileRefused("workbook_unreadable")
        self.sheet.odd.append(odd)
