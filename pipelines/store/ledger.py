"""What people did: rows that are only ever added, each at the end of its partner's stream or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb
import polars as pl

from pipelines.store.chain import Head, hash_of
from pipelines.store.errors import AlreadyDone, StreamMoved
from pipelines.store.places import KeyTaken, LedgerPlace, Row
from pipelines.store.tally import Tally

_KNOWN = "SELECT 1 FROM deed WHERE request_id = $id"
_HEADS = """
SELECT stream_id AS stream_id, max(version) AS version, arg_max(hash, version) AS hash
FROM deed
WHERE $streams IS NULL OR list_contains($streams::VARCHAR[], stream_id)
GROUP BY stream_id
ORDER BY stream_id
"""


@dataclass(frozen=True)
class Entry:
    """What a deed's row says, without its place in the stream. See sql/ledger.sql."""

    request_id: str
    done_at: datetime
    on_day: date
    actor: str
    via: str
    action: str
    outcome: str
    snapshot: int
    entitlement_id: str | None = None
    subject: str | None = None
    rules: Sequence[str] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    beside: Sequence[tuple[str, Row]] = ()  # rows of other tables that come into being with it: (table, columns)


class Deeds:
    """What a ledger holds, read through the cursors of whoever has it open."""

    def __init__(self, cursor: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]) -> None:
        self._cursor = cursor

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows of one query on the ledger's tables and views."""
        with self._cursor() as cursor:
            return cursor.sql(sql, params=dict(params) if params else None).pl()

    def heads(self, streams: Sequence[str] | None = None) -> list[Head]:
        """The last rows of these streams, by stream; of all streams where none is named. Empty streams have none."""
        named = None if streams is None else list(streams)
        return [Head(**row) for row in self.query(_HEADS, {"streams": named}).to_dicts()]

    def head(self, stream_id: str) -> Head:
        """The last row of one stream."""
        found = self.query(
            "SELECT version, hash FROM deed WHERE stream_id = $stream ORDER BY version DESC LIMIT 1",
            {"stream": stream_id},
        ).rows()
        return Head(stream_id, *found[0]) if found else Head(stream_id)

    def done(self, request_id: str) -> dict[str, object] | None:
        """The row of the deed with this request id; None where there is none."""
        asked = {"id": request_id}
        with self._cursor() as cursor:  # nearly always there is none, and that is told without a frame
            if not cursor.execute(_KNOWN, asked).fetchall():
                return None
        return self.query("FROM deed WHERE request_id = $id", asked).row(0, named=True)


class Ledger(Deeds):
    """The ledger of one home, written where it is kept."""

    def __init__(
        self, cursor: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]], place: LedgerPlace, tally: Tally
    ) -> None:
        super().__init__(cursor)
        self._place = place
        self._tally = tally

    def head(self, stream_id: str) -> Head:
        """The last row of one stream, as far as this process knows: what is written behind an older one is refused."""
        return self._tally.head(stream_id)

    def append(self, head: Head, entry: Entry) -> Head:
        """Adds a deed right behind `head`, with what comes into being with it, in one transaction; gives the new head.

        StreamMoved where the stream has grown since `head` was read, AlreadyDone where the request id is known.
        """
        row = _row(head, entry)
        try:
            with self._cursor() as cursor:
                self._place.write(cursor, [("deed", row), *entry.beside])
        except KeyTaken as lost:
            self._tally.forget()
            if self.done(entry.request_id) is not None:
                raise AlreadyDone(request=entry.request_id) from lost
            raise StreamMoved(stream=head.stream_id) from lost
        self._tally.add(row)
        return Head(head.stream_id, head.version + 1, str(row["hash"]))

    def add(self, table: str, row: Row) -> bool:
        """Adds a row that comes with no deed, such as an attempt to deliver a letter; False where its key is taken."""
        try:
            with self._cursor() as cursor:
                self._place.write(cursor, [(table, row)])
        except KeyTaken:
            return False
        return True


def _row(head: Head, entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {
        "stream_id": head.stream_id,
        "version": head.version + 1,
        "request_id": entry.request_id,
        "done_at": entry.done_at,
        "on_day": entry.on_day,
        "actor": entry.actor,
        "via": entry.via,
        "action": entry.action,
        "outcome": entry.outcome,
        "entitlement_id": entry.entitlement_id,
        "subject": entry.subject,
        "rules": json.dumps(list(entry.rules)),
        "details": json.dumps(dict(entry.details), ensure_ascii=False, sort_keys=True),
        "snapshot": entry.snapshot,
        "previous_hash": head.hash,
    }
    return {**row, "hash": hash_of(row)}
