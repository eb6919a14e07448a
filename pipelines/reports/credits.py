"""Reports on credits: the store sums per day, the rules make the statement."""

import polars as pl

from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.rules import credit, credit_days
from pipelines.rules.credit_days import KEY
from pipelines.store import Scope, Snapshot


def balance(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit: what it gave, used, lost and has left (`credit.statement`), by partner and start."""
    rows = statement(snap, request, scope)
    wanted = request.values("status")
    return rows if wanted is None else rows.filter(pl.col("status").is_in(wanted))


def by_month(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit and month that has begun: what the month spent, used and lost, and what was left at its end."""
    chosen = balance(snap, request, scope).select(KEY)
    month = credit.months(burn_down(snap, request, scope), request.as_of).join(chosen, on=KEY, how="semi")
    return month.with_columns(pl.col("month").dt.strftime("%Y-%m")).sort("partner_id", *KEY, "month")


def burn_down(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit and day, past and forecast (`credit_days.burn_down`)."""
    return credit_days.burn_down(*_facts(snap, request, scope), request.as_of).sort("partner_id", *KEY, "date")


def statement(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """`credit.statement` of the credits in scope, with entitlement_id, the benefit that each belongs to."""
    return credit.statement(*_facts(snap, request, scope), request.as_of)


def _facts(snap: Snapshot, request: Request, scope: Scope) -> tuple[pl.DataFrame, pl.DataFrame]:
    return ask(snap, "credit_grants", request, scope), ask(snap, "credit_days", request, scope)
