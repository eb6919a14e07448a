"""Rows as a file, batch by batch, so that as many can be written as a disk holds: CSV, JSON and Parquet.

Batches are frames with the same columns, one at least, which may have no rows.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Protocol, TypeAlias

import polars as pl
import polars.selectors as cs
import pyarrow.parquet as pq

Batches: TypeAlias = Iterable[pl.DataFrame]


class Sink(Protocol):
    """Where bytes go, one after the other."""

    def write(self, content: bytes, /) -> int:
        """Takes all of it; gives how many bytes that are."""


_BOM = b"\xef\xbb\xbf"
# Text that a spreadsheet would take for a formula, also behind apostrophes that a reader strips.
_FORMULA = r"^('*[=+\-@\t\r])"
_SUSPECT = ["'", "=", "+", "-", "@", "\t", "\r"]
_TIME = "%Y-%m-%dT%H:%M:%S%.fZ"


def write_csv(batches: Batches, file: Sink) -> None:
    """UTF-8 with BOM, CRLF, quotes as RFC 4180 has them, a header even for no rows.

    Dates and times are ISO (times UTC); decimals are written in full, without trailing zeros and without an exponent;
    null is an empty cell. Text that a spreadsheet would run as a formula gets one apostrophe in front.
    """
    file.write(_BOM)
    for number, frame in enumerate(batches):
        safe = plain(frame).with_columns(_inert(texts) for texts in frame.select(cs.string()))
        told = safe.write_csv(line_terminator="\r\n", float_scientific=False, include_header=number == 0)
        file.write(told.encode())


def write_json(batches: Batches, file: Sink) -> None:
    """A list of rows in UTF-8; decimals are strings as in the CSV, dates and times ISO strings, shares numbers."""
    separator = b"["
    for frame in batches:
        if frame.height:
            file.write(separator + plain(frame).write_json()[1:-1].encode())
            separator = b","
    file.write(b"[]" if separator == b"[" else b"]")


def write_parquet(batches: Batches, file: Sink) -> None:
    """The rows' own types, a batch in each group of rows."""
    with ExitStack() as opened:
        writer = None
        for frame in batches:
            table = frame.to_arrow()
            writer = writer or opened.enter_context(pq.ParquetWriter(file, table.schema))
            writer.write_table(table)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals, dates and times as text."""
    return digits(frame).with_columns(cs.date().dt.to_string("iso:strict"), cs.datetime().dt.strftime(_TIME))


def digits(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with decimals as text: in full, without trailing zeros and without an exponent."""
    return frame.with_columns(_in_full(amounts) for amounts in frame.select(cs.decimal()))


def _in_full(amounts: pl.Series) -> pl.Series:
    told, kind = amounts.cast(pl.String), amounts.dtype
    pointed = isinstance(kind, pl.Decimal) and kind.scale > 0
    return told.str.strip_chars_end("0").str.strip_suffix(".") if pointed else told


def _inert(texts: pl.Series) -> pl.Series:
    """Few columns have such a text at all, and the first letters tell at once."""
    suspect = texts.str.head(1).is_in(_SUSPECT).any()
    return texts.str.replace(_FORMULA, "'$1") if suspect else texts
