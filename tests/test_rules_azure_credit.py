"""Who may have an Azure credit, and how it goes from one person to another: one table an action."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.model import COMBINED_WITH
from pipelines.rules.policy import number, policy_names

DAY = date(2026, 6, 15)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
CREDIT = {
    "actor_roles": ["mpn_partner_admin", "member"],
    "on_day": DAY,
    "policy": "mpn-2020-10",
    "portal": "partner_center",
    "status": "active",
    "unit": "credit_year",
    "starts_on": date(2026, 3, 1),
    "use_until": date(2027, 2, 28),
    "membership_ends_on": date(2027, 2, 28),
    "holders": 0,
    "moves": 0,
    "offer_name": "Success Expanded",
    "refund_requested": False,
}
RECEIVER = {
    "given_person_known": True,
    "given_in_directory": True,
    "given_member_type": "member",
    "given_domain": "contoso.example",
    "given_is_actor": False,
    "given_person_holds": False,
    "given_other_credits": 0,
    "given_clashes": False,
    "given_combined_with": "none",
}
FACTS = {
    "assign_credit": CREDIT | RECEIVER,
    "remove_credit_user": CREDIT | {"unit": "credit_month", "holders": 1, "given_holder": True},
    "transfer_credit": CREDIT | RECEIVER | {"holders": 1, "given_holder": True},
}
TYPES = dict.fromkeys(("starts_on", "use_until", "membership_ends_on"), pl.Date)
LAPSED = {"portal": "pmc", "membership_ends_on": BEFORE}
OLD = {"policy": "mpn-2019-10", "actor_roles": ["global_admin"]}
NEW = {"policy": "maicpp-2023-09"}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, by what is unusual in it, without the action's name.

    A number of the policy can be unusual too: of those that forbid a transfer none would ask who gets it.
    """
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


RECEIVING = [
    ("known", {"given_person_known": False, "given_in_directory": False, "given_member_type": ""}),
    ("directory", {"given_in_directory": False}),
    ("not_holder", {"given_person_holds": True}),
    ("combined", {"given_combined_with": "csp"}),
    ("clash", {"given_clashes": True}),
]
USABLE = [
    ("role", {"actor_roles": ["admin_agent", "member"]}),
    ("running", {"status": "expired"}),
    ("started", {"starts_on": AFTER}),
]
ALONE = {
    "assign_credit": [
        *USABLE,
        *RECEIVING,
        ("portal", LAPSED),
        ("one_holder", {"holders": 1}),
        ("not_refunding", {"refund_requested": True}),
        ("self", OLD),
        ("guest", OLD | {"given_is_actor": True, "given_member_type": "guest"}),
        ("free_mail", NEW | {"given_domain": "gmail.com"}),
        ("one_credit", NEW | {"given_other_credits": 1}),
    ],
    "remove_credit_user": [
        USABLE[0],
        ("portal", LAPSED),
        ("monthly", {"unit": "credit_year"}),
        ("any", {"holders": 0}),
        ("holder", {"given_holder": False}),
        ("moves", NEW | {"moves": 5}),
    ],
    "transfer_credit": [
        *USABLE,
        *RECEIVING,
        ("bulk", {"unit": "credit_month"}),
        ("allowed", NEW),
        ("year", {"membership_ends_on": BEFORE}),
        ("any", {"holders": 0}),
        ("holder", {"given_holder": False}),
        ("self", {"policy_credit_self": True}),
        ("guest", {"policy_credit_guests": False, "given_member_type": "guest"}),
        ("free_mail", {"policy_free_mail_refused": True, "given_domain": "hotmail.com"}),
        ("one_credit", {"policy_one_credit_per_person": True, "given_other_credits": 2}),
    ],
}


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


def test_a_guest_of_the_directory_can_have_a_credit_since_2020_10() -> None:
    facts = {"given_member_type": "guest", "given_is_actor": True, "actor_roles": ["global_admin"]}
    refused = {policy: broken("assign_credit", policy=policy, **facts) for policy in policy_names()}
    assert [policy for policy, rules in refused.items() if rules == ["guest"]] == ["mpn-2019-10", "mpn-2020-06"]
    assert not any(rules for policy, rules in refused.items() if policy not in ("mpn-2019-10", "mpn-2020-06"))


@pytest.mark.parametrize("domain", ["gmail.com", "hotmail.com", "live.com", "contoso.example"])
def test_free_mail_is_refused_since_2023_and_only_that(domain: str) -> None:
    refused = [broken("assign_credit", policy=policy, given_domain=domain) for policy in ("mpn-2020-10", *NEW.values())]
    assert refused == [[], [] if domain == "contoso.example" else ["free_mail"]]


@pytest.mark.parametrize("beside", COMBINED_WITH)
def test_a_bulk_credit_is_not_combined_with_the_listed_offers_and_a_monthly_one_is(beside: str) -> None:
    listed = beside not in ("none", "other")
    assert broken("assign_credit", given_combined_with=beside) == (["combined"] if listed else [])
    assert broken("assign_credit", given_combined_with=beside, unit="credit_month") == []


def test_a_monthly_credit_has_as_many_people_as_one_likes_until_moves_are_counted() -> None:
    monthly = {"unit": "credit_month", "holders": 1}
    assert broken("assign_credit", **monthly) == []
    assert broken("assign_credit", **monthly, **NEW) == ["one_holder"]


def test_the_fifth_move_is_the_last() -> None:
    assert [broken("remove_credit_user", moves=moves, **NEW) for moves in (4, 5, 6)] == [[], ["moves"], ["moves"]]
    assert broken("remove_credit_user", moves=50) == []


def test_a_bulk_credit_is_transferred_until_the_enrolment_years_last_day() -> None:
    ends = [broken("transfer_credit", membership_ends_on=day) for day in (AFTER, DAY, BEFORE)]
    assert ends == [[], [], ["year"]]


def test_without_a_memberships_dates_the_enrolment_year_is_twelve_months() -> None:
    unknown = {"membership_ends_on": None}
    starts = [date(2025, 6, 15), date(2025, 6, 16), date(2025, 6, 17)]
    assert [broken("transfer_credit", starts_on=day, **unknown) for day in starts] == [["year"], [], []]
    assert broken("transfer_credit", starts_on=None, **unknown) == ["year"]


@pytest.mark.parametrize("policy", policy_names())
def test_a_transfer_is_of_the_policy_of_2020_10_alone(policy: str) -> None:
    facts = {"policy": policy, "actor_roles": ["global_admin"], "given_is_actor": True}
    assert broken("transfer_credit", **facts) == ([] if policy == "mpn-2020-10" else ["allowed"])


def test_the_amounts_are_100_a_month_and_6000_12000_and_13000_a_year() -> None:
    assert {number(policy, "monthly_credit") for policy in policy_names()} == {100}
    assert [number(policy, "bulk_credits") for policy in policy_names()] == [[6000, 12000, 13000]] * len(policy_names())
