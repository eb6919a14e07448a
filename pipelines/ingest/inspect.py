"""One pass over a text's bytes: its digest, its encoding, its lines, and whether it is damaged."""

import codecs
import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.punctuation import Punctuation

# What a text that is not UTF-8 most likely is.
ENCODINGS = ("cp1252", "cp950", "gb18030")
_CHUNK = 8 * 1024 * 1024
_LOOK = 64 * 1024
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WIDE = ("utf-16-le", "utf-16-be")
# What text in one of our encodings never has; by such escapes ISO-2022 begins and ends its other alphabets.
_NO_TEXT = (("nul_bytes", b"\0"), ("escaped_encoding", b"\x1b$"), ("escaped_encoding", b"\x1b(B"))


@dataclass(frozen=True)
class Bytes:
    """What the bytes say: SHA-256, encoding (None: not UTF-8), line feeds, the last byte, whether the text is plain.

    A plain text has quotes and returns where every reader understands them alike.
    """

    sha256: str
    encoding: str | None
    feeds: int
    ends_with_feed: bool
    plain: bool

    @property
    def lines(self) -> int:
        """Lines, counted as an editor does."""
        return self.feeds + (0 if self.ends_with_feed else 1)


@dataclass(frozen=True)
class Head:
    """What the first megabytes say: encoding (None: not UTF-8), lines that end with a return alone, lines expected."""

    encoding: str | None
    returns_alone: bool
    lines: int


def read_head(path: Path) -> Head:
    """Reads the first megabytes; where the file is longer, `lines` is a guess. FileRefused for NUL bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
    bom = _bom(chunk)
    _refuse_no_text(chunk, 0, bom)
    # In UTF-16 the byte of a feed may be half of a letter.
    text = chunk.decode(bom, "ignore").encode("utf-8", "ignore") if bom in _WIDE else chunk
    feeds, returns = text.count(b"\n"), text.count(b"\r")
    lines = feeds + (0 if text.endswith(b"\n") else 1)
    encoding = _encoding(bom, _decoded(_decoder(bom), chunk), size > len(chunk))
    return Head(encoding, feeds == 0 and returns > 0, lines * size // max(len(chunk), 1))


def read_encoding(path: Path) -> str | None:
    """The encoding that the whole file has; None where it is not UTF-8."""
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
        bom = _bom(chunk)
        decoder: codecs.IncrementalDecoder | None = _decoder(bom)
        while chunk and decoder:
            decoder = _decoded(decoder, chunk)
            chunk = file.read(_CHUNK)
    return _encoding(bom, decoder, False)


def has_long_lines(path: Path) -> bool:
    """Whether some line is very long: the quick reader would take it in as a whole, at many times its length.

    FileRefused where blank lines fill whole stretches of the file, which would take it as much.
    """
    with path.open("rb") as file:
        for start in range(0, path.stat().st_size, _CHUNK):
            file.seek(start)
            look = file.read(_LOOK)
            if look.count(b"\n") >= _LOOK // 2:
                raise FileRefused("mostly_blank")
            if len(look) == _LOOK and b"\n" not in look:
                return True
    return False


def read_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_bytes_aside(path: Path, separator: str, sent: Path) -> Future[Bytes]:
    """The same as `read_bytes`, beside other work: hashing a large file takes as long as parsing half of it."""
    workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-bytes")
    try:
        return workers.submit(read_bytes, path, separator, sent)
    finally:
        workers.shutdown(wait=False)


def read_bytes(path: Path, separator: str, sent: Path) -> Bytes:
    """Reads a text once; the digest is that of the file `sent`, which may be the text itself.

    FileRefused for NUL bytes.
    """
    digest, feeds, chunk, last = hashlib.sha256(), 0, b"", b""
    punctuation = Punctuation(separator)
    decoder: codecs.IncrementalDecoder | None = _decoder(None)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            _refuse_no_text(chunk, feeds, None)
            punctuation.feed(chunk if last else chunk.removeprefix(codecs.BOM_UTF8))
            feeds, last = feeds + chunk.count(b"\n"), chunk[-1:]
            decoder = _decoded(decoder, chunk)
    # The quick reader lets a separator pass that ends the last line of a file.
    plain = punctuation.end() and last != separator.encode()
    sha256 = digest.hexdigest() if path == sent else read_digest(sent)
    return Bytes(sha256, _encoding(None, decoder, False), feeds, last == b"\n", plain)


def _bom(head: bytes) -> str | None:
    return next((name for bom, name in _BOMS.items() if head.startswith(bom)), None)


def _refuse_no_text(chunk: bytes, feeds: int, bom: str | None) -> None:
    for code, found in _NO_TEXT if bom not in _WIDE else ():
        # One byte is found many times faster than two.
        if found[:1] in chunk and found in chunk:
            raise FileRefused(code, line=feeds + chunk.count(b"\n", 0, chunk.index(found)) + 1)


def _decoder(bom: str | None) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(bom or "utf-8")()


def _decoded(decoder: codecs.IncrementalDecoder | None, chunk: bytes) -> codecs.IncrementalDecoder | None:
    """The decoder, or None once the bytes are not what it decodes."""
    if decoder is None or (chunk.isascii() and not decoder.getstate()[0]):
        return decoder
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return None
    return decoder


def _encoding(bom: str | None, decoder: codecs.IncrementalDecoder | None, more: bool) -> str | None:
    """The name of what was decoded; None where it failed, or where it ends within a character and no more follows.

    What has the mark of UTF-16 is nothing else, even where it is damaged.
    """
    if bom in _WIDE:
        return bom
    if decoder is None or (decoder.getstate()[0] and not more):
        return None
    return bom or "utf-8"
