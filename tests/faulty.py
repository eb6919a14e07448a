"""Statements that fail: a cursor of the store that counts what is asked of it, and gives up at one of them."""

from typing import Any, Self

import duckdb
import pytest

from pipelines.store.engine import Engine


class StatementFailed(Exception):
    """The statement that was to fail."""


class Faults:
    """Which statement of a deed is to fail, counted from one; 0: none. `committed` says whether one was written."""

    def __init__(self) -> None:
        self.arm(0)

    def arm(self, number: int) -> None:
        """Lets this statement fail, from now on."""
        self.number, self.asked, self.committed = number, 0, False

    def meet(self, sql: str) -> None:
        """Counts a statement, which may be the one that fails."""
        self.asked += 1
        if self.asked == self.number:
            raise StatementFailed(sql)
        self.committed = self.committed or sql == "COMMIT"


class _Cursor:
    """A cursor whose statements are counted before they are run."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, faults: Faults) -> None:
        self._cursor, self._faults = cursor, faults

    def execute(self, sql: str, *params: Any) -> Any:
        self._faults.meet(sql)
        return self._cursor.execute(sql, *params)

    def sql(self, sql: str, **params: Any) -> Any:
        self._faults.meet(sql)
        return self._cursor.sql(sql, **params)

    def close(self) -> None:
        self._cursor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def faulty(monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Lets the cursors of stores that are opened from now on count, and fail where they are told to."""
    faults, made = Faults(), Engine._cursor
    monkeypatch.setattr(Engine, "_cursor", lambda *told: _Cursor(made(*told), faults))
    return faults
