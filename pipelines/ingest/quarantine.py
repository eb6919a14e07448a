"""Rows set aside, as a CSV to mend and load again."""

import csv
import re
from pathlib import Path

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.report import Problem
from pipelines.ingest.table import SET_ASIDE, Table
from pipelines.store.draft import Draft
from pipelines.store.sealed_file import written_sealed
from pipelines.text import text

_OWN = SET_ASIDE
LOAD, LINE = SET_ASIDE[:2]
_LINES = (Path(__file__).parent / "sql" / "set_aside_lines.sql").read_text("utf-8")


# A spreadsheet would run such text as a formula; a number is none. The guard is an apostrophe, which reading takes off.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_LOAD_NUMBER = re.compile(r"[0-9]{1,9}")
# A name may have 255 bytes; a character has up to four.
_LONGEST_NAME = 50
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def set_aside(
    folder: Path, number: int, table: Table, problems: list[Problem], load_id: int, mended: int | None, *, blank: bool
) -> Path:
    """Writes the records that have a problem, as written, after their load, line and problem; gives the file.

    `number` is the file's place in its load, from 1. UTF-8 with BOM, CRLF, the header of the source. A mended file with
    faults keeps the first load and its lines. `blank`: the records are secret, so their owner has to
    fill in the cells again.
    """
    target = folder / f"load-{load_id}-{number}_{_plain_name(table.name)}.csv"
    words = _words(problems)
    with written_sealed(target) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*_OWN, *_source_fields(table, table.header)])
        for row, record in table.records_at(set(words)):
            fields = ["" if blank else _guarded(field) for field in _source_fields(table, record.fields)]
            line = record.fields[table.header.index(LINE)] if mended else record.line
            writer.writerow([mended or load_id, line, _guarded(words[row]), *fields])
    return target


def _plain_name(name: str) -> str:
    """The sender's name of the file as far as any file system takes it."""
    return re.sub(r"[^\w .-]", "_", Path(name).stem)[:_LONGEST_NAME]


def _words(problems: list[Problem]) -> dict[int, str]:
    words: dict[int, list[str]] = {}
    for one in problems:
        words.setdefault(one.row, []).append(f"{one.column}: {text(one.expected, 'en', **dict(one.facts))}")
    return {row: "; ".join(sentences) for row, sentences in words.items()}


def _source_fields(table: Table, fields: list[str]) -> list[str]:
    return [field for name, field in zip(table.header, fields, strict=True) if name not in _OWN]


def _guarded(field: str) -> str:
    return f"'{field}" if _FORMULA.match(field) and not _NUMBER.fullmatch(field) else field


def mends(table: Table, draft: Draft) -> int | None:
    """The load whose set-aside rows the file brings back; None for any other file.

    FileRefused where its rows name several loads or none, or a line that this load did not set aside, or one twice.
    """
    if not table.set_aside:
        return None
    load_id = _one_load(table)
    open_lines = {str(line) for line in draft.query(_LINES, {"load_id": load_id})["source_line"]}
    place = table.header.index(LINE)
    for record in table.records_below():
        if record.fields and record.fields[place] not in open_lines:
            raise FileRefused("not_set_aside", line=record.line, found=record.fields[place] or "-", load=load_id)
        open_lines -= set(record.fields[place : place + 1])
    return load_id


def _one_load(table: Table) -> int:
    place = table.header.index(LOAD)
    named = {record.fields[place] for record in table.records_below() if record.fields}
    if len(named) != 1 or not all(_LOAD_NUMBER.fullmatch(one) for one in named):
        raise FileRefused("mends_several", found=", ".join(sorted(named)) or "-")
    return int(named.pop())
