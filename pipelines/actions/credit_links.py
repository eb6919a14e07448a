"""Subscriptions of Azure credit: link one to the credit that pays for it, take the link back (domain-facts D22, A8).

A link says whose credit a subscription draws on. Where a grant of the credit runs on the first day, the subscription
draws on its pot; a credit without one gets a grant with the link.
"""

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking

_FAMILIES = ("azure_credit",)


def _linking(asking: Asking) -> dict[str, object]:
    """What is known of the credit and the subscription (sql/credit_link.sql), and what the form says of a grant."""
    told, order = asking.values, asking.order
    asked = {name: told[name] for name in ("subscription_id", "starts_on", "ends_on")}
    found = asking.read("credit_link", partner=order.partner_id, about=order.about, on_day=order.on_day, **asked)
    facts = {name: pl.lit(found[name][0], kind) for name, kind in found.schema.items()}
    facts |= {name: pl.lit(told[name], pl.Date) for name in ("starts_on", "ends_on")}
    facts["amount"] = pl.lit(told["amount"], pl.Decimal(18, 2))
    facts["currency"] = pl.coalesce(pl.lit(told["currency"], pl.String), facts["currency"])
    return {f"given_{name}": value for name, value in facts.items()}


def _linked(asking: Asking, facts: Facts) -> Written:
    """The pot that the subscription draws on, or the grant that the link states."""
    details = _pot(facts) if facts["given_pot_id"] else _grant(facts)
    return Written(str(asking.values["subscription_id"]), {"starts_on": str(facts["given_starts_on"])} | details)


def _pot(facts: Facts) -> dict[str, str]:
    return {"pot_id": facts["given_pot_id"], "pot_starts_on": str(facts["given_pot_starts_on"])}


def _grant(facts: Facts) -> dict[str, str]:
    kind = "monthly" if facts["unit"] == "credit_month" else "bulk"
    told = {name: str(facts[f"given_{name}"]) for name in ("ends_on", "amount", "currency")}
    return told | {"grant_kind": kind}


def _unlinking(asking: Asking) -> dict[str, object]:
    order, subscription = asking.order, asking.values["subscription_id"]
    asked = {"partner": order.partner_id, "about": order.about, "subscription_id": subscription}
    return {"given_linked": asking.read("linked_by_deed", **asked).item()}


def _unlinked(asking: Asking, _: Facts) -> Written:
    return Written(str(asking.values["subscription_id"]))


_SUBSCRIPTION = Field("subscription_id", "subscription")
ACTIONS = (
    Action(
        "link_subscription",
        "entitlement",
        (
            _SUBSCRIPTION,
            Field("starts_on", "date"),
            Field("ends_on", "date", required=False),
            Field("amount", "money", required=False),
            Field("currency", "currency", required=False),
        ),
        _FAMILIES,
        given=_linking,
        written=_linked,
    ),
    Action("unlink_subscription", "entitlement", (_SUBSCRIPTION,), _FAMILIES, given=_unlinking, written=_unlinked),
)
