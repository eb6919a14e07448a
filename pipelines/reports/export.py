"""A report's frame as a file: CSV, XLSX, Parquet or JSON, with the same columns and rows in the same order."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO

import polars as pl

from pipelines.reports.workbook import fits, write_xlsx
from pipelines.reports.writers import Batches, Sink, write_csv, write_json, write_parquet

__all__ = [
    "STREAMED",
    "WRITERS",
    "file_name",
    "file_name_of",
    "fits",
    "to_csv",
    "to_json",
    "to_parquet",
    "to_xlsx",
]

# How batches of rows are written to a file that takes bytes, by its suffix.
STREAMED: dict[str, Callable[[Batches, Sink], None]] = {
    "csv": write_csv,
    "json": write_json,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}


def _bytes(suffix: str, frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    STREAMED[suffix]([frame], buffer)
    return buffer.getvalue()


# A frame that is at hand, as the bytes of a file.
to_csv = partial(_bytes, "csv")
to_json = partial(_bytes, "json")
to_xlsx = partial(_bytes, "xlsx")
to_parquet = partial(_bytes, "parquet")
WRITERS: dict[str, Callable[[pl.DataFrame], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "xlsx": to_xlsx,
    "parquet": to_parquet,
}


def file_name(report: str, as_of: date, content: bytes, suffix: str) -> str:
    """`credit-usage_2026-06-15_3f9a1c20b4d7.csv`: the digest keeps two files of one day apart."""
    return file_name_of(report, as_of, hashlib.sha256(content).hexdigest(), suffix)


def file_name_of(report: str, as_of: date, sha256: str, suffix: str) -> str:
    """The name of a file whose SHA-256 is known."""
    return f"{report}_{as_of.isoformat()}_{sha256[:12]}.{suffix}"
