"""One pass over a file's bytes: its digest, its encoding, its lines, and what it is if not a table."""

import codecs
import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.errors import FileRefused

_CHUNK = 8 * 1024 * 1024
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MAGIC = {
    b"%PDF": "pdf",
    b"PAR1": "parquet",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "picture",
}
_MARKUP = {b"<": "html", b"{": "json", b"[": "json"}


@dataclass(frozen=True)
class Bytes:
    """What the bytes say: SHA-256, size, encoding (None: not UTF-8), line feeds, the last byte."""

    sha256: str
    size: int
    encoding: str | None
    feeds: int
    ends_with_feed: bool

    @property
    def lines(self) -> int:
        """Lines, counted as an editor does."""
        return self.feeds + (0 if self.ends_with_feed else 1)


def kind_of(path: Path) -> str:
    """`text`, `xlsx`, or the name of what the first bytes look like (`html`, `json`, `pdf`, `zip`, `gzip` …)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        return "empty"
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return "xlsx" if kind == "zip" and b"[Content_Types].xml" in head else kind
    return _MARKUP.get(head.lstrip(codecs.BOM_UTF8 + b" \r\n\t")[:1], "text")


@dataclass(frozen=True)
class Head:
    """What the first megabytes say: encoding (None: not UTF-8), lines that end with a return alone, lines expected."""

    encoding: str | None
    returns_alone: bool
    whole: bool
    lines: int


def read_head(path: Path) -> Head:
    """Reads the first megabytes; `whole` where that is all, `lines` a guess where it is not."""
    bom = _bom(path)
    size = path.stat().st_size
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
    decoder = _decoded(codecs.getincrementaldecoder(bom or "utf-8")(), chunk)
    feeds, returns = chunk.count(b"\n"), chunk.count(b"\r")
    encoding = (bom or "utf-8") if decoder is not None else None
    lines = feeds + (0 if chunk.endswith(b"\n") else 1)
    return Head(encoding, feeds == 0 and returns > 0, size <= _CHUNK, lines * size // max(len(chunk), 1))


def read_bytes_aside(path: Path) -> Future[Bytes]:
    """The same as `read_bytes`, beside other work: hashing a large file takes as long as parsing half of it."""
    workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-bytes")
    try:
        return workers.submit(read_bytes, path)
    finally:
        workers.shutdown(wait=False)


def read_bytes(path: Path) -> Bytes:
    """Reads the file once. FileRefused for NUL bytes in a text that is not UTF-16."""
    digest, size, feeds, last = hashlib.sha256(), 0, 0, b""
    bom = _bom(path)
    wide = bom == "utf-16"
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(bom or "utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if not wide and b"\x00" in chunk:
                raise FileRefused("nul_bytes", line=feeds + chunk[: chunk.index(b"\x00")].count(b"\n") + 1)
            size, feeds, last = size + len(chunk), feeds + chunk.count(b"\n"), chunk[-1:]
            decoder = _decoded(decoder, chunk)
    encoding = (bom or "utf-8") if decoder is not None and _whole(decoder) else None
    return Bytes(digest.hexdigest(), size, encoding, feeds, last == b"\n")


def _bom(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(4)
    return next((name for bom, name in _BOMS.items() if head.startswith(bom)), None)


def _decoded(decoder: codecs.IncrementalDecoder | None, chunk: bytes) -> codecs.IncrementalDecoder | None:
    """The decoder, or None once the bytes are not what it decodes."""
    if decoder is None or (chunk.isascii() and not decoder.getstate()[0]):
        return decoder
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return None
    return decoder


def _whole(decoder: codecs.IncrementalDecoder) -> bool:
    return not decoder.getstate()[0]
