"""The header of a delimited text: found below a title, by the columns that the formats know."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipelines.ingest.declare import Format
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.recognise import fits
from pipelines.ingest.records import Record, records

_SEPARATORS = (",", ";", "\t", "|")
# A title, a date and a blank line may stand above the header; more than this is no table of one header.
_HEADER_WITHIN = 20
# As many as a spreadsheet has; the quick reader takes minutes for a million.
_MOST_COLUMNS = 16_384
# What a title and its value fill.
_TITLE_CELLS = 2


def find_header(path: Path, formats: list[Format], *, encoding: str, by_row: bool) -> tuple[Record, str]:
    """The first record that some format fits, else the one with most cells filled; and the separator.

    FileRefused where rows of a table stand above it: they would be lost.
    """
    best: tuple[Record, str] | None = None
    for separator in _SEPARATORS:
        above: list[Record] = []
        for record in _first(path, separator, encoding, by_row):
            _refuse_wide(record)
            if any(fits(formats, record.fields)):
                _refuse_rows(above, record)
                return record, separator
            above.append(record)
            if _filled(record) > (_filled(best[0]) if best else 0):
                best = record, separator
    if best is None:
        # None can be read at all: the reader says why.
        list(islice(records(path, _SEPARATORS[0], encoding=encoding, by_row=by_row), _HEADER_WITHIN))
        raise FileRefused("empty")
    return best


def _first(path: Path, separator: str, encoding: str, by_row: bool) -> Iterator[Record]:
    """The records among which the header is, as far as this separator lets them be read."""
    try:
        yield from islice(records(path, separator, encoding=encoding, by_row=by_row), _HEADER_WITHIN)
    except FileRefused:
        return


def _refuse_wide(record: Record) -> None:
    if len(record.fields) > _MOST_COLUMNS:
        raise FileRefused("too_many_columns", line=record.line, found=len(record.fields), limit=_MOST_COLUMNS)


def _refuse_rows(above: list[Record], header: Record) -> None:
    most = max(_TITLE_CELLS, _filled(header) // 2)
    row = next((record for record in above if _filled(record) > most), None)
    if row is not None:
        raise FileRefused("rows_above_header", line=row.line, header=header.line)


def _filled(record: Record) -> int:
    return sum(bool(field.strip()) for field in record.fields)
