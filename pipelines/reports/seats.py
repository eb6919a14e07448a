"""Seats with the day from which each may go to somebody else, and the file that adds people in the vendor's portal."""

from datetime import date

import polars as pl

from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.rules.seats import free_on
from pipelines.store import Scope, Snapshot


def by_seat(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a seat held. `free_on` is the first day on which it may be reassigned, by the policy of its benefit;
    `free_in` the days until then, 0 from that day on."""
    told = ask(snap, "seats_by_seat", request, scope)
    free = told.with_columns(free_on=free_on(pl.col("assigned_on"), pl.col("activated_on")))
    days = (pl.col("free_on") - pl.col("on_day")).dt.total_days()
    return free.with_columns(free_in=days.clip(0))


def bulk_add(snap: Snapshot, partner_id: str, entitlement_id: str, as_of: date, scope: Scope) -> pl.DataFrame:
    """The vendor's bulk-add layout: one row a person who got a seat of the benefit by a deed that no export confirms.

    All cells are text and hold no comma, which the portal refuses; it chooses the subscription, so the GUID is empty.
    Source: domain-facts 2.6 (VS:assign-license-bulk.md).
    """
    asked = Request("seats", as_of, filters={"partner": [partner_id], "entitlement": [entitlement_id]})
    rows = ask(snap, "bulk_add", asked, scope)
    return rows.select(
        pl.all().cast(pl.String).str.replace_all(",", " ").str.replace_all(r"\s+", " ").str.strip_chars()
    )
