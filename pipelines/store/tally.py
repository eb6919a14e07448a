"""Where each stream ends, and how many deeds of each kind are done in it: asked once, then kept up with each row.

A deed needs its stream's end, and to know whether what is kept still holds: else both are counted from all deeds.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.store.chain import Head

_ALL = """
SELECT stream_id AS stream_id, action AS action, outcome AS outcome, count(*) AS deeds, max(version) AS version,
    arg_max(hash, version) AS hash
FROM deed
GROUP BY stream_id, action, outcome
ORDER BY version
"""


@dataclass
class _Counted:
    """Counts are never changed, but take each other's place: others may be looking at them."""

    heads: dict[str, Head] = field(default_factory=dict)
    done: dict[str, Mapping[str, int]] = field(default_factory=dict)
    everywhere: Mapping[str, int] = field(default_factory=dict)

    def add(self, row: Mapping[str, object], deeds: int = 1) -> None:
        stream, action = str(row["stream_id"]), str(row["action"])
        self.heads[stream] = Head(stream, int(str(row["version"])), str(row["hash"]))
        if row["outcome"] == "done":
            self.done[stream] = _more(self.done.get(stream, {}), action, deeds)
            self.everywhere = _more(self.everywhere, action, deeds)


def _more(done: Mapping[str, int], action: str, deeds: int) -> Mapping[str, int]:
    return {**done, action: done.get(action, 0) + deeds}


class Tally:
    """What all deeds come to, of a ledger that is asked by `ask` where nothing is known yet."""

    def __init__(self, ask: Callable[[str], pl.DataFrame]) -> None:
        self._ask = ask
        self._guard = threading.Lock()
        self._counted: _Counted | None = None
        self._news = 0

    def head(self, stream_id: str) -> Head:
        """The last row of a stream."""
        return self._known().heads.get(stream_id, Head(stream_id))

    def heads(self, streams: Iterable[str] | None = None) -> list[Head]:
        """The last rows of these streams, by stream; of all where none is named. Empty streams have none."""
        heads = self._known().heads
        return [heads[stream] for stream in sorted(heads if streams is None else {*streams} & {*heads})]

    def done(self, streams: Iterable[str] | None = None) -> Mapping[str, int]:
        """How many deeds are done in these streams, or in all, by action."""
        known = self._known()
        if streams is None:
            return known.everywhere
        found: Counter[str] = Counter()
        for stream in streams:
            found.update(known.done.get(stream, {}))
        return found

    def add(self, row: Mapping[str, object]) -> None:
        """Takes in a row that has been written. Where one before it is not known yet, all is asked again."""
        with self._guard:
            self._news += 1
            if self._counted is None:
                return
            ahead = int(str(row["version"])) - self._counted.heads.get(str(row["stream_id"]), Head("")).version
            if ahead == 1:
                self._counted.add(row)
            elif ahead > 1:
                self._counted = None

    def forget(self) -> None:
        """Begins again: the ledger is another one."""
        with self._guard:
            self._news += 1
            self._counted = None

    def _known(self) -> _Counted:
        """Asked without the guard, and kept only if nothing came in meanwhile."""
        with self._guard:
            known, news = self._counted, self._news
        if known is not None:
            return known
        made = _Counted()
        for row in self._ask(_ALL).iter_rows(named=True):
            made.add(row, row["deeds"])
        with self._guard:
            if news == self._news:
                self._counted = made
        return made
