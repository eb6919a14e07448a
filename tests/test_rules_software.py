"""Rules of keys and downloads as a decision table: a case that every rule allows, and what each change of it breaks."""

from datetime import date

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import policy_names
from tests.the_cast import TODAY

LAST_DAY = date(2026, 8, 31)
DAY_BEFORE = date(2026, 6, 14)
USUAL: dict[str, object] = {
    "policy": "mpn-2020-10",
    "actor_roles": ["mpn_partner_admin", "member"],
    "on_day": TODAY,
    "family": "software",
    "product_name": "Office",
    "offer_name": "Gold",
    "status": "not_activated",
    "activate_by": LAST_DAY,
    "keys_held": 2,
    "portal": "partner_center",
    "membership_ends_on": date(2027, 2, 28),
    "refund_requested": False,
    "refund_open": False,
}
FORMS: dict[str, dict[str, object]] = {
    "get_keys": {"given_keys_unseen": 2, "given_acknowledged": False, "given_tenant_checked": False},
    "choose_download": {"given_download_offered": True},
}
CASES: dict[str, list[tuple[dict[str, object], list[str]]]] = {
    "get_keys": [
        ({}, []),
        ({"status": "active"}, []),
        ({"status": "requested"}, []),
        ({"status": "expired"}, ["get_keys.running"]),
        ({"status": "cancelled"}, ["get_keys.running"]),
        ({"on_day": date(2026, 8, 30)}, []),
        ({"on_day": LAST_DAY}, []),
        ({"on_day": date(2026, 9, 1)}, ["get_keys.in_time"]),
        ({"activate_by": None}, []),
        ({"keys_held": 0, "given_keys_unseen": 0}, ["get_keys.keys_held"]),
        ({"refund_requested": True}, ["get_keys.not_refunding"]),
        ({"refund_requested": None}, []),
        ({"portal": "pmc", "membership_ends_on": DAY_BEFORE}, ["get_keys.portal"]),
        ({"portal": "pmc", "membership_ends_on": TODAY}, []),
        ({"given_keys_unseen": 0}, ["get_keys.unseen"]),
        ({"given_keys_unseen": 1}, []),
        ({"refund_open": True}, ["get_keys.acknowledged"]),
        ({"refund_open": None}, ["get_keys.acknowledged"]),
        ({"refund_open": True, "given_acknowledged": True}, []),
        ({"family": "cloud"}, ["get_keys.tenant_checked"]),
        ({"family": "cloud", "given_tenant_checked": True}, []),
        ({"actor_roles": ["global_admin"]}, []),
        ({"actor_roles": ["member"]}, ["get_keys.role"]),
        ({"actor_roles": ["admin_agent", "user_management_admin", "member"]}, ["get_keys.role"]),
        ({"actor_roles": ["finance", "auditor", "partner_manager"]}, ["get_keys.role"]),
        ({"actor_roles": []}, ["get_keys.role"]),
    ],
    "choose_download": [
        ({}, []),
        ({"actor_roles": ["member"]}, []),
        ({"actor_roles": []}, ["choose_download.role"]),
        ({"status": "active"}, []),
        ({"status": "expired"}, ["choose_download.running"]),
        ({"status": "cancelled"}, ["choose_download.running"]),
        ({"given_download_offered": False}, ["choose_download.offered"]),
    ],
}


def broken(action: str, **changed: object) -> list[str]:
    types = {"activate_by": pl.Date, "refund_open": pl.Boolean, "refund_requested": pl.Boolean}
    facts = pl.DataFrame([USUAL | FORMS[action] | changed], schema_overrides=types)
    return list(decide(facts, action)["broken"][0])


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
def test_the_partner_admin_gets_keys_since_the_latest_source_document_and_the_global_admin_always(policy: str) -> None:
    """Source row 16 and row 19."""
    only_global = policy in ("mpn-2019-10", "mpn-2020-06")
    assert broken("get_keys", policy=policy) == (["get_keys.role"] if only_global else [])
    assert broken("get_keys", policy=policy, actor_roles=["global_admin"]) == []
