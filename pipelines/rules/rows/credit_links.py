"""Subscriptions of Azure credit: which one draws on which credit (domain-facts 2.4).

Facts of a form: given_starts_on, given_ends_on, given_amount; given_pot_id and given_pot_starts_on, the grant of the
credit that runs on the first day; given_taken, whether another partner's credit names it; given_drawn_from
and given_drawn_until of a credit that it draws on already; given_linked, whether a deed links it to this credit.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted

_BOOKS = "[design] a link is bookkeeping and activates nothing"
_GRANT = "source row 40; domain-facts 2.4 A10: cost data hold no credit, so a grant is stated"
_NO_POT = pl.col("given_pot_id").is_null()
_NO_AMOUNT, _NO_END = pl.col("given_amount").is_null(), pl.col("given_ends_on").is_null()

RULES: tuple[Rule, ...] = (
    permitted("link_subscription", _BOOKS),
    Rule(
        "link_subscription.grant",
        "eligibility",
        "link_subscription",
        ~_NO_POT | ~(_NO_AMOUNT | _NO_END),
        _GRANT,
        says=("given_starts_on",),
    ),
    Rule(
        "link_subscription.one_pot",
        "eligibility",
        "link_subscription",
        _NO_POT | (_NO_AMOUNT & _NO_END),
        "domain-facts D22: sponsored subscriptions share one pot",
        says=("given_pot_starts_on",),
    ),
    Rule(
        "link_subscription.amount",
        "limit",
        "link_subscription",
        _NO_AMOUNT | (pl.col("given_amount") > 0),
        "source row 40",
    ),
    Rule(
        "link_subscription.dates",
        "limit",
        "link_subscription",
        _NO_END | (pl.col("given_ends_on") >= pl.col("given_starts_on")),
        "domain-facts D22: a credit ends at the end of its term",
        says=("given_starts_on", "given_ends_on"),
    ),
    Rule(
        "link_subscription.other_partner",
        "eligibility",
        "link_subscription",
        ~pl.col("given_taken"),
        "domain-facts A8: a credit makes a subscription of its own",
    ),
    Rule(
        "link_subscription.free",
        "limit",
        "link_subscription",
        pl.col("given_drawn_from").is_null(),
        "domain-facts A8, D22: one credit at a time",
        says=("given_drawn_from", "given_drawn_until"),
    ),
    permitted("unlink_subscription", _BOOKS),
    Rule(
        "unlink_subscription.linked",
        "eligibility",
        "unlink_subscription",
        pl.col("given_linked"),
        "[design] what a file states is changed by a file",
    ),
)
