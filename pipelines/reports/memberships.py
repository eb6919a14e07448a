"""The terms of membership with the days that count, worked out by the policy of each."""

import polars as pl

from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.rules import deadlines
from pipelines.rules.policy import policies
from pipelines.store import Scope, Snapshot

# Domain-facts D13, P3: what nobody can renew any more has no window, and nobody is reminded of it.
_RENEWABLE = pl.col("renewable") & (pl.col("renewed_until") >= deadlines.RENEWABLE_FROM).fill_null(value=True)
_OF_RENEWALS = {
    "renewable_from": deadlines.RENEWABLE_FROM,
    "renewable_until": deadlines.RENEWABLE_UNTIL,
    "reminded_first": deadlines.REMINDED_FIRST,
    "reminded_last": deadlines.REMINDED_LAST,
}


def by_term(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a term, the latest first: its dates, until when a refund can be asked for, and its renewal window."""
    terms = ask(snap, "membership_terms", request, scope)
    dated = terms.join(policies(), on="policy", how="left", maintain_order="left")
    windows = {name: pl.when(_RENEWABLE).then(day) for name, day in _OF_RENEWALS.items()}
    return dated.with_columns(refund_until=deadlines.REFUND_UNTIL, **windows)
