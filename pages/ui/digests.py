"""The digest of a frame's CSV, made once for each frame: every run of a page names the files of the same frames."""

import weakref
from functools import partial
from io import BytesIO

import polars as pl

from pipelines.reports.measured import Measured
from pipelines.reports.writers import write_csv

_LINES = 20_000
_KNOWN: dict[int, tuple[weakref.ref[pl.DataFrame], str]] = {}


class _Nowhere(BytesIO):
    """Takes bytes and keeps none."""

    def write(self, content: object, /) -> int:
        """Forgets them."""
        return 0


def digest_of(frame: pl.DataFrame) -> str:
    """The SHA-256 of what `to_csv` makes of a frame, as hexadecimal digits."""
    known = _KNOWN.get(id(frame))
    if known is None or known[0]() is not frame:
        known = weakref.ref(frame, partial(_forget, id(frame))), _made(frame)
        _KNOWN[id(frame)] = known
    return known[1]


def _made(frame: pl.DataFrame) -> str:
    measured = Measured(_Nowhere())
    write_csv(frame.iter_slices(_LINES) if frame.height else [frame], measured)
    return measured.sha256


def _forget(place: int, gone: weakref.ref[pl.DataFrame]) -> None:
    """Another frame may stand in the same place by now."""
    known = _KNOWN.get(place)
    if known is not None and known[0] is gone:
        del _KNOWN[place]
