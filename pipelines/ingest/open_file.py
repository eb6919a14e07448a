"""A file made a table: bytes checked, decoded, its header found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest.declare import Format
from pipelines.ingest.decode import Text, as_utf8
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.header import find_header
from pipelines.ingest.inspect import has_long_lines, read_bytes_aside, read_head
from pipelines.ingest.recognise import Match, recognise
from pipelines.ingest.records import Record
from pipelines.ingest.table import Table


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
    candidates = _candidates(list(formats), settings)
    text = as_utf8(incoming.path, candidates, settings, work)
    header, separator = find_header(text.path, candidates, encoding="utf-8-sig", by_row=text.sheet)
    fit = recognise(header.fields, candidates)
    _refuse_odd(text, header)
    known = read_bytes_aside(text.path, separator, incoming.path)
    lines = read_head(text.path).lines
    slow = text.sheet or has_long_lines(text.path)
    shape = (header.fields, header.line, known, lines, slow, text.sheet)
    return Table(incoming.name, text.path, separator, *shape, memory=text.memory), fit


def _candidates(formats: list[Format], settings: Mapping[str, str]) -> list[Format]:
    wanted = settings.get("layout")
    if wanted is None:
        return formats
    chosen = [form for form in formats if form.name == wanted]
    if not chosen:
        raise FileRefused("unknown_layout", found=wanted, known=", ".join(form.name for form in formats))
    return chosen


def _refuse_odd(text: Text, header: Record) -> None:
    """What lies above the header is a title, and does not matter."""
    odd = next((one for one in text.odd if one.row >= header.line), None)
    if odd is not None:
        raise FileRefused(odd.code, line=odd.row, cell=odd.cell)
