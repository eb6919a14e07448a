"""A frame's files, and the digest of its CSV, made once for each frame: every run of a page shows the same ones."""

import weakref
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TypeVar, cast

import polars as pl

from pipelines.reports.measured import Measured
from pipelines.reports.writers import write_csv

Made = TypeVar("Made")
_LINES = 20_000
# A file of so many rows is there before anybody takes it. One that is made when it is taken can be missed: the button's
# id is another one after each run of the page.
FEW_ROWS = 2_000
_KNOWN: dict[int, tuple[weakref.ref[pl.DataFrame], dict[Callable[[pl.DataFrame], object], object]]] = {}


class _Nowhere(BytesIO):
    """Takes bytes and keeps none."""

    def write(self, content: object, /) -> int:
        """Forgets them."""
        return 0


def digest_of(frame: pl.DataFrame) -> str:
    """The SHA-256 of what `to_csv` makes of a frame, as hexadecimal digits."""
    return _once(frame, _digest)


def file_of(frame: pl.DataFrame, make: Callable[[pl.DataFrame], bytes]) -> bytes | Callable[[], bytes]:
    """The file that `make` makes of a frame; of one with more than FEW_ROWS, what makes it when it is taken."""
    return _once(frame, make) if frame.height <= FEW_ROWS else partial(make, frame)


def _once(frame: pl.DataFrame, make: Callable[[pl.DataFrame], Made]) -> Made:
    known = _KNOWN.get(id(frame))
    if known is None or known[0]() is not frame:
        known = weakref.ref(frame, partial(_forget, id(frame))), {}
        _KNOWN[id(frame)] = known
    if make not in known[1]:
        known[1][make] = make(frame)
    return cast("Made", known[1][make])


def _digest(frame: pl.DataFrame) -> str:
    measured = Measured(_Nowhere())
    write_csv(frame.iter_slices(_LINES) if frame.height else [frame], measured)
    return measured.sha256


def _forget(place: int, gone: weakref.ref[pl.DataFrame]) -> None:
    """Another frame may stand in the same place by now."""
    known = _KNOWN.get(place)
    if known is not None and known[0] is gone:
        del _KNOWN[place]
