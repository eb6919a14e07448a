"""Cursors that wait for the next question: setting one up costs more than most questions of a deed."""

import threading
from collections import defaultdict

import duckdb

from pipelines.store.scope import Scope

KEPT = 8
Cursor = duckdb.DuckDBPyConnection


class Idle:
    """The cursors of one engine that nobody uses, by the snapshot that they read and the reader's scope."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: defaultdict[tuple[int, Scope], list[Cursor]] = defaultdict(list)

    def take(self, number: int, scope: Scope) -> Cursor | None:
        """One that nobody else has; None where none waits."""
        with self._guard:
            waiting = self._waiting[number, scope]
            return waiting.pop() if waiting else None

    def give_back(self, number: int, scope: Scope, cursor: Cursor) -> None:
        """Lets it wait, or closes it where enough do: of each reader, and of all."""
        with self._guard:
            waiting = self._waiting[number, scope]
            if len(waiting) < KEPT and sum(map(len, self._waiting.values())) < KEPT * KEPT:
                waiting.append(cursor)
                return
        cursor.close()

    def forget(self, number: int | None = None) -> None:
        """Closes those of a snapshot, or all."""
        with self._guard:
            for key in [key for key in self._waiting if number in (None, key[0])]:
                for cursor in self._waiting.pop(key):
                    cursor.close()
