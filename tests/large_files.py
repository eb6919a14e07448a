"""Files that are large, wide or packed tight, written piece by piece, and what comes of each."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from tests.nasty_cases import GUID, HEAD, P7
from tests.usage_files import HEADER
from tests.workbooks import parts, sheet_data

MEGABYTE = 2**20
SIZE = 200 * MEGABYTE
USAGE = ",".join(HEADER)


@dataclass(frozen=True)
class Large:
    """A large file: how it is written, and the code of its refusal; none where it is loaded."""

    name: str
    write: Callable[[Path], None]
    refused: str | None = None


def _filled(path: Path, piece: bytes, *, first: bytes = b"", last: bytes = b"", size: int = SIZE) -> None:
    with path.open("wb") as file:
        file.write(first)
        for _ in range(size // len(piece)):
            file.write(piece)
        file.write(last)


def _repeated(piece: str, *, first: str = "", last: str = "", size: int = SIZE) -> Callable[[Path], None]:
    """Writes the piece until the file is that large; a short one many at a time."""
    many = piece.encode() * max(1, MEGABYTE // len(piece))
    return lambda path: _filled(path, many, first=first.encode(), last=last.encode(), size=size)


def _random(path: Path) -> None:
    chance = Random(7)
    with path.open("wb") as file:
        for _ in range(SIZE // MEGABYTE):
            file.write(chance.randbytes(MEGABYTE))


def _usage(path: Path) -> None:
    """A month of one resource after another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{USAGE}\r\n")
        for number in range(SIZE // 130):
            day = f"{number % 12 + 1}/{number % 28 + 1}/2025"
            file.write(
                f"Lab,{GUID},{day},res-{number % 9000},Storage,Blob,EU West,Hours,0.041667,{number % 977}.0000001\r\n"
            )


def _in(encoding: str, ending: str = "\r\n") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        row = f"Lab,{GUID},6/1/2026,res,Storage,Blob,EU West,Hours,1,0.5{ending}"
        with path.open("wb") as file:
            file.write(f"{USAGE}{ending}".encode(encoding))
            piece = (row * 5000).encode(encoding).removeprefix(b"\xff\xfe")
            for _ in range(SIZE // len(piece)):
                file.write(piece)

    return write


def _wide(columns: int, rows: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        more = "".join(f",column {number}" for number in range(columns))
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{HEAD.strip()}{more}\n")
            for number in range(rows):
                file.write(f"P-{number},Café,US,USD{',x' * columns}\n")

    return write


def _long_cells(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(20):
            file.write(f"P-{number},{'x' * 5_000_000},US,USD\n")


@contextmanager
def _archive(path: Path) -> Iterator[Callable[[str], IO[bytes]]]:
    """A workbook of one sheet, `xl/worksheets/sheet1.xml`, whose sheet and further parts are to be written."""
    usual = zipfile.ZipFile(io.BytesIO(parts(sheet_data(*(line.split(",") for line in P7.splitlines())))))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in usual.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                archive.writestr(part.filename, usual.read(part))
        yield lambda name: archive.open(name, "w")


def _sheet(rows: Callable[[], Iterator[str]], padding: int = 0) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with _archive(path) as part, part("xl/worksheets/sheet1.xml") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(padding // MEGABYTE):
                sheet.write(b" " * MEGABYTE)
            for row in rows():
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")

    return write


def _rows(count: int, columns: int, text: str = "cell {row} of a text") -> Iterator[str]:
    header = HEAD.strip().split(",")
    names = [_letters(number) for number in range(columns)]
    for row in range(1, count + 1):
        texts = [header[at] if row == 1 and at < 4 else text.format(row=row) for at in range(columns)]
        texts = [f"P-{row}", "Café", "US", "USD", *texts[4:]] if row > 1 else texts
        cells = (
            f'<c r="{name}{row}" t="inlineStr"><is><t>{one}</t></is></c>'
            for name, one in zip(names, texts, strict=True)
        )
        yield f'<row r="{row}">{"".join(cells)}</row>'


def _letters(number: int) -> str:
    return chr(65 + number) if number < 26 else _letters(number // 26 - 1) + chr(65 + number % 26)


def _with_picture(path: Path) -> None:
    """A workbook with a part that is no table and cannot be packed."""
    chance = Random(7)
    with _archive(path) as part:
        with part("xl/worksheets/sheet1.xml") as sheet:
            sheet.write(b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>")
            sheet.write("".join(_rows(2, 4)).encode() + b"</sheetData></worksheet>")
        with part("xl/media/picture.png") as picture:
            for _ in range(SIZE // MEGABYTE):
                picture.write(chance.randbytes(MEGABYTE))


def _gzip(write: Callable[[IO[bytes]], None]) -> Callable[[Path], None]:
    def packed(path: Path) -> None:
        with gzip.open(path, "wb", compresslevel=6) as file:
            write(file)

    return packed


def _zeros(file: IO[bytes]) -> None:
    for _ in range(2_000):
        file.write(bytes(MEGABYTE))


def _same_row(file: IO[bytes]) -> None:
    file.write(f"{USAGE}\n".encode())
    piece = f"Lab,{GUID},6/1/2026,res,Storage,Blob,EU West,Hours,1,0.5\n".encode() * 10_000
    for _ in range(2_000 * MEGABYTE // len(piece)):
        file.write(piece)


def _parquet(path: Path) -> None:
    """The same text 200 million times."""
    table = pa.table({"ProviderName": pa.array(["Microsoft" * 20] * 1_000_000).dictionary_encode()})
    with pq.ParquetWriter(path, table.schema) as writer:
        for _ in range(200):
            writer.write_table(table)


_OBJECTS = _repeated('{"a":1},', first='{"value":[', last='{"a":1}]}', size=60 * MEGABYTE)
_LISTS = _repeated("[],", first='{"value":[', last="[]]}", size=60 * MEGABYTE)
LARGE = (
    Large("200 MB of usage", _usage),
    Large("200 MB in one line", _repeated("x"), "not_recognised"),
    Large("200 MB in one cell", _repeated("x", first=f'{HEAD}P-7,"', last='",US,USD\n'), "unreadable_record"),
    Large(
        "200 MB behind a quote that is never closed",
        _repeated("P-7,C,US,USD\n", first=f'{HEAD}P-7,"'),
        "unreadable_record",
    ),
    Large("200 MB of blank lines", _repeated("\n", first=P7), "mostly_blank"),
    Large("200 MB of separators", _repeated(",,,\n", first=P7), "mostly_blank"),
    Large("200 MB of NUL bytes", _repeated("\0"), "nul_bytes"),
    Large("200 MB by chance", _random, "nul_bytes"),
    Large("200 MB of quotes", _repeated('"', first=HEAD), "unreadable_record"),
    Large("200 MB of faulty rows", _repeated("P-7,C,US,bucks\n", first=HEAD), "too_many_faults"),
    Large("200 MB in UTF-16", _in("utf-16")),
    Large("200 MB with returns alone", _in("utf-8", "\r")),
    Large("200 MB of JSON", _repeated('{"a":1},', first='{"value":[', last='{"a":1}]}'), "unpacks_too_large"),
    Large("60 MB of small JSON records", _OBJECTS, "json_too_many"),
    Large("60 MB of small JSON lists", _LISTS, "json_too_many"),
    Large(
        "60 MB of JSON digits", _repeated("9", first='{"value":[', last="]}", size=60 * MEGABYTE), "json_without_list"
    ),
    Large("10,000 columns", _wide(10_000, 1_000)),
    Large("1,000,000 columns", _wide(1_000_000, 1), "too_many_columns"),
    Large("cells of 5 MB", _long_cells),
    Large("2 GB in a gzip of 2 MB", _gzip(_zeros), "unpacks_too_large"),
    Large("2 GB of rows in a gzip", _gzip(_same_row), "unpacks_too_large"),
    Large("250 MB of blanks in a workbook", _sheet(partial(_rows, 2, 4), 250 * MEGABYTE), "unpacks_too_large"),
    Large("a workbook of many cells", _sheet(partial(_rows, 29_000, 100))),
    Large("a workbook with 200 MB of pictures", _with_picture),
    Large("a workbook with cells of 5 MB", _sheet(partial(_rows, 11, 5, "x" * 5_000_000))),
    Large("200 million times a text in a Parquet file", _parquet, "unpacks_too_large"),
)
