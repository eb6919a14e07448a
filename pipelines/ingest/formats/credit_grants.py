"""The Azure credits that subscriptions got: our template. The key is the subscription and the first day."""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import GRANT_KINDS


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    owners = context.subscription.group_by("subscription_id").agg(owners="partner_id")
    owned = frame.join(owners, on="subscription_id", how="left", maintain_order="left")
    others = pl.col("owners").list.set_difference(pl.concat_list("partner_id")).list.len() > 0
    own = wrong(owned, "subscription_id", others, "another_partners").drop("owners")
    ordered = wrong(own, "ends_on", pl.col("ends_on") < pl.col("starts_on"), "not_before_start")
    counted = wrong(ordered, "amount", pl.col("amount") <= 0, "above_zero")
    return wrong(counted, "entitlement_id", ~_held(context), "entitlement")


def _held(context: Context) -> pl.Expr:
    """Whether the partner of the row holds the entitlement that it names."""
    pairs = context.entitlement.select(pair=pl.struct("partner_id", "entitlement_id"))["pair"]
    return pl.struct("partner_id", "entitlement_id").is_in(pairs.implode()) | pl.col("entitlement_id").is_null()


FORMAT = Format(
    name="credit_grants",
    table="credit_grant",
    columns=(
        Column("subscription_id", Kind.GUID, example="22222222-2222-4222-8222-222222222222"),
        Column("starts_on", Kind.DATE, example="2026-01-20"),
        Column("ends_on", Kind.DATE, example="2027-01-19"),
        Column("partner_id", Kind.PARTNER, example="P-1"),
        Column("kind", Kind.CHOICE, choices=GRANT_KINDS, example="bulk"),
        Column("amount", Kind.DECIMAL, places=2, example="2400.00"),
        Column("currency", Kind.CURRENCY, example="USD"),
        Column("entitlement_id", Kind.TEXT, missing=True, empty=True),
    ),
    group=("subscription_id", "starts_on"),
    unique=("subscription_id", "starts_on"),
    ours=True,
    finish=_finish,
)
