"""The vendor's balance of each credit against ours."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl

from pipelines.reports import credits
from pipelines.reports.ask import ask
from pipelines.reports.request import Request
from pipelines.store import Scope, Snapshot

# The vendor's statement names no subscription, so that a credit is known by whose it is, its first day and its amount;
# of several that are alike each is taken once.
# The vendor's list shows cents.
HALF_A_CENT = pl.lit(Decimal("0.005"), pl.Decimal(38, 18))
SAME = ["partner_id", "currency", "starts_on", "amount"]
NTH = "nth"


def by_credit(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a credit of the vendor's last statement or of ours, by partner and start: `vendor_balance`, `left` (ours
    on the day that was stated, or on the report's for a credit that no statement has), their difference, and
    `agreement`: agrees (to the cent) | differs | only_vendor | only_ours.
    """
    stated = _numbered(ask(snap, "vendor_credits", request, scope), "lot_id")
    days = stated["stated_on"].unique().to_list()
    ours = pl.concat([_ours(snap, request, scope, day) for day in {*days, request.as_of}])
    compared = stated.join(ours.drop("ends_on", "partner"), on=[*SAME, NTH, "stated_on"], how="left")
    today = ours.filter(pl.col("stated_on") == request.as_of).drop("stated_on")
    alone = today.join(stated, on=[*SAME, NTH], how="anti")
    rows = pl.concat([compared, alone], how="diagonal")
    return _told(rows).sort("partner_id", "starts_on", "currency", "amount", NTH, "subscription_id", nulls_last=True)


def _ours(snap: Snapshot, request: Request, scope: Scope, day: date) -> pl.DataFrame:
    """The statement of a day, of the credits that had begun by then."""
    rows = credits.statement(snap, replace(request, as_of=day), scope).filter(pl.col("starts_on") <= day)
    told = rows.select(*SAME, "partner", "ends_on", "subscription_id", "subscription", "left")
    return _numbered(told, "subscription_id").with_columns(stated_on=pl.lit(day))


def _numbered(rows: pl.DataFrame, order: str) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len()).over(SAME, order_by=order).alias(NTH))


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    difference = pl.col("vendor_balance") - pl.col("left")
    agreement = (
        pl.when(pl.col("vendor_balance").is_null())
        .then(pl.lit("only_ours"))
        .when(pl.col("left").is_null())
        .then(pl.lit("only_vendor"))
        .when(difference.abs() <= HALF_A_CENT)
        .then(pl.lit("agrees"))
        .otherwise(pl.lit("differs"))
    )
    return rows.with_columns(difference=difference, agreement=agreement)
