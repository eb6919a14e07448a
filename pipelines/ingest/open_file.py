"""A file made a table: bytes checked, decoded, its header found."""

import codecs
import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from pipelines.ingest.declare import Format
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.inspect import Bytes, kind_of, read_bytes, read_bytes_aside, read_head
from pipelines.ingest.recognise import Match, match, recognise
from pipelines.ingest.records import Record, records
from pipelines.ingest.sheet import sheet_as_text
from pipelines.ingest.table import ENCODINGS, Table

Known = Future[Bytes]

_SEPARATORS = (",", ";", "\t", "|")
_UTF8 = ("utf-8", "utf-8-sig")
# A title, a date and a blank line may stand above the header; more than this is no table of one header.
_HEADER_WITHIN = 20
_CHUNK = 1024 * 1024


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
    path, about = _as_utf8(incoming, candidates, settings, work)
    header, separator = _find_header(path, candidates)
    fit = recognise(header.fields, candidates)
    lines = read_head(path).lines
    return Table(incoming.name, path, separator, header.fields, header.line, about, lines), fit


def _candidates(formats: list[Format], settings: Mapping[str, str]) -> list[Format]:
    wanted = settings.get("layout")
    if wanted is None:
        return formats
    chosen = [form for form in formats if form.name == wanted]
    if not chosen:
        raise FileRefused("unknown_layout", found=wanted, known=", ".join(form.name for form in formats))
    return chosen


def _as_utf8(incoming: Incoming, formats: list[Format], settings: Mapping[str, str], work: Path) -> tuple[Path, Known]:
    kind = kind_of(incoming.path)
    if kind == "xlsx":
        sheet = sheet_as_text(incoming.path, settings.get("sheet"), work / f"{incoming.path.name}.csv")
        return sheet, _known(replace(read_bytes(sheet), sha256=read_digest(incoming.path)))
    if kind != "text":
        raise FileRefused("wrong_kind", kind=kind)
    head = read_head(incoming.path)
    if head.encoding in _UTF8 and not (head.whole or head.returns_alone or "encoding" in settings):
        return incoming.path, read_bytes_aside(incoming.path)
    about = read_bytes(incoming.path)
    encoding = about.encoding or _other_encoding(incoming.path, formats, settings)
    if encoding in _UTF8 and not head.returns_alone:
        return incoming.path, _known(about)
    decoded = _decode(incoming.path, encoding, work / f"{incoming.path.name}.utf8")
    return decoded, _known(replace(read_bytes(decoded), sha256=about.sha256))


def _known(about: Bytes) -> Known:
    known: Known = Future()
    known.set_result(about)
    return known


def read_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _other_encoding(path: Path, formats: list[Format], settings: Mapping[str, str]) -> str:
    if "encoding" in settings:
        return _codec(settings["encoding"])
    header, _ = _find_header(path, formats, encoding="latin-1")
    fits = [form for form in formats if match(form, header.fields)]
    declared = [encoding for form in fits for encoding in form.encodings]
    if declared:
        return declared[0]
    raise SettingAsked("encoding", ENCODINGS, reason="encoding")


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as fault:
        raise FileRefused("unknown_encoding", found=name, known=", ".join(ENCODINGS)) from fault


def _decode(path: Path, encoding: str, target: Path) -> Path:
    """Writes the text as UTF-8 with line feeds; never a replacement character."""
    try:
        with (
            path.open(encoding=encoding, newline=None) as text,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            while chunk := text.read(_CHUNK):
                out.write(chunk)
    except UnicodeDecodeError as fault:
        raise FileRefused("not_in_encoding", encoding=encoding, place=fault.start) from fault
    return target


def _find_header(path: Path, formats: list[Format], encoding: str = "utf-8-sig") -> tuple[Record, str]:
    """The first record that some format fits, else the one with most cells filled; and the separator."""
    best: tuple[Record, str] | None = None
    for separator in _SEPARATORS:
        for record in islice(records(path, separator, encoding=encoding), _HEADER_WITHIN):
            if any(match(form, record.fields) for form in formats):
                return record, separator
            if _filled(record) > (_filled(best[0]) if best else 0):
                best = record, separator
    if best is None:
        raise FileRefused("empty")
    return best


def _filled(record: Record) -> int:
    return sum(bool(field.strip()) for field in record.fields)
