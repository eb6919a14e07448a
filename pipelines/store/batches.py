"""The rows of a question as Arrow's batches."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

# The rows that are fetched at a time.
BATCH = 20_000
_NOTHING: Mapping[str, object] = MappingProxyType({})
# Before DuckDB 2 a relation with parameters copies its rows, which takes ten times as long; since then a result does.
_BY_RELATION = not duckdb.__version__.startswith("1.")


def batches(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object] = _NOTHING
) -> pa.RecordBatchReader:
    """The rows of a question, to be read once, in the way in which DuckDB copies none of them."""
    if _BY_RELATION:
        return cursor.sql(sql, params=dict(params) or None).to_arrow_reader(BATCH)
    return cursor.execute(sql, dict(params)).to_arrow_reader(BATCH)
