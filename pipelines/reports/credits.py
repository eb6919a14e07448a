"""Reports on credits: the store sums per day, the rules make the statement and what is to come."""

from dataclasses import dataclass

import polars as pl

from pipelines.reports.ask import ask
from pipelines.reports.forecast import outlooks
from pipelines.reports.request import Request
from pipelines.rules import credit, credit_ahead, credit_days
from pipelines.rules.credit_days import KEY
from pipelines.rules.credit_thresholds import thresholds
from pipelines.store import Scope, Snapshot


@dataclass(frozen=True)
class _Facts:
    """The frames of `rules.credit_days` and the outlook of `rules.credit_ahead` for the credits that are asked for."""

    grants: pl.DataFrame
    days: pl.DataFrame
    outlook: pl.DataFrame

    @property
    def ahead(self) -> pl.DataFrame:
        return credit_ahead.ahead(self.outlook)


def balance(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit: what it gave, used, lost and has left (`credit.statement`), by partner and start."""
    return _of_status(statement(snap, request, scope), request)


def by_month(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit and month that has begun: what the month spent, used and lost, and what was left at its end."""
    facts = _facts(snap, request, scope)
    month = credit.months(_line(facts, request), request.as_of)
    chosen = _of_status(_statement(facts, request), request)
    return (
        month.join(chosen.select(KEY), on=KEY, how="semi")
        .with_columns(pl.col("month").dt.strftime("%Y-%m"))
        .sort("partner_id", *KEY, "month")
    )


def by_draw(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit and way in which it was drawn: by which subscription, currency of the bill and rate."""
    chosen = balance(snap, request, scope).select(KEY)
    drawn = ask(snap, "credit_balance_by_draw", request, scope)
    return drawn.join(chosen, on=KEY, how="semi", maintain_order="left")


def burn_down(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit and day, past and forecast (`credit_days.burn_down`)."""
    return _line(_facts(snap, request, scope), request).sort("partner_id", *KEY, "date")


def forecast(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit that is open and has known usage: the method of its forecast and how far it was off before, as
    is the run-rate; what will lapse at the end of its period, and the least and the most that may."""
    facts = _facts(snap, request, scope)
    line = _line(facts, request).filter(pl.col("date") == pl.col("period_ends_on"))
    band = (pl.coalesce(end, "balance").alias(end) for end in ("low", "high"))
    at_end = line.select(*KEY, *band, period_ends_on="date")
    rows = _of_status(_statement(facts, request), request)
    rows = rows.join(facts.outlook, on=KEY, how="inner", maintain_order="left")
    return rows.join(at_end, on=[*KEY, "period_ends_on"], how="left", maintain_order="left")


def by_threshold(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row an open credit and threshold (`credit_thresholds.thresholds`)."""
    facts = _facts(snap, request, scope)
    chosen = _of_status(_statement(facts, request), request)
    return thresholds(chosen, _line(facts, request), request.as_of)


def statement(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """`credit.statement` of the credits in scope, with entitlement_id, the benefit that each belongs to, and drawn_by
    and eligible_by, every way in which each was drawn."""
    return _statement(_facts(snap, request, scope), request)


def _statement(facts: _Facts, request: Request) -> pl.DataFrame:
    return credit.statement(facts.grants, facts.days, request.as_of, facts.ahead)


def _line(facts: _Facts, request: Request) -> pl.DataFrame:
    return credit_days.burn_down(facts.grants, facts.days, request.as_of, facts.ahead)


def _of_status(rows: pl.DataFrame, request: Request) -> pl.DataFrame:
    wanted = request.values("status")
    return rows if wanted is None else rows.filter(pl.col("status").is_in(wanted))


def _facts(snap: Snapshot, request: Request, scope: Scope) -> _Facts:
    grants, days = ask(snap, "credit_grants", request, scope), ask(snap, "credit_days", request, scope)
    return _Facts(grants, days, outlooks(grants, days, request.as_of))
