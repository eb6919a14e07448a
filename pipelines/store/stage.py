"""What readers ask again and again of one day, worked out once for each reader and state, and kept for a while."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import duckdb

from pipelines.store.follows import CREDITS, EVERYWHERE, HOLDERS, KEYS, PURCHASES, REQUESTS, SUPPORT
from pipelines.store.scope import Scope
from pipelines.store.tally import Tally

Cursor = duckdb.DuckDBPyConnection
KEPT = 16
# The macros of a day that others build on, each after those that it asks, with the deeds that it follows.
OF_A_DAY = {
    "benefit_begun": PURCHASES,
    "credit_now": PURCHASES + CREDITS,
    "seat_told": HOLDERS,
    "benefit_queued": PURCHASES + HOLDERS,
    "seat_now": PURCHASES + HOLDERS,
    "benefit_counted": PURCHASES + HOLDERS + CREDITS,
    "answered_by": REQUESTS,
    "support_count": SUPPORT,
    "entitlement_now": PURCHASES + HOLDERS + CREDITS + REQUESTS + SUPPORT + KEYS,
}


@dataclass
class _Stage:
    """A cursor on which the macros of one day answer from tables. One reader at a time.

    `seen` is how many deeds each of its tables follows: those there were when it was worked out.
    """

    guard: threading.Lock = field(default_factory=threading.Lock)
    cursor: Cursor | None = None
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Key:
    number: int
    scope: Scope
    on_day: date


class Stages:
    """The stages of one engine, the last used ones kept."""

    def __init__(self, cursor: Callable[[int, Scope], Cursor], tally: Tally) -> None:
        self._cursor = cursor
        self._tally = tally
        self._guard = threading.Lock()
        self._kept: OrderedDict[_Key, _Stage] = OrderedDict()

    @contextmanager
    def on(self, number: int, scope: Scope, on_day: date) -> Iterator[Cursor]:
        """A cursor for questions about this day, as this reader, with the deeds that are done now."""
        stage = self._stage(_Key(number, scope, on_day))
        with stage.guard:
            stage.cursor = stage.cursor or self._cursor(number, scope)
            self._bring_up(stage, stage.cursor, scope, on_day)
            yield stage.cursor

    def _bring_up(self, stage: _Stage, cursor: Cursor, scope: Scope, on_day: date) -> None:
        """Works out what the deeds since may have changed; for whoever sees only their own each deed changes all."""
        everywhere = self._tally.done()
        here = everywhere if scope.partners == "*" else self._tally.done(scope.partners)
        for name, follows in OF_A_DAY.items():
            counted = sum(
                (everywhere if action in EVERYWHERE else here).get(action, 0)
                for action in (here if scope.email else follows)
            )
            if stage.seen.get(name) != counted:
                _work_out(cursor, name, on_day)
                stage.seen[name] = counted

    def forget(self, number: int | None = None) -> None:
        """Lets go of a snapshot's stages, or of all."""
        with self._guard:
            for key in [key for key in self._kept if number in (None, key.number)]:
                _close(self._kept.pop(key))

    def _stage(self, key: _Key) -> _Stage:
        with self._guard:
            stage = self._kept.setdefault(key, _Stage())
            self._kept.move_to_end(key)
            unused = [old for old, kept in self._kept.items() if old != key and not kept.guard.locked()]
            for old in unused[: max(len(self._kept) - KEPT, 0)]:
                _close(self._kept.pop(old))
            return stage


def _work_out(cursor: Cursor, name: str, on_day: date) -> None:
    """The macro's own words are asked by its full name: by the short one it answers from the table."""
    asked = {"on_day": on_day}
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name}_table AS FROM views.main.{name}($on_day)", asked)
    cursor.execute(f"CREATE OR REPLACE TEMP MACRO {name}(on_day) AS TABLE FROM {name}_table")


def _close(stage: _Stage) -> None:
    with stage.guard:
        if stage.cursor is not None:
            stage.cursor.close()
            stage.cursor = None
            stage.seen.clear()
