"""Whether the quotes and returns of a delimited text stand where every reader understands them alike."""

import polars as pl
import pyarrow as pa

_FEED, _RETURN, _QUOTE = b'\n\r"'


class Punctuation:
    """Judges a text that is fed in chunks; `plain` is false once a quote or a return stands elsewhere.

    As RFC 4180 has it: a quote opens a cell, closes it, or stands twice inside one; a return ends a line with a feed.
    """

    def __init__(self, separator: str) -> None:
        self.plain = True
        self._around = [ord(separator), _FEED, _QUOTE]
        self._inside = 0
        self._held = b"\n"

    def feed(self, chunk: bytes) -> None:
        """Judges the bytes before the last one; that is held until it is known what follows it."""
        text = self._held + chunk
        self._held = text[-2:]
        self.plain = self.plain and not _stray_return(text) and (b'"' not in text or self._quotes_fit(text))

    def end(self) -> bool:
        """Whether the whole text is plain."""
        self.feed(b"\n")
        return self.plain and not self._inside

    def _quotes_fit(self, text: bytes) -> bool:
        """Quotes open and close in turn: before the one and after the other is a cell's end, or a quote's twin."""
        codes = _codes(text)
        places = (codes == _QUOTE).arg_true()
        places = places.filter((places > 0) & (places < len(codes) - 1))
        opening, closing = (places.gather_every(2, offset) for offset in (self._inside, 1 - self._inside))
        self._inside = (self._inside + len(places)) % 2
        before, after = codes.gather(opening - 1), codes.gather(closing + 1)
        return bool(before.is_in(self._around).all() and after.is_in([*self._around, _RETURN]).all())


def _codes(text: bytes) -> pl.Series:
    return pl.Series(pa.Array.from_buffers(pa.uint8(), len(text), [None, pa.py_buffer(text)]))


def _stray_return(text: bytes) -> bool:
    last = len(text) - 1
    return b"\r" in text and text.count(b"\r", 1, last) != text.count(b"\r\n", 1)
