"""Memberships: buying, renewing, upgrading, and the refund (source rows 4, 15, 83-92; domain-facts 2.3, 2.8).

Facts of a form, of the offer that is bought: given_offer_known, given_offer_name, given_rank, given_sold_until,
given_held_until (the last day on which it is held already), given_once_bought, given_choice_taken (the offer held that
excludes it), given_order_used, given_score_needed; and given_purchased_on, given_score, given_order_number.
"""

import polars as pl

from pipelines.rules.deadlines import REFUND_UNTIL, RENEWABLE_FROM, RENEWABLE_UNTIL
from pipelines.rules.rule import Kind, Rule, permitted

_DAY, _BOUGHT = pl.col("on_day"), pl.col("given_purchased_on")
_A_TERM_AGO = _DAY.dt.offset_by(pl.format("-{}mo", pl.col("policy_term_months")))
_IN_THE_NEW_PORTAL = pl.col("portal") == "partner_center"


def _on(
    action: str, what: str, holds: pl.Expr, source: str, says: tuple[str, ...] = (), kind: Kind = "eligibility"
) -> Rule:
    return Rule(f"{action}.{what}", kind, action, holds, source, says)


def _ordered(action: str) -> tuple[Rule, ...]:
    """An order is recorded once, and not before it is made."""
    fresh = pl.col("given_order_used").not_()
    return (
        _on(
            action, "future", _BOUGHT <= _DAY, "S2 row 83: the refund counts from the purchase", ("given_purchased_on",)
        ),
        _on(action, "order", fresh, "domain-facts P7", ("given_order_number", "given_offer_name")),
    )


def _offered(action: str) -> tuple[Rule, ...]:
    """What is bought is sold on that day, to this partner."""
    name, sold_until, held_until = "given_offer_name", pl.col("given_sold_until"), pl.col("given_held_until")
    sold = sold_until.is_null() | (sold_until >= _BOUGHT)
    free = held_until.is_null() | (held_until < _BOUGHT)
    scored = pl.col("given_score_needed").is_null() | (pl.col("given_score") >= pl.col("given_score_needed"))
    once = pl.col("given_once_bought").not_()
    choice = pl.col("given_choice_taken").is_null()
    return (
        _on(action, "offer", pl.col("given_offer_known"), "the catalogue, domain-facts 2.9", (name,)),
        _on(action, "sold", sold, "domain-facts D13, D14", (name, "given_sold_until"), "limit"),
        _on(action, "one", free, "domain-facts P7", (name, "given_held_until"), "limit"),
        _on(action, "once", once, "domain-facts P3", (name,), "limit"),
        _on(action, "choice", choice, "domain-facts D9", (name, "given_choice_taken")),
        _on(action, "score", scored, "domain-facts D15", (name, "given_score_needed")),
        _on(
            action,
            "verified",
            pl.col("verification_open").not_(),
            "domain-facts P8; S3 row 97",
            ("verification_sent_on",),
        ),
    )


def _held(action: str) -> tuple[Rule, ...]:
    """Renewals and upgrades are of a membership that is not cancelled, in the new portal."""
    return (
        _on(action, "portal", _IN_THE_NEW_PORTAL, "S3 rows 4, 91, 92"),
        _on(action, "cancelled", pl.col("cancelled").not_(), "S2 rows 83-86", ("offer_name",)),
    )


_PURCHASE = (
    permitted("record_purchase", "S2 row 15"),
    # The old portal takes orders as long as a membership runs in it; a first one is bought in the new portal.
    _on("record_purchase", "portal", _IN_THE_NEW_PORTAL | (pl.col("memberships_running") > 0), "S3 rows 4, 92"),
    *_offered("record_purchase"),
    *_ordered("record_purchase"),
    _on("record_purchase", "past", _BOUGHT > _A_TERM_AGO, "S3 row 88", ("given_purchased_on",), "limit"),
)

_RENEWAL = (
    permitted("renew_membership", "S3 rows 91, 92"),
    *_held("renew_membership"),
    _on("renew_membership", "once", pl.col("once").not_(), "domain-facts P3", ("offer_name",), "limit"),
    _on(
        "renew_membership",
        "sold",
        pl.col("renewed_until").is_null() | (pl.col("renewed_until") >= _DAY),
        "domain-facts D13",
        ("offer_name", "renewed_until"),
        "limit",
    ),
    _on(
        "renew_membership",
        "opens",
        _DAY >= RENEWABLE_FROM,
        "domain-facts D5",
        ("anniversary_on",),
        "limit",
    ),
    _on(
        "renew_membership",
        "closes",
        _DAY <= RENEWABLE_UNTIL,
        "domain-facts D5, D19",
        ("ends_on", "policy_renewal_days"),
        "limit",
    ),
    _on(
        "renew_membership",
        "paid",
        _BOUGHT >= RENEWABLE_FROM,
        "domain-facts D5, D15",
        ("given_purchased_on", "anniversary_on"),
        "limit",
    ),
    _on(
        "renew_membership",
        "score",
        pl.col("scored").not_() | (pl.col("given_score") >= pl.col("policy_score_needed")),
        "domain-facts D15",
        ("offer_name", "policy_score_needed"),
    ),
    *_ordered("renew_membership"),
)

_UPGRADE = (
    permitted("upgrade_membership", "S3 rows 91, 92"),
    *_held("upgrade_membership"),
    _on("upgrade_membership", "begun", pl.col("starts_on") <= _DAY, "S3 row 87", ("offer_name", "starts_on"), "limit"),
    _on(
        "upgrade_membership",
        "ended",
        pl.coalesce("grace_ends_on", "ends_on") >= _DAY,
        "S3 rows 4, 87",
        ("offer_name", "ends_on"),
        "limit",
    ),
    _on(
        "upgrade_membership",
        "higher",
        pl.col("given_rank") > pl.col("rank"),
        "S3 rows 87-90",
        ("given_offer_name", "offer_name"),
    ),
    *_offered("upgrade_membership"),
    *_ordered("upgrade_membership"),
)

_REFUND = (
    permitted("request_refund", "S2 row 85"),
    _on("request_refund", "dated", pl.col("purchased_on").is_not_null(), "S2 row 83", ("offer_name",)),
    _on(
        "request_refund",
        "days",
        pl.col("purchased_on").is_null() | (REFUND_UNTIL >= _DAY),
        "S2 row 83; P1",
        ("offer_name", "purchased_on", "policy_refund_days"),
        "limit",
    ),
    _on(
        "request_refund",
        "untouched",
        pl.col("activated_count") == 0,
        "S2 row 84; P1: not even a key viewed",
        ("offer_name", "activated_count"),
    ),
    _on("request_refund", "waiting", pl.col("refund_requested").not_(), "S2 row 85", ("offer_name",)),
    _on("request_refund", "cancelled", pl.col("cancelled").not_(), "S2 rows 83, 86", ("offer_name",)),
    _on("request_refund", "upgraded", pl.col("upgraded").not_(), "domain-facts P1", ("offer_name",)),
)

RULES: tuple[Rule, ...] = (*_PURCHASE, *_RENEWAL, *_UPGRADE, *_REFUND)
