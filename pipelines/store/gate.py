"""A gate: many are inside at once, or one alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Gate:
    """Who is inside may go in again; whoever wants to be alone waits until all have left, and others then wait."""

    def __init__(self) -> None:
        self._inside = 0
        self._change = threading.Condition()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Is one of many for the length of the block."""
        with self._change:
            self._inside += 1
        try:
            yield
        finally:
            with self._change:
                self._inside -= 1
                self._change.notify_all()

    @contextmanager
    def alone(self, wait_seconds: float, busy: Callable[[], Exception]) -> Iterator[None]:
        """Is the only one for the length of the block. Raises `busy` where others do not leave in time."""
        with self._change:
            if not self._change.wait_for(lambda: self._inside == 0, wait_seconds):
                raise busy()
            yield
