"""Rows on the disk, to be read again as often as it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

import polars as pl
import pyarrow.parquet as pq

from pipelines.reports.writers import Batches, write_parquet


class Rows:
    """Batches that can be gone through more than once."""

    def __init__(self, file: pq.ParquetFile) -> None:
        self._file = file

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """The batches as they were kept."""
        for group in range(self._file.num_row_groups):
            yield pl.DataFrame(self._file.read_row_group(group))


@contextmanager
def kept(batches: Batches) -> Iterator[Rows]:
    """Keeps the batches for the length of the block; they are all read before it begins."""
    with TemporaryFile() as file:
        write_parquet(batches, file)
        with pq.ParquetFile(file) as rows:
            yield Rows(rows)
