"""What makes a change in the ledger show: a row holds the hash of the row before it, a seal those of all last rows."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

# The stream of what belongs to no partner; every other one is a partner's.
APP = "app"
# What the first row of a stream holds in the place of a hash.
BEGINNING = ""
# Every column of a row but its own hash, in the order in which they are hashed.
HASHED = (
    "stream_id", "version", "request_id", "done_at", "on_day", "actor", "via", "action", "outcome", "entitlement_id",
    "subject", "rules", "details", "snapshot", "previous_hash",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The last row of a stream: its version and hash. A stream without rows has version 0."""

    stream_id: str
    version: int = 0
    hash: str = BEGINNING


@dataclass(frozen=True)
class Break:
    """Where a stream is not as it was written: `gap` (a version is missing), `link` (it does not follow the row before
    it) or `hash` (the row was changed)."""

    stream_id: str
    version: int
    what: str


def hash_of(row: Mapping[str, object]) -> str:
    """The SHA-256 of a row's columns, as 64 hexadecimal digits."""
    told = [_text(row[name]) for name in HASHED]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def seal(heads: Iterable[Head]) -> str:
    """One hash over the last rows of all streams."""
    told = sorted((head.stream_id, head.version, head.hash) for head in heads)
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def breaks(rows: Iterable[Mapping[str, object]]) -> Iterator[Break]:
    """What is wrong with rows that come by stream and version."""
    for stream_id, of_stream in groupby(rows, key=lambda row: str(row["stream_id"])):
        yield from _breaks_of(stream_id, of_stream)


def _breaks_of(stream_id: str, rows: Iterable[Mapping[str, object]]) -> Iterator[Break]:
    head = Head(stream_id)
    for row in rows:
        version = int(str(row["version"]))
        if version != head.version + 1:
            yield Break(stream_id, head.version + 1, "gap")
        elif row["previous_hash"] != head.hash:
            yield Break(stream_id, version, "link")
        if row["hash"] != hash_of(row):
            yield Break(stream_id, version, "hash")
        head = Head(stream_id, version, str(row["hash"]))


def _text(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
