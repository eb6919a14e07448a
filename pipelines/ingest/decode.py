"""A file as UTF-8 text, whatever its encoding or kind; never with a replacement character."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipelines.ingest.declare import FileKind, Format
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.header import find_header
from pipelines.ingest.inspect import ENCODINGS, read_encoding, read_head
from pipelines.ingest.json_text import json_as_text
from pipelines.ingest.kind import kind_of
from pipelines.ingest.memory import MemoryFile, room_for
from pipelines.ingest.parquet import parquet_as_text
from pipelines.ingest.recognise import fits, heading
from pipelines.ingest.sheet import sheet_as_text
from pipelines.ingest.sheet_xml import Odd
from pipelines.ingest.unpack import unpacked

# What our formats call a file that is of this kind by its bytes.
_FILE_KINDS: dict[str, FileKind] = {"text": "text", "xlsx": "text", "parquet": "parquet", "json": "json"}
_CHUNK = 1024 * 1024
_UTF8 = ("utf-8", "utf-8-sig")
# Others are no text, or not in use for tables.
_KNOWN = (*ENCODINGS, *_UTF8, "gbk", "gb2312", "big5", "big5hkscs", "shift_jis", "cp932", "cp949", "euc_kr", "cp437")
_FAMILIES = ("cp125", "iso8859-", "mac-")


@dataclass(frozen=True)
class Text:
    """A text in UTF-8; `sheet`: of a workbook, whose rows are the records, with what it has of cells read wrong.

    `memory` holds the file that the path leads to, if that is not on a disk. `formats` are those of the formats asked
    about that it may have. Of Parquet and JSON the text is written by us.
    """

    path: Path
    formats: list[Format]
    kind: FileKind = "text"
    sheet: bool = False
    memory: MemoryFile | None = None
    odd: list[Odd] = field(default_factory=list)


def as_utf8(path: Path, formats: list[Format], settings: Mapping[str, str], work: Path) -> Text:
    """The file's text, where needed written anew: into `work` if it is large.

    FileRefused and SettingAsked say what is in the way.
    """
    memory = None
    if kind_of(path) == "gzip":
        path, memory = unpacked(path, work / "unpacked")
    kind = kind_of(path)
    known = _FILE_KINDS.get(kind)
    read = formats if known == "text" else [form for form in formats if known in form.reads]
    if not read:
        raise FileRefused("empty" if kind == "empty" else "wrong_kind", kind=kind)
    match kind:
        case "json" | "parquet":
            return _records_as_text(path, kind, read, work)
        case "xlsx":
            return _sheet_as_text(path, read, settings.get("sheet"), work)
        case _:
            return _text_as_utf8(path, memory, read, settings, work)


def _records_as_text(path: Path, kind: Literal["json", "parquet"], formats: list[Format], work: Path) -> Text:
    if kind == "parquet":
        parquet_as_text(path, {heading(name) for form in formats for name in form.headers}, work / "records.csv")
        return Text(work / "records.csv", formats, kind)
    target, memory = room_for(path.stat().st_size, work / "records.csv")
    place = json_as_text(path, list(dict.fromkeys(form.records for form in formats)), target)
    return Text(target, [form for form in formats if place in ("", form.records)], kind, memory=memory)


def _sheet_as_text(path: Path, formats: list[Format], sheet: str | None, work: Path) -> Text:
    target, memory = room_for(path.stat().st_size, work / "sheet.csv")
    return Text(target, formats, sheet=True, memory=memory, odd=sheet_as_text(path, sheet, target))


def _text_as_utf8(
    path: Path, memory: MemoryFile | None, formats: list[Format], settings: Mapping[str, str], work: Path
) -> Text:
    head = read_head(path)
    shown = read_encoding(path) if "encoding" in settings else head.encoding
    encoding = shown or _other_encoding(path, formats, settings)
    if encoding in _UTF8 and shown and not head.returns_alone:
        return Text(path, formats, memory=memory)
    target, decoded = room_for(path.stat().st_size, work / "decoded.csv")
    return Text(_decoded(path, encoding, target, head.returns_alone), formats, memory=decoded)


def _other_encoding(path: Path, formats: list[Format], settings: Mapping[str, str]) -> str:
    if "encoding" in settings:
        return _codec(settings["encoding"])
    header, _ = find_header(path, formats, encoding="latin-1", by_row=False)
    declared = [encoding for fit in fits(formats, header.fields) for encoding in fit.form.encodings]
    if declared:
        return declared[0]
    raise SettingAsked("encoding", ENCODINGS, reason="encoding")


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in _KNOWN and not codec.startswith(_FAMILIES):
        raise FileRefused("unknown_encoding", found=name, known=", ".join(ENCODINGS))
    return codec


def _decoded(path: Path, encoding: str, target: Path, returns_alone: bool) -> Path:
    """Writes the text as UTF-8; where returns alone end its lines, with line feeds."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := file.read(_CHUNK):
            text = _step(decoder, chunk, encoding, line)
            if "\0" in text:
                raise FileRefused("nul_bytes", line=line + text.count("\n", 0, text.index("\0")))
            text = text.replace("\r", "\n") if returns_alone else text
            line += text.count("\n")
            out.write(text)
        _step(decoder, b"", encoding, line)
    return target


def _step(decoder: codecs.IncrementalDecoder, chunk: bytes, encoding: str, line: int) -> str:
    try:
        return decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as fault:
        good, found = fault.object[: fault.start], fault.object[fault.start : fault.end]
        line += good.decode(encoding).count("\n")
        raise FileRefused("not_in_encoding", encoding=encoding, line=line, found=found.hex(" ")) from fault
