"""dlt: the file as arrow batches, in our types, to a table of a new DuckDB file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import dlt
import pyarrow as pa
from dlt.destinations import duckdb as duckdb_file
from pyarrow import csv

_AMOUNT = pa.decimal128(38, 18)


def work(file: str, folder: str) -> Callable[[], object]:
    """The load, as dlt recommends it for files that are large: arrow in, Parquet between, no row touched in Python."""
    target = duckdb_file(str(Path(folder) / "dlt.duckdb"))
    pipeline = dlt.pipeline("bench", pipelines_dir=folder, destination=target, dataset_name="loaded")

    def load() -> object:
        return pipeline.run(_batches(file), table_name="usage", loader_file_format="parquet")

    return load


def _batches(file: str) -> Iterator[pa.Table]:
    convert = csv.ConvertOptions(
        column_types={"Quantity": pa.string(), "Cost": _AMOUNT, "Date": pa.timestamp("s")},
        timestamp_parsers=["%m/%d/%Y"],
    )
    for batch in csv.open_csv(file, csv.ReadOptions(block_size=1 << 24), convert_options=convert):
        yield _typed(pa.Table.from_batches([batch]))


def _typed(table: pa.Table) -> pa.Table:
    """Dates as dates. Arrow reads no `2E-06` as a decimal from a file, but from a column of text."""
    dates, quantities = table["Date"].cast(pa.date32()), table["Quantity"].cast(_AMOUNT)
    dated = table.set_column(table.schema.get_field_index("Date"), "Date", dates)
    return dated.set_column(table.schema.get_field_index("Quantity"), "Quantity", quantities)
