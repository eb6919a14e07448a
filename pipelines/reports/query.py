"""A request in, one polars frame in final shape out."""

from __future__ import annotations

from importlib import import_module

import polars as pl

from pipelines.reports.ask import ask, parameters, question
from pipelines.reports.request import Request, columns
from pipelines.reports.shape import kinds
from pipelines.store import Scope, Snapshot

# Reports that are more than one question to the store, with the function that answers them; every other is
# sql/<report>_by_<by>.sql. A function's module is loaded when it is asked: the forecast's, say, takes long.
_ANSWERS = {
    ("overview", "month"): "overview.by_month",
    ("credit-balance", "credit"): "credits.balance",
    ("credit-balance", "month"): "credits.by_month",
    ("credit-balance", "draw"): "credits.by_draw",
    ("credit-burn-down", "day"): "credits.burn_down",
    ("credit-forecast", "credit"): "credits.forecast",
    ("credit-thresholds", "threshold"): "credits.by_threshold",
    ("reconcile-credits", "credit"): "reconcile.by_credit",
    ("seats", "seat"): "seats.by_seat",
    ("next-actions", "action"): "next_actions.actions",
    ("memberships", "term"): "memberships.by_term",
    ("reminders", "date"): "reminders.by_date",
    ("permissions", "action"): "policies.by_action",
    ("policies", "number"): "policies.by_number",
    ("policies", "source"): "policies.by_source",
}
# What a column holds, as DuckDB's types: those of `shape.kinds`, and times in UTC without a zone.
_SQL_TYPES = {
    "text": "VARCHAR",
    "id": "VARCHAR",
    "code": "VARCHAR",
    "month": "VARCHAR",
    "quantity": "DECIMAL(38, 18)",
    "money": "DECIMAL(38, 18)",
    "rate": "DECIMAL(18, 9)",
    "share": "DOUBLE",
    "date": "DATE",
    "time": "TIMESTAMP",
    "count": "BIGINT",
    "number": "BIGINT",
    "flag": "BOOLEAN",
}


def run(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """The rows of a report that `scope` may see, in the report's order, with exactly its columns and their types.

    BenefitsError for an unknown report, grouping, filter or code.
    """
    request = request.checked()
    answered = _ANSWERS.get((request.report, request.by or ""))
    if answered is None:
        return shaped(ask(snap, _named(request), request, scope), request)
    module, function = answered.split(".")
    return shaped(getattr(import_module(f"pipelines.reports.{module}"), function)(snap, request, scope), request)


def rows(snap: Snapshot, request: Request, scope: Scope) -> list[tuple[object, ...]]:
    """The same rows as Python's values, times in UTC without a zone. What is one question is answered without polars,
    which takes longer to load than the question."""
    request = request.checked()
    if (request.report, request.by or "") in _ANSWERS:
        return _plain(run(snap, request, scope)).rows()
    sql = question(_named(request))
    asked = parameters(sql, request)
    return snap.rows(_typed(sql, request), asked, scope, request.as_of if "as_of" in asked else None)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Datetime("us", "UTC")).dt.replace_time_zone(None))


def _typed(sql: str, request: Request) -> str:
    shape = columns(request.report, request.by)
    told = ", ".join(f'"{column.name}"::{_SQL_TYPES[column.kind]} AS "{column.name}"' for column in shape)
    return f"SELECT {told} FROM ({sql.rstrip().removesuffix(';')})"


def shaped(frame: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The rows with exactly the report's columns and their types."""
    types = kinds()
    return frame.select(pl.col(column.name).cast(types[column.kind]) for column in columns(request.report, request.by))


def _named(request: Request) -> str:
    return f"{request.report}_by_{request.by}".replace("-", "_")
