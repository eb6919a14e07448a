"""A request in, one polars frame in final shape out."""

from collections.abc import Callable
from typing import TypeAlias

import polars as pl

from pipelines.reports import credits, memberships, next_actions, overview, policies, reconcile, reminders, seats
from pipelines.reports.ask import ask
from pipelines.reports.request import Request, columns
from pipelines.reports.shape import KINDS
from pipelines.store import Scope, Snapshot

Answer: TypeAlias = Callable[[Snapshot, Request, Scope], pl.DataFrame]

# Reports that are more than one question to the store; every other is sql/<report>_by_<by>.sql.
_ANSWERS: dict[tuple[str, str], Answer] = {
    ("overview", "month"): overview.by_month,
    ("credit-balance", "credit"): credits.balance,
    ("credit-balance", "month"): credits.by_month,
    ("credit-balance", "draw"): credits.by_draw,
    ("credit-burn-down", "day"): credits.burn_down,
    ("credit-forecast", "credit"): credits.forecast,
    ("credit-thresholds", "threshold"): credits.by_threshold,
    ("reconcile-credits", "credit"): reconcile.by_credit,
    ("seats", "seat"): seats.by_seat,
    ("next-actions", "action"): next_actions.actions,
    ("memberships", "term"): memberships.by_term,
    ("reminders", "date"): reminders.by_date,
    ("permissions", "action"): policies.by_action,
    ("policies", "number"): policies.by_number,
    ("policies", "source"): policies.by_source,
}


def run(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """The rows of a report that `scope` may see, in the report's order, with exactly its columns and their types.

    BenefitsError for an unknown report, grouping, filter or code.
    """
    request = request.checked()
    answer = _ANSWERS.get((request.report, request.by or ""), _asked)
    return shaped(answer(snap, request, scope), request)


def shaped(frame: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The rows with exactly the report's columns and their types."""
    return frame.select(pl.col(column.name).cast(KINDS[column.kind]) for column in columns(request.report, request.by))


def _asked(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    return ask(snap, f"{request.report}_by_{request.by}".replace("-", "_"), request, scope)
