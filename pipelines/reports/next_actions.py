"""The next actions: facts from the store, the credits' statement, judged by the rules."""

import polars as pl

from pipelines.reports import credits
from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.rules.next_actions import RECLAIM_AFTER_DAYS, next_actions
from pipelines.store import Scope, Snapshot


def actions(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row an action that is possible now, worth most first (`rules.next_actions`)."""
    facts = ask(snap, "next_action_facts", request, scope, reclaim_after_days=RECLAIM_AFTER_DAYS)
    facts = facts.join(_credit_lapses(snap, request, scope), on=["partner_id", "entitlement_id"], how="left")
    found = next_actions(facts, request.as_of)
    wanted = request.values("action")
    return found if wanted is None else found.filter(pl.col("action").is_in(wanted))


def _credit_lapses(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """What each benefit's credits will lose at the end of their present period, and when the first of them does."""
    running = Request("credit-balance", request.as_of)
    ahead = credits.statement(snap, running, scope).filter(pl.col("period_ends_on").is_not_null())
    return ahead.group_by("partner_id", "entitlement_id").agg(
        credit_lapse=pl.col("lapses_at_end").sum(), credit_lapses_on=pl.col("period_ends_on").min()
    )
