"""Frames that were asked for once and hold as long as what they were made of: those used last are kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import polars as pl


class Kept:
    """Frames by what was asked, up to so many bytes in all. Nobody changes a frame, so that all readers share one."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._guard = threading.Lock()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._frames: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()

    def get(self, key: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The frame of `key`, asked for where it is not here: by one of those who want it at once, the others wait."""
        with self._guard:
            asking = self._asking.setdefault(key, threading.Lock())
        try:
            with asking:
                found = self._found(key)
                return self._put(key, ask()) if found is None else found
        finally:
            with self._guard:
                self._asking.pop(key, None)

    def _found(self, key: Hashable) -> pl.DataFrame | None:
        with self._guard:
            if key in self._frames:
                self._frames.move_to_end(key)
            return self._frames.get(key)

    def _put(self, key: Hashable, frame: pl.DataFrame) -> pl.DataFrame:
        """The last one stays, however large it is."""
        with self._guard:
            before = self._frames.get(key)
            self._bytes += _size(frame) - (0 if before is None else _size(before))
            self._frames[key] = frame
            while self._bytes > self._most_bytes and len(self._frames) > 1:
                _, old = self._frames.popitem(last=False)
                self._bytes -= _size(old)
        return frame


def _size(frame: pl.DataFrame) -> int:
    return int(frame.estimated_size())
