"""How often something may be tried: counted by the minute, in this process's memory."""

from collections import OrderedDict
from math import ceil

_SECONDS = 60
# More keys than this are not kept; the one that is forgotten has not been counted for the longest time.
_KEPT = 10_000


class Tries:
    """Counts tries by key, such as an address. A key that was counted `limit` times waits until its minute is over."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, key: str, now: float) -> int:
        """The seconds until `key` may try again, at a moment in seconds of any clock; 0 where it may now."""
        began, count = self._minute(key, now)
        return ceil(began + _SECONDS - now) if count >= self._limit else 0

    def count(self, key: str, now: float) -> None:
        """Counts one try of `key`."""
        began, count = self._minute(key, now)
        self._counted[key] = began, count + 1
        self._counted.move_to_end(key)
        if len(self._counted) > _KEPT:
            self._counted.popitem(last=False)

    def _minute(self, key: str, now: float) -> tuple[float, int]:
        """When the key's minute began, and what was counted in it; a new one where that is over."""
        began, count = self._counted.get(key, (now, 0))
        return (began, count) if now < began + _SECONDS else (now, 0)
