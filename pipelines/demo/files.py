"""Writing a demo file."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Cells = Mapping[str, object]


@dataclass(frozen=True)
class DemoFile:
    """A file, the format it is in, and the settings a load of it needs because the file does not say them."""

    path: Path
    format: str
    settings: dict[str, str] = field(default_factory=dict)


def write(path: Path, columns: Sequence[str], rows: Iterable[Cells], *, encoding: str = "utf-8") -> Path:
    """Writes a CSV with a header; a column that a row lacks, and None, are blank cells."""
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(columns)
        table.writerows([row.get(column) for column in columns] for row in rows)
    return path


def write_quoted(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Writes a CSV with a plain header and every cell quoted, as the sponsorship portal does."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(columns) + "\r\n")
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return path
