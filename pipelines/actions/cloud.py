"""Keys of cloud licences: redeem one by adding seats or by moving the end date, ask for a replacement."""

from datetime import date
from decimal import Decimal

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.errors import BenefitsError
from pipelines.rules.model import REPLACEMENT_REASONS
from pipelines.rules.redemption import MODES, Key, Mode, Plan, Subscription, plan
from pipelines.text import text


def _key(asking: Asking) -> Facts:
    """What is known of the key that the form names; nothing is where the benefit has no such key."""
    order = asking.order
    found = asking.read("key_state", partner=order.partner_id, entitlement=order.about, digest=asking.values["key"])
    return dict.fromkeys(found.columns) if found.is_empty() else found.row(0, named=True)


def _subscription(asking: Asking) -> Subscription:
    """What runs already, as the form says. BenefitsError input_wrong where the seats are no whole number."""
    seats, ends_on = asking.values["active_seats"], asking.values["active_ends_on"]
    if not isinstance(seats, Decimal) or seats < 0 or seats != int(seats):
        raise BenefitsError("input_wrong", field="active_seats", found=seats, expected=text("expected.count"))
    return Subscription(int(seats), ends_on if isinstance(ends_on, date) else None)


def _planned(asking: Asking, key: Facts) -> Plan:
    brought = Key(key["seats"] or 0, key["months"] or 0)
    mode: Mode = "extend" if asking.values["mode"] == "extend" else "add_seats"
    return plan(_subscription(asking), brought, mode, asking.order.on_day)


def _about_key(key: Facts) -> dict[str, object]:
    return {
        "given_key_revealed": key["revealed_on"] is not None,
        "given_key_redeemed": key["redeemed_on"] is not None,
        "given_key_redeemed_on": pl.lit(key["redeemed_on"], pl.Date),
    }


def _redeeming(asking: Asking) -> dict[str, object]:
    key, now = _key(asking), _subscription(asking)
    return {
        **_about_key(key),
        "given_mode": asking.values["mode"],
        "given_active_seats": now.seats,
        "given_end_known": now.ends_on is not None,
        "given_running": now.running(asking.order.on_day),
        "given_key_seats": key["seats"] or 0,
        "given_months_moved": float(_planned(asking, key).months_moved),
        "given_instructions_read": asking.values["instructions_read"],
        "given_tenant_checked": asking.values["tenant_checked"],
    }


def _redeemed(asking: Asking, _: Facts) -> Written:
    """The key's digest, and the subscription before and after, as texts."""
    told, planned, now = asking.values, _planned(asking, _key(asking)), _subscription(asking)
    details = {
        "key": told["key"],
        "mode": planned.mode,
        "seats": str(planned.seats),
        "ends_on": planned.ends_on.isoformat(),
        "seats_before": str(now.seats),
        "ends_on_before": now.ends_on.isoformat() if now.ends_on else "",
    }
    return Written(str(told["key"]), details)


def _replacing(asking: Asking) -> dict[str, object]:
    key = _key(asking)
    return {
        **_about_key(key),
        "given_key_mode": pl.lit(key["redeemed_mode"], pl.String),
        "given_replacement_no": pl.lit(key["replacement_no"], pl.String),
        "given_reason": asking.values["reason"],
    }


def _replaced(asking: Asking, _: Facts) -> Written:
    told = asking.values
    return Written(asking.number(), {"kind": "replacement", "key": told["key"], "reason": told["reason"]})


REDEEM_KEY = Action(
    "redeem_key",
    "entitlement",
    (
        Field("key", "key"),
        Field("mode", "choice", choices=MODES),
        Field("active_seats", "number"),
        Field("active_ends_on", "date", required=False),
        Field("instructions_read", "yes", required=False),
        Field("tenant_checked", "yes", required=False),
    ),
    ("cloud",),
    given=_redeeming,
    written=_redeemed,
)
REQUEST_REPLACEMENT = Action(
    "request_replacement",
    "entitlement",
    (Field("key", "key"), Field("reason", "choice", choices=REPLACEMENT_REASONS)),
    ("cloud",),
    given=_replacing,
    written=_replaced,
)
ACTIONS = (REDEEM_KEY, REQUEST_REPLACEMENT)
