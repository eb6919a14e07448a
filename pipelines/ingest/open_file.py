"""A file made a table: bytes checked, decoded, its header found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest.declare import Format
from pipelines.ingest.decode import Text, as_utf8
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.header import find_header
from pipelines.ingest.inspect import has_long_lines, read_bytes_aside, read_head
from pipelines.ingest.recognise import Match, fits, recognise
from pipelines.ingest.records import Record
from pipelines.ingest.table import SET_ASIDE, Table
from pipelines.ingest.wrong_kinds import refuse_wrong_kind


@dataclass(frozen=True)
class Incoming:
    """A file to load: the name its sender gave it, where its bytes are, and settings that are this file's alone."""

    name: str
    path: Path
    settings: Mapping[str, str] = field(default_factory=dict)


def open_file(
    incoming: Incoming, formats: Iterable[Format], settings: Mapping[str, str], work: Path
) -> tuple[Table, Match]:
    """The table in the file and the format it has. FileRefused or SettingAsked say why not, and change nothing."""
    text = as_utf8(incoming.path, _candidates(list(formats), settings), settings, work)
    records = text.kind != "text"
    header, separator = find_header(text.path, text.formats, encoding="utf-8-sig", by_row=text.sheet or records)
    formats = _read_as(text, header)
    if not fits(formats, header.fields):
        refuse_wrong_kind(text.path, separator, header, by_row=text.sheet or records)
    fit = recognise(header.fields, formats)
    _refuse_odd(text, header)
    known = read_bytes_aside(text.path, separator, incoming.path)
    lines = read_head(text.path).lines
    slow = text.sheet or has_long_lines(text.path)
    shape = (header.fields, header.line, known, lines, slow, text.sheet, records)
    return Table(incoming.name, text.path, separator, *shape, memory=text.memory), fit


def _candidates(formats: list[Format], settings: Mapping[str, str]) -> list[Format]:
    wanted = settings.get("layout")
    if wanted is None:
        return formats
    chosen = [form for form in formats if form.name == wanted]
    if not chosen:
        raise FileRefused("unknown_layout", found=wanted, known=", ".join(form.name for form in formats))
    return chosen


def _read_as(text: Text, header: Record) -> list[Format]:
    """The formats that come as such a file. Rows that were set aside come back as text, whatever they were before."""
    if set(SET_ASIDE[:2]) <= set(header.fields):
        return text.formats
    formats = [form for form in text.formats if text.kind in form.reads]
    if not formats:
        raise FileRefused("wrong_kind", kind=text.kind)
    return formats


def _refuse_odd(text: Text, header: Record) -> None:
    """What lies above the header is a title, and does not matter."""
    odd = next((one for one in text.odd if one.row >= header.line), None)
    if odd is not None:
        raise FileRefused(odd.code, line=odd.row, cell=odd.cell)
