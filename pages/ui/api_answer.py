"""The answer to a report by address: whether the asker has it already, its file, and the row of who took it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.requests import Request as Asked
from starlette.responses import Response, StreamingResponse

from pipelines.actions import Bearer, exports
from pipelines.reports import Request
from pipelines.reports.export import file_name_of
from pipelines.reports.manifest import Written
from pipelines.reports.write import write_report
from pipelines.rules.reading import OF_THE_APP
from pipelines.store import Scope, Snapshot
from pipelines.store.chain import APP

# What each format is called in HTTP.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
# A file is whole before the first byte of it is sent; a larger one waits on the disk.
_IN_MEMORY, _PIECE = 8 * 2**20, 2**16


@dataclass(frozen=True)
class Answer:
    """What was asked for and may be told: a report of one snapshot for a scope, in a format."""

    snapshot: Snapshot
    request: Request
    scope: Scope
    suffix: str

    def tag(self) -> str:
        """Changes with whatever could change the file: the question, the snapshot, the deeds in sight, the day."""
        filters = {name: list(told) for name, told in sorted(self.request.filters.items())}
        asked = [self.request.report, self.request.by, self.request.as_of.isoformat(), filters, self.suffix]
        heads = [astuple(head) for head in self.snapshot.heads(self.scope) if self._reads(head.stream_id)]
        state = [self.snapshot.number, heads, self.scope.partners, self.scope.email]
        return f'"{hashlib.sha256(json.dumps([asked, state]).encode()).hexdigest()[:32]}"'

    def _reads(self, stream_id: str) -> bool:
        return stream_id != APP or self.request.report in OF_THE_APP

    def write(self, file: IO[bytes]) -> Written:
        """Writes the report's file."""
        return write_report(self.snapshot, self.request, self.scope, self.suffix, file)


@dataclass(frozen=True)
class Taker:
    """Who takes a file with which token, and when."""

    limits: Bearer
    now: datetime
    on_day: date

    def keep(self, answer: Answer, written: Written) -> None:
        """Writes into the ledger that the file was taken, once a day."""
        what = written.in_ledger(answer.suffix) | {"token": self.limits.token_id}
        once = f"{self.limits.token_id}:{self.on_day.isoformat()}:{written.sha256}"
        exports.record(answer.snapshot, self.limits.email, what, self.now, self.on_day, request_id=once)


def respond(asked: Asked, answer: Answer, taker: Taker) -> Response:
    """304 where the asker has the file already; a head alone where only that is asked for."""
    headers = {"ETag": answer.tag(), "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if _has(asked, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = FORMATS[answer.suffix]
    return _head(headers) if asked.method == "HEAD" else _whole(answer, taker, headers)


def _has(asked: Asked, tag: str) -> bool:
    told = {one.strip().removeprefix("W/") for one in asked.headers.get("if-none-match", "").split(",")}
    return bool(told & {tag, "*"})


def _head(headers: dict[str, str]) -> Response:
    """The length is known only to the whole answer."""
    answer = Response(headers=headers)
    del answer.headers["content-length"]
    return answer


def _whole(answer: Answer, taker: Taker, headers: dict[str, str]) -> Response:
    with ExitStack() as opened:
        file = opened.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        written = answer.write(file)
        taker.keep(answer, written)
        name = file_name_of(answer.request.report, answer.request.as_of, written.sha256, answer.suffix)
        told = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(written.size)}
        return StreamingResponse(_pieces(file, opened.pop_all()), headers=headers | told)


def _pieces(file: IO[bytes], opened: ExitStack) -> Iterator[bytes]:
    with opened:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
