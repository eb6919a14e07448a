"""Who may activate support, write its use down and ask for hours, and when: one table an action."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import number, policy_names

DAY = date(2026, 6, 15)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
OLDER, NEWER = ("mpn-2019-10", "mpn-2020-06"), ("mpn-2020-10", "maicpp-2023-09", "maicpp-2026-02")
BENEFIT = {
    "actor_roles": ["global_admin", "member"],
    "on_day": DAY,
    "policy": "mpn-2020-10",
    "portal": "partner_center",
    "family": "technical",
    "product": "advisory-hours",
    "unit": "hours",
    "status": "not_activated",
    "waiting_request": None,
    "idle": Decimal(30),
    "starts_on": date(2026, 1, 1),
    "use_until": date(2026, 12, 31),
    "grace_ends_on": None,
    "membership_ends_on": date(2026, 12, 31),
    "offer_name": "Gold",
    "refund_requested": False,
}
PERSON = {"given_person_known": True, "given_alternate_differs": True}
HOURS = {"given_hours": Decimal(5), "given_deducts": True}
USE = HOURS | {
    "given_kind": "advisory",
    "given_used_on": DAY,
    "given_quantity": Decimal(5),
    "given_served": True,
    "given_needs_ids": False,
    "given_reference_known": False,
}
INCIDENT = {"unit": "incidents", "given_kind": "incident", "given_hours": None, "given_quantity": Decimal(1)}
FACTS = {
    "assign_support": BENEFIT | PERSON | {"policy": "mpn-2020-06"},
    "activate_support": BENEFIT,
    "log_support_use": BENEFIT | USE,
    "request_advisory_hours": BENEFIT | HOURS | {"given_reserved": Decimal(0)},
}
TYPES = dict.fromkeys(("starts_on", "use_until", "grace_ends_on", "membership_ends_on", "given_used_on"), pl.Date)
TYPES |= {"waiting_request": pl.String, "given_hours": pl.Decimal(18, 2)}
ACTIVATING = [
    ("role", {"actor_roles": ["user_management_admin", "member"]}),
    ("role", {"actor_roles": []}),
    ("technical", {"family": "go_to_market"}),
    ("portal", {"portal": "pmc"}),
    ("open", {"status": "expired"}),
    ("open", {"status": "cancelled"}),
    ("waiting", {"status": "requested", "waiting_request": "P-1-R3"}),
    ("waiting", {"waiting_request": "P-1-R3"}),
    ("first_use", {"status": "active"}),
    ("not_refunding", {"refund_requested": True}),
]
ALONE = {
    "assign_support": [
        *ACTIVATING,
        ("flow", {"policy": "mpn-2020-10"}),
        ("person", {"given_person_known": False}),
        ("alternate", {"given_alternate_differs": False}),
    ],
    "activate_support": [*ACTIVATING, ("flow", {"policy": "mpn-2020-06"})],
    "log_support_use": [
        ("role", {"actor_roles": ["auditor"]}),
        ("technical", {"family": "software"}),
        ("open", {"status": "cancelled"}),
        ("kind", {"given_kind": "incident", "given_hours": None}),
        ("kind", {"unit": "incidents"}),
        ("served", {"given_served": False}),
        ("ids", {"given_needs_ids": True}),
        ("ids", {"given_needs_ids": True, "status": "requested"}),
        ("ahead", {"given_used_on": AFTER}),
        ("term", {"given_used_on": date(2025, 12, 31)}),
        ("engagement", {"given_hours": Decimal("25.01")}),
        ("left", {"given_quantity": Decimal("30.01")}),
        ("once", {"given_reference_known": True}),
    ],
    "request_advisory_hours": [
        ("role", {"actor_roles": ["finance"]}),
        ("advisory", {"product": "cloud-support-incidents"}),
        ("not_refunding", {"refund_requested": True}),
        ("portal", {"portal": "pmc"}),
        ("open", {"status": "expired"}),
        ("open", {"status": "cancelled"}),
        ("engagement", {"given_hours": Decimal("25.01")}),
        ("left", {"given_hours": Decimal(6), "idle": Decimal(5)}),
    ],
}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, by what is unusual in it, without the action's name."""
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


@pytest.mark.parametrize("action", FACTS)
def test_an_admin_may_do_it_where_nothing_stands_against_it(action: str) -> None:
    assert broken(action) == []


