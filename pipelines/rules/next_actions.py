"""What a partner can do next to get more out of what it holds: one row a rule, judged on one frame of facts.

Facts are of three subjects: a `benefit` (a row of entitlement_now), a `membership` (an offer's term) and a
`subscription` (usage that no grant links). Columns: subject, partner_id, partner, entitlement_id, offer, family,
product, product_name, unit, status, held, assigned, used, idle, unit_value, currency, value, activate_by, lapses_on,
membership_ends_on, grace_ends_on, utilization, reclaimable, over_claimed, credit_linked, credit_lapse,
credit_lapses_on, renewed.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.rules.model import CREDIT_UNITS, SEAT_FAMILIES

# Days before the end of a membership from which its renewal is to be prepared; the window itself is shorter (D5, D15).
RENEW_AHEAD_DAYS = 60
# Days after which an assigned seat that was never used may be given to somebody else (domain-facts V2, source S2).
RECLAIM_AFTER_DAYS = 90

_QUANTITY = pl.col("quantity")
_WORTH = (_QUANTITY * pl.col("unit_value")).cast(pl.Decimal(38, 18))
_AS_OF = pl.col("as_of")
_BENEFIT = pl.col("subject") == "benefit"
_SEATS = _BENEFIT & pl.col("family").is_in(SEAT_FAMILIES)
_CREDIT = _BENEFIT & pl.col("unit").is_in(list(CREDIT_UNITS.values()))
_OPEN = pl.col("status").is_in(["not_activated", "active"])
_TO_ACTIVATE = _BENEFIT & (pl.col("status") == "not_activated") & (pl.col("activate_by") >= _AS_OF)
_LAST_DAY_TO_RENEW = pl.coalesce("grace_ends_on", "membership_ends_on")


@dataclass(frozen=True)
class NextAction:
    """A rule: where it `holds`, how much there is to do, by when, and what that is worth in the row's currency."""

    id: str
    holds: pl.Expr
    quantity: pl.Expr
    due: pl.Expr
    value: pl.Expr = _WORTH


# A benefit that is not activated is activated first; its seats are assigned after that.
NEXT_ACTIONS = (
    NextAction("activate", _TO_ACTIVATE, quantity=pl.col("idle"), due=pl.col("activate_by")),
    NextAction(
        "assign_seats",
        _SEATS & _OPEN & (pl.col("idle") > 0) & _TO_ACTIVATE.fill_null(False).not_(),
        quantity=pl.col("idle"),
        due=pl.col("lapses_on"),
    ),
    # A2, D22: what a month or a term leaves unused is lost. The credit's own amount is its worth.
    NextAction(
        "spend_credit",
        _CREDIT & _OPEN & (pl.col("credit_lapse") > 0),
        quantity=pl.col("credit_lapse"),
        due=pl.col("credit_lapses_on"),
        value=_QUANTITY,
    ),
    # A8: a credit always makes a subscription of its own; without a grant that names it, use cannot be counted.
    NextAction(
        "link_subscription",
        (pl.col("subject") == "subscription")
        | (_CREDIT & (pl.col("status") == "active") & pl.col("credit_linked").not_()),
        quantity=pl.col("idle"),
        due=pl.col("lapses_on"),
    ),
    NextAction(
        "reclaim_unused",
        _SEATS & _OPEN & (pl.col("assigned") > pl.col("used")) & (pl.col("reclaimable") > 0),
        quantity=pl.col("reclaimable"),
        due=pl.col("lapses_on"),
    ),
    NextAction(
        "review_over_claimed",
        _SEATS & _OPEN & (pl.col("over_claimed") > 0),
        quantity=pl.col("over_claimed"),
        due=pl.lit(None, pl.Date),
    ),
    # D5: benefits go on inside the grace period and are lost after it, so all that is held is at stake.
    NextAction(
        "renew",
        (pl.col("subject") == "membership")
        & pl.col("renewed").not_()
        & ((pl.col("membership_ends_on") - _AS_OF).dt.total_days() <= RENEW_AHEAD_DAYS)
        & (_LAST_DAY_TO_RENEW >= _AS_OF),
        quantity=pl.col("held"),
        due=_LAST_DAY_TO_RENEW,
        value=pl.col("value"),
    ),
)


def next_actions(facts: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a rule and fact where the rule holds: the facts' columns and
    rank, action, quantity, due_on, days_left, value.

    Worth most first, what has no value last. Values of different currencies are not converted: `rank` counts inside a
    currency, and the rows come by rank, so that the first of each currency stand together.
    """
    facts = facts.with_columns(as_of=pl.lit(as_of))
    found = pl.concat(_found(rule, facts) for rule in NEXT_ACTIONS)
    order = ["action", "partner_id", "entitlement_id", "product_name", "product"]
    found = found.sort("currency", "value", *order, descending=[False, True] + [False] * len(order), nulls_last=True)
    ranked = found.with_columns(rank=pl.int_range(1, pl.len() + 1).over("currency"))
    return ranked.sort(pl.col("value").is_null(), "rank", "currency", nulls_last=True)


def _found(rule: NextAction, facts: pl.DataFrame) -> pl.DataFrame:
    found = facts.filter(rule.holds).with_columns(
        action=pl.lit(rule.id), quantity=rule.quantity.cast(pl.Decimal(38, 18)), due_on=rule.due
    )
    return found.with_columns(value=rule.value, days_left=(pl.col("due_on") - _AS_OF).dt.total_days())
