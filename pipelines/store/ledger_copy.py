"""A process's own copy of the ledger, where its readers find it: the same tables at the speed of a local file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.store import schema
from pipelines.store.transaction import transaction

_COLUMNS = """
SELECT table_name AS table_name, list(column_name ORDER BY column_index) AS column_names,
    list(data_type ORDER BY column_index) AS data_types
FROM duckdb_columns()
WHERE database_name = 'ledger' AND table_name <> 'ledger_version'
GROUP BY table_name
ORDER BY table_name
"""
_ADD = "INSERT INTO ledger.{table} BY NAME SELECT unnest(from_json($told, $shape), recursive := true)"


class LedgerCopy:
    """The copy, attached to the process's database as `ledger`. One thread at a time changes it."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        schema.attach_ledger(database, Path(":memory:"))
        self._cursor = database.cursor()
        self._columns = {
            table: dict(zip(names, types, strict=True)) for table, names, types in database.execute(_COLUMNS).fetchall()
        }

    @property
    def tables(self) -> list[str]:
        """The tables that it has."""
        return list(self._columns)

    def add(self, news: Mapping[str, str]) -> bool:
        """Adds rows, a JSON list for each table: all or none. False where they do not fit what is there."""
        if not news:
            return True
        try:
            with transaction(self._cursor):
                for table, told in news.items():
                    shape = json.dumps([self._columns[table]])
                    self._cursor.execute(_ADD.format(table=table), {"told": told, "shape": shape})
        except duckdb.ConstraintException:
            return False
        return True

    def replace(self, rows: Callable[[str, list[str]], pa.RecordBatchReader]) -> None:
        """Takes other rows in the place of all: `rows` gives those of a table, in these columns."""
        with transaction(self._cursor):
            for table, columns in self._columns.items():
                self._cursor.execute(f"DELETE FROM ledger.{table}")
                self._cursor.register("told", rows(table, list(columns)))
                self._cursor.execute(f"INSERT INTO ledger.{table} BY NAME FROM told")
                self._cursor.unregister("told")
