"""Whether the ledger is as it was written: every stream without a gap, every row unchanged, every seal kept."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pipelines.store.chain import Head, breaks, seal
from pipelines.store.finding import Finding
from pipelines.store.ledger import Deeds

_ROWS = """
FROM deed
WHERE $streams IS NULL OR list_contains($streams::VARCHAR[], stream_id)
ORDER BY stream_id, version
"""


@dataclass(frozen=True)
class Seal:
    """The last rows of all streams at one moment, and one hash over them."""

    heads: tuple[Head, ...]
    seal: str

    def to_json(self) -> bytes:
        """The seal as the file that is kept elsewhere."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode() + b"\n"

    @classmethod
    def from_json(cls, content: bytes) -> "Seal":
        """The seal in a file. ValueError where it is none."""
        try:
            told = json.loads(content)
            return cls(tuple(Head(**head) for head in told["heads"]), str(told["seal"]))
        except (KeyError, TypeError) as fault:
            raise ValueError("no seal") from fault


def sealed(ledger: Deeds) -> Seal:
    """A seal of the ledger as it is now."""
    heads = ledger.heads()
    return Seal(tuple(heads), seal(heads))


def verify(ledger: Deeds, kept: Seal | None = None, streams: Sequence[str] | None = None) -> list[Finding]:
    """What is wrong with the chain of deeds, and with what a seal says of it; empty where all is as it was written.

    A row at the end of a stream that was taken away shows in a seal only. With `streams` only those are looked at.
    """
    rows = ledger.query(_ROWS, {"streams": None if streams is None else list(streams)}).to_dicts()
    found = [Finding(f"chain_{one.what}", {"stream": one.stream_id, "version": one.version}) for one in breaks(rows)]
    found += list(_repeated(rows))
    hashes = {(row["stream_id"], row["version"]): row["hash"] for row in rows}
    return [*found, *(_unlike(kept, hashes) if kept else ())]


def _repeated(rows: list[dict[str, object]]) -> Iterator[Finding]:
    seen: set[object] = set()
    for row in rows:
        if row["request_id"] in seen:
            told = {"stream": row["stream_id"], "version": row["version"], "request": row["request_id"]}
            yield Finding("request_repeated", told)
        seen.add(row["request_id"])


def _unlike(kept: Seal, hashes: dict[tuple[str, int], str]) -> Iterator[Finding]:
    if kept.seal != seal(kept.heads):
        yield Finding("seal_altered")
    for head in kept.heads:
        now = hashes.get((head.stream_id, head.version))
        if now != head.hash:
            what = "seal_row_missing" if now is None else "seal_row_differs"
            yield Finding(what, {"stream": head.stream_id, "version": head.version})
