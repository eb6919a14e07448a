"""The records of a delimited text with the lines they stand on: exact and slow, for what goes wrong."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.errors import FileRefused

# A cell may be long; a cell without end is a quote that was never closed.
_LONGEST_CELL = 16 * 1024 * 1024


@dataclass(frozen=True)
class Record:
    """One record: the line it begins on (1 is the file's first) and its fields, none for a blank line."""

    line: int
    fields: list[str]


def records(path: Path, separator: str, *, encoding: str = "utf-8-sig") -> Iterator[Record]:
    """Every record of the file, blank lines too. FileRefused where a quote is never closed."""
    csv.field_size_limit(_LONGEST_CELL)
    line = 1
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=False)
        try:
            for fields in reader:
                yield Record(line, fields)
                line = reader.line_num + 1
        except csv.Error as fault:
            raise FileRefused("unreadable_record", line=line) from fault


def even_records(path: Path, separator: str, header_line: int, width: int) -> Iterator[Record]:
    """The records below the header. FileRefused names the first that has more or fewer fields than the header."""
    for record in records(path, separator):
        if record.line <= header_line:
            continue
        if record.fields and len(record.fields) != width:
            raise FileRefused("ragged", line=record.line, found=len(record.fields), expected=width)
        yield record
