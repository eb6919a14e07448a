"""Whether a process's database runs: after an error deep inside it, DuckDB answers nothing until it is opened anew."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import BenefitsError
from pipelines.full_disk import full_disk

# What DuckDB raises where it has lost its way, and how it tells those who ask later, or who could not write its file.
_INSIDE = (duckdb.FatalException, duckdb.InternalException)
_SIGN = "has been invalidated"


class DatabaseStopped(BenefitsError):
    """The database has stopped; the next question finds it opened anew. Facts: reference, its number in the log."""

    code = "database_stopped"
    ours = True


def stopped(fault: duckdb.Error) -> bool:
    """Whether the database that says this answers nothing any more: all of it, or the ledger in it."""
    return isinstance(fault, _INSIDE) or _SIGN in str(fault)


class Running:
    """Notes that a database has stopped, which any of its users may find, and lets one of them open it anew."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._guard = threading.Lock()
        self._found: DatabaseStopped | None = None
        self._starts = 0

    @contextmanager
    def noted(self) -> Iterator[None]:
        """DatabaseStopped where the block finds that the database has; a disk that is full is told as that."""
        began = self._starts
        try:
            yield
        except duckdb.Error as fault:
            if not stopped(fault):
                raise
            found = self._recorded(fault)
            if began == self._starts:  # else it runs again by now
                self._found = found
            if full_disk(fault):
                raise
            raise found from fault

    def _recorded(self, fault: duckdb.Error) -> DatabaseStopped:
        # A command that goes well needs no log.
        from pipelines.faults import record

        reference, _ = record(fault, self._home)
        return DatabaseStopped(reference=reference)

    def again(self, alone: Callable[[Exception], AbstractContextManager[None]], start: Callable[[], None]) -> None:
        """Starts a database that has stopped, while nobody uses it. DatabaseStopped where others do not leave it."""
        if self._found is None:
            return
        with self._guard:
            if self._found is not None:  # else another has done it while we waited
                with alone(self._found):
                    start()
                self._starts += 1
                self._found = None
