"""The records of a delimited text with the lines they stand on: exact and slow, for what goes wrong."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.inspect import ENCODINGS

# A cell may be long; a cell without end is a quote that was never closed.
_LONGEST_CELL = 16 * 1024 * 1024
_LONGEST_LINE = 2 * _LONGEST_CELL
# How the reader's own words begin, and the code of ours.
_FAULTS = {"new-line": "stray_return", "'": "stray_quote"}


@dataclass(frozen=True)
class Record:
    """One record: the line it begins on (1 is the file's first) and its fields, none for a blank line."""

    line: int
    fields: list[str]


def records(path: Path, separator: str, *, encoding: str = "utf-8-sig", by_row: bool = False) -> Iterator[Record]:
    """Every record of the file, blank lines too. With `by_row`, each counts as one line, as in a sheet.

    FileRefused where a quote is never closed, or a quote or a return stands where none may; SettingAsked where the
    text has another encoding.
    """
    csv.field_size_limit(_LONGEST_CELL)
    line = 1
    # Lines end with a feed alone, so that they count here as they do everywhere else.
    with path.open(encoding=encoding, newline="\n") as file:
        reader = csv.reader(_lines(file), delimiter=separator, strict=True)
        try:
            for fields in reader:
                yield Record(line, fields if any(map(str.strip, fields)) else [])
                line = line + 1 if by_row else reader.line_num + 1
        except csv.Error as fault:
            raise FileRefused(_code(str(fault)), line=line) from fault
        except UnicodeDecodeError as fault:
            raise SettingAsked("encoding", ENCODINGS, reason="encoding") from fault


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise csv.Error("line too long")
        yield line


def _code(fault: str) -> str:
    return next((code for start, code in _FAULTS.items() if fault.startswith(start)), "unreadable_record")


def even_records(path: Path, separator: str, header_line: int, width: int, *, by_row: bool = False) -> Iterator[Record]:
    """The records below the header. FileRefused names the first that has more or fewer fields than the header."""
    for record in records(path, separator, by_row=by_row):
        if record.line <= header_line:
            continue
        if record.fields and len(record.fields) != width:
            raise FileRefused("ragged", line=record.line, found=len(record.fields), expected=width)
        yield record
