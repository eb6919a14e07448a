"""Rules of redeeming and replacing keys as a decision table, with the days and numbers around each limit."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import policy_names
from tests.the_cast import TODAY

LAST_DAY = date(2026, 8, 31)
USUAL: dict[str, object] = {
    "policy": "maicpp-2023-09",
    "actor_roles": ["mpn_partner_admin", "member"],
    "on_day": TODAY,
    "product_name": "Intune",
    "status": "active",
    "activate_by": LAST_DAY,
    "keys_held": 3,
    "keys_hidden": 1,
    "keys_redeemable": 1,
    "portal": "partner_center",
    "membership_ends_on": date(2027, 2, 28),
}
REDEEM: dict[str, object] = {
    "given_mode": "extend",
    "given_running": True,
    "given_active_seats": 5,
    "given_end_known": True,
    "given_key_seats": 10,
    "given_key_revealed": True,
    "given_key_redeemed": False,
    "given_key_redeemed_on": None,
    "given_months_moved": 24.0,
    "given_instructions_read": True,
    "given_tenant_checked": True,
}
REPLACE: dict[str, object] = {
    "given_key_revealed": True,
    "given_key_redeemed": True,
    "given_key_redeemed_on": TODAY,
    "given_key_mode": "add_seats",
    "given_replacement_no": None,
    "given_reason": "wrong_tenant",
}
FORMS = {"redeem_key": REDEEM, "request_replacement": REPLACE}
CASES: dict[str, list[tuple[dict[str, object], list[str]]]] = {
    "redeem_key": [
        ({}, []),
        ({"actor_roles": ["member"]}, ["redeem_key.role"]),
        ({"actor_roles": ["admin_agent"]}, ["redeem_key.role"]),
        ({"status": "not_activated"}, []),
        ({"status": "expired"}, ["redeem_key.running"]),
        ({"status": "cancelled"}, ["redeem_key.running"]),
        ({"on_day": LAST_DAY}, []),
        ({"on_day": LAST_DAY + timedelta(days=1)}, ["redeem_key.in_time"]),
        ({"portal": "pmc", "membership_ends_on": TODAY - timedelta(days=1)}, ["redeem_key.portal"]),
        ({"portal": "pmc", "membership_ends_on": TODAY}, []),
        ({"keys_redeemable": 0}, ["redeem_key.keys_redeemable"]),
        ({"given_key_revealed": False}, ["redeem_key.revealed"]),
        ({"given_key_redeemed": True}, ["redeem_key.once"]),
        ({"given_instructions_read": False}, ["redeem_key.instructions_read"]),
        ({"given_tenant_checked": False}, ["redeem_key.tenant_checked"]),
        ({"given_end_known": False}, ["redeem_key.end_known"]),
        ({"given_end_known": False, "given_active_seats": 0, "given_running": False}, []),
        # K6: three times the active seats, and no more.
        ({"given_key_seats": 15, "given_months_moved": 36.0}, []),
        ({"given_key_seats": 16, "given_months_moved": 38.4}, ["redeem_key.extend_times"]),
        ({"given_key_seats": 16, "given_months_moved": 6.4, "given_mode": "add_seats"}, []),
        ({"given_key_seats": 16, "given_months_moved": 12.0, "given_running": False}, []),
        # A key of other months than twelve: three years, and no more.
        ({"given_months_moved": 36.0}, []),
        ({"given_months_moved": 36.01}, ["redeem_key.redeemed_months"]),
        ({"given_months_moved": 48.0, "given_mode": "add_seats"}, []),
    ],
    "request_replacement": [
        ({}, []),
        ({"actor_roles": ["member"]}, ["request_replacement.role"]),
        ({"policy": "mpn-2019-10", "actor_roles": ["global_admin"]}, ["request_replacement.offered"]),
        ({"keys_redeemable": 2}, ["request_replacement.keys_redeemed"]),
        ({"given_key_redeemed": False}, ["request_replacement.redeemed"]),
        # K8: within 30 days.
        ({"given_key_redeemed_on": TODAY - timedelta(days=29)}, []),
        ({"given_key_redeemed_on": TODAY - timedelta(days=30)}, []),
        ({"given_key_redeemed_on": TODAY - timedelta(days=31)}, ["request_replacement.in_window"]),
        ({"given_replacement_no": "P-1-R7"}, ["request_replacement.once"]),
        ({"given_reason": "seats_by_mistake"}, []),
        ({"given_reason": "seats_by_mistake", "given_key_mode": "extend"}, ["request_replacement.reason"]),
        ({"status": "expired"}, []),
        ({"portal": "pmc", "membership_ends_on": TODAY - timedelta(days=1)}, ["request_replacement.portal"]),
        ({"portal": "pmc", "membership_ends_on": TODAY}, []),
    ],
}


def broken(action: str, **changed: object) -> list[str]:
    days = {"activate_by": pl.Date, "given_key_redeemed_on": pl.Date, "given_replacement_no": pl.String}
    told = USUAL | FORMS[action] | changed
    schema = {name: kind for name, kind in days.items() if name in told}
    return list(decide(pl.DataFrame([told], schema_overrides=schema), action)["broken"][0])


@pytest.mark.parametrize(
    ("action", "changed", "expected"), [(action, *case) for action, cases in CASES.items() for case in cases]
)
def test_each_case_breaks_exactly_its_rules(action: str, changed: dict[str, object], expected: list[str]) -> None:
    assert broken(action, **changed) == expected


@pytest.mark.parametrize("action", CASES)
def test_each_rule_is_broken_alone_by_some_case(action: str) -> None:
    alone = {found[0] for _, found in CASES[action] if len(found) == 1}
    assert alone == {rule.id for rule in rules_of(action)}


@pytest.mark.parametrize("policy", policy_names())
def test_the_earliest_policies_know_no_limit_of_extending_and_no_replacement(policy: str) -> None:
    """Domain-facts K6 and K8 are of later documents than S0, S1 and S4."""
    early = policy in ("mpn-2019-10", "mpn-2020-06")
    more = {"policy": policy, "actor_roles": ["global_admin"]}
    far = broken("redeem_key", given_key_seats=16, given_months_moved=38.4, **more)
    assert far == ([] if early else ["redeem_key.extend_times"])
    assert broken("request_replacement", **more) == (["request_replacement.offered"] if early else [])


@pytest.mark.parametrize("action", CASES)
def test_without_a_form_only_what_is_known_of_the_benefit_decides(action: str) -> None:
    facts = pl.DataFrame([USUAL], schema_overrides={"activate_by": pl.Date})
    assert decide(facts, action)["broken"].to_list() == [[]]
