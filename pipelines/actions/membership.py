"""Memberships: record a purchase, renew, upgrade, ask for a refund (source rows 15, 83-92).

A recorded purchase keeps the dates of its term, worked out by the policy of the offer, so that a policy which changes
later moves none of them.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.policy import policies
from pipelines.rules.terms import renewed_from, term

_SCORE = pl.Decimal(18, 4)
_PAID = (
    Field("order_number", "text"),
    Field("fee", "money"),
    Field("currency", "currency"),
    Field("purchased_on", "date"),
    Field("score", "number", required=False),
)


def _offer(asking: Asking, offer: object) -> dict[str, object]:
    """What is known of the offer that is bought, and of the order; each fact with its type, known or not."""
    told = asking.values
    asked = {"offer": offer, "purchased_on": told["purchased_on"], "order_number": told["order_number"]}
    found = asking.read("offer_to_buy", partner=asking.order.partner_id, **asked)
    known = {name: pl.lit(found[name][0], kind) for name, kind in found.schema.items()}
    facts = known | {
        "offer": pl.lit(offer),
        "order_number": pl.lit(told["order_number"]),
        "purchased_on": pl.lit(told["purchased_on"], pl.Date),
        "score": pl.lit(told["score"], _SCORE),
        "score_needed": pl.lit(_score_needed(found.row(0, named=True)), pl.Int64),
    }
    return {f"given_{name}": value for name, value in facts.items()}


def _score_needed(offer: dict[str, Any]) -> int | None:
    if not offer["scored"]:
        return None
    return dict(policies().select("policy", "policy_score_needed").iter_rows()).get(offer["policy"])


def _bought(asking: Asking) -> dict[str, object]:
    return _offer(asking, asking.values["offer"])


def _renewed(asking: Asking) -> dict[str, object]:
    return _offer(asking, asking.order.about)


def _upgraded(asking: Asking) -> dict[str, object]:
    return _offer(asking, asking.values["to_offer"])


def _buy(asking: Asking, facts: Facts) -> Written:
    paid_on = facts["given_purchased_on"]
    return _purchase(asking, facts, facts["given_policy"], starts_on=paid_on, follows_on=paid_on)


def _upgrade(asking: Asking, facts: Facts) -> Written:
    bought = _buy(asking, facts)
    return Written(bought.subject, {**bought.details, "from_offer": facts["offer"]})


def _renew(asking: Asking, facts: Facts) -> Written:
    """The next term of the same offer, under the policy of the one that ends."""
    policy, anniversary = facts["policy"], facts["anniversary_on"]
    starts_on = renewed_from(policy, anniversary, facts["given_purchased_on"])
    return _purchase(asking, facts, policy, starts_on=starts_on, follows_on=anniversary)


def _purchase(asking: Asking, facts: Facts, policy: str, *, starts_on: date, follows_on: date) -> Written:
    paid = {name: str(asking.values[name]) for name in ("order_number", "fee", "currency", "purchased_on")}
    dates = {name: str(day) for name, day in asdict(term(policy, starts_on)).items()}
    named = {"level": facts["given_offer_name"], "policy": policy, "follows_on": str(follows_on)}
    return Written(facts["given_offer"], paid | dates | named)


def _ask_refund(asking: Asking, facts: Facts) -> Written:
    details = {
        "kind": "refund",
        "offer": facts["offer"],
        "starts_on": str(facts["starts_on"]),
        "reason": asking.private(str(asking.values["reason"])),
    }
    return Written(asking.number(), details)


ACTIONS = (
    Action("record_purchase", "partner", (Field("offer", "choice"), *_PAID), given=_bought, written=_buy),
    Action("renew_membership", "membership", _PAID, given=_renewed, written=_renew),
    Action(
        "upgrade_membership", "membership", (Field("to_offer", "choice"), *_PAID), given=_upgraded, written=_upgrade
    ),
    Action("request_refund", "membership", (Field("reason", "long_text"),), written=_ask_refund),
)
