"""A Parquet file written out as delimited text: every typed value as the text that says exactly the same."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.recognise import heading
from pipelines.ingest.unpack import refuse_large

_BATCH_ROWS = 50_000
# Repeated values take next to no room in such a file.
_LARGEST_RATIO = 2_000
_DAMAGE = (pl.exceptions.PolarsError, pa.ArrowException, OSError)


def parquet_as_text(path: Path, known: Collection[str], target: Path) -> None:
    """Writes the rows as CSV to `target`, a header first. Columns not in `known` (as `heading` has them) stay empty.

    Amounts keep all their digits, dates and times are in ISO (those with a zone in UTC), lists and structures are left
    out. FileRefused for a file that is damaged or would unpack too large.
    """
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            names = list(file.schema_arrow.names)
            _write(_batches(file, names, known), names, path, target)
    except _DAMAGE as fault:
        raise FileRefused("parquet_unreadable") from fault


def _batches(file: pq.ParquetFile, names: list[str], known: Collection[str]) -> Iterator[pl.DataFrame]:
    read = [name for name in names if heading(name) in known]
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=read):
        values = pl.DataFrame(batch)
        kinds = values.schema
        yield values.select(_text(name, kinds[name]) if name in kinds else _nothing(name) for name in names)


def _write(batches: Iterator[pl.DataFrame], names: list[str], path: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerow(names)
    for batch in batches:
        refuse_large(path, target.stat().st_size + _size(batch), _LARGEST_RATIO)
        with target.open("ab") as file:
            batch.write_csv(file, include_header=False, line_terminator="\r\n")


def _size(batch: pl.DataFrame) -> int:
    """The bytes of the batch's texts, with a separator behind each."""
    texts = batch.select(pl.all().str.len_bytes().cast(pl.Int64).sum())
    return sum(map(int, texts.fill_null(0).row(0))) + batch.height * batch.width


def _nothing(name: str) -> pl.Expr:
    return pl.lit(None, pl.String).alias(name)


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    value = pl.col(name)
    match kind:
        case pl.Datetime(time_zone=None):
            return value.dt.strftime("%Y-%m-%dT%H:%M:%S%.f")
        case pl.Datetime():
            return value.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
        case pl.Date():
            return value.dt.strftime("%Y-%m-%d")
        case _ if kind.is_nested() or kind.is_temporal() or kind.is_object():
            return _nothing(name)
        case _:
            return value.cast(pl.String)
