"""A report that may be too long to be held, in batches."""

from collections.abc import Iterator

import polars as pl

from pipelines.reports.ask import parameters, question
from pipelines.reports.query import run, shaped
from pipelines.reports.request import Request
from pipelines.store import Scope, Snapshot

LINES = 50_000
_NO_LOAD = {"last_load": 0}
# Reports that are read part by part, with the question that gives a row for each part: its columns are parameters of
# sql/<report>_by_<by>.sql. Every other report is one batch.
_PARTS_OF = {("usage-detail", "row"): "usage_detail_parts"}


def stream(snap: Snapshot, request: Request, scope: Scope) -> Iterator[pl.DataFrame]:
    """The rows of `run`, with the same columns and types in the same order, in batches of about LINES.

    There is one batch at least, which may have no rows. What is done in the ledger meanwhile shows in none of them.
    BenefitsError for an unknown report, grouping, filter or code.
    """
    request = request.checked()
    parts = _PARTS_OF.get((request.report, request.by or ""))
    if parts is None:
        yield run(snap, request, scope)
    else:
        yield from _in_parts(snap, request, scope, question(parts))


def _in_parts(snap: Snapshot, request: Request, scope: Scope, parts: str) -> Iterator[pl.DataFrame]:
    rows = question(f"{request.report}_by_{request.by}".replace("-", "_"))
    with snap.one_state(scope) as ask:
        found = ask(parts, parameters(parts, request, lines=LINES)).to_dicts()
        for part in found or [_NO_LOAD]:
            yield shaped(ask(rows, parameters(rows, request, **part)), request)