@pytest.mark.parametrize(
    ("action", "rule", "changed"), [(act, *case) for act, cases in ALONE.items() for case in cases]
)
def test_each_rule_is_broken_alone(action: str, rule: str, changed: dict[str, object]) -> None:
    assert broken(action, **changed) == [rule]


@pytest.mark.parametrize("action", FACTS)
def test_no_rule_is_left_without_a_case(action: str) -> None:
    stated = {rule.id.removeprefix(f"{action}.") for rule in rules_of(action)}
    assert {rule for rule, _ in ALONE[action]} == stated


@pytest.mark.parametrize("policy", policy_names())
def test_the_older_policies_assign_a_person_and_the_newer_ones_activate(policy: str) -> None:
    assert broken("assign_support", policy=policy) == ([] if policy in OLDER else ["flow"])
    assert broken("activate_support", policy=policy) == ([] if policy in NEWER else ["flow"])


@pytest.mark.parametrize("policy", policy_names())
def test_the_partner_admin_activates_since_2020_10(policy: str) -> None:
    action = "assign_support" if policy in OLDER else "activate_support"
    partner_admin = broken(action, policy=policy, actor_roles=["mpn_partner_admin", "member"])
    assert partner_admin == (["role"] if policy in OLDER else [])


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize("action", ["log_support_use", "request_advisory_hours"])
def test_an_engagement_has_at_most_25_hours(action: str, policy: str) -> None:
    assert number(policy, "hours_per_engagement") == 25
    hours = [Decimal("24.99"), Decimal(25), Decimal("25.01")]
    assert [broken(action, policy=policy, given_hours=one) for one in hours] == [[], [], ["engagement"]]


@pytest.mark.parametrize("action", ["log_support_use", "request_advisory_hours"])
def test_every_user_of_the_company_may_guests_too(action: str) -> None:
    assert [broken(action, policy=policy, actor_roles=["member"]) for policy in policy_names()] == [[]] * 5


def test_what_is_left_can_be_used_to_the_last_hour_unless_it_is_unlimited() -> None:
    quantities = [Decimal("29.99"), Decimal(30), Decimal("30.01")]
    assert [broken("log_support_use", given_quantity=one) for one in quantities] == [[], [], ["left"]]
    assert broken("log_support_use", given_quantity=Decimal(31), given_deducts=False) == []


def test_hours_that_are_asked_for_are_not_given_twice() -> None:
    reserved = [Decimal(24), Decimal(25), Decimal("25.5")]
    asked = [broken("request_advisory_hours", given_reserved=one) for one in reserved]
    assert asked == [[], [], ["left"]]
    assert broken("request_advisory_hours", given_reserved=Decimal(30), given_deducts=False) == []


def test_the_last_incident_can_be_used_and_no_more() -> None:
    left = [Decimal(2), Decimal(1), Decimal(0)]
    assert [broken("log_support_use", **INCIDENT, idle=one) for one in left] == [[], [], ["left"]]


def test_a_use_lies_in_the_benefits_time_and_not_ahead() -> None:
    first, last = date(2026, 6, 1), date(2026, 6, 10)
    days = [first - timedelta(1), first, last, last + timedelta(1)]
    term = {"starts_on": first, "use_until": last}
    assert [broken("log_support_use", **term, given_used_on=day) for day in days] == [["term"], [], [], ["term"]]
    assert [broken("log_support_use", given_used_on=day) for day in (BEFORE, DAY, AFTER)] == [[], [], ["ahead"]]


def test_without_its_own_end_a_benefit_ends_with_the_membership_and_its_grace() -> None:
    ends = {"use_until": None, "grace_ends_on": DAY, "membership_ends_on": BEFORE}
    assert broken("log_support_use", **ends) == []
    assert broken("log_support_use", **ends | {"grace_ends_on": None}) == ["term"]
    assert broken("log_support_use", use_until=None, membership_ends_on=None, starts_on=None) == []


@pytest.mark.parametrize(("status", "rules"), [("not_activated", ["ids"]), ("active", []), ("expired", [])])
def test_what_needs_the_ids_needs_the_activation_first(status: str, rules: list[str]) -> None:
    assert broken("log_support_use", status=status, given_needs_ids=True) == rules
