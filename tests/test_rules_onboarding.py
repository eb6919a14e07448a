"""The steps to an account, and the link that verifies the primary contact: one table an action."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules import steps
from pipelines.rules.decide import decide, rules_of

DAY = date(2026, 6, 15)
ACTOR = {"actor_roles": ["global_admin", "admin_agent", "member"], "on_day": DAY, "policy": "mpn-2020-10"}
FACTS = {
    "complete_step": ACTOR
    | {"steps_done": ["legal_profile"], "verification_sent_on": DAY, "given_step": "welcome", "given_missing": []},
    "send_verification": ACTOR | {"given_domain": "contoso.example", "given_same_contact": False},
    "verify_contact": ACTOR
    | {
        "actor_roles": [],
        "given_token_known": True,
        "given_token_newest": True,
        "given_token_used": False,
        "given_token_sent_on": DAY,
    },
}
TYPES = {"given_missing": pl.List(pl.String), "actor_roles": pl.List(pl.String), "verification_sent_on": pl.Date}
TYPES |= {"given_token_sent_on": pl.Date}
UNKNOWN = {"given_token_known": False, "given_token_newest": False, "given_token_sent_on": None}
ALONE = {
    "complete_step": [
        ("role", {"actor_roles": ["mpn_partner_admin", "member"]}),
        ("again", {"given_step": "legal_profile"}),
        ("order", {"given_missing": ["authority_to_sign"]}),
        ("global_admin", {"given_step": "tenant_sign_in", "actor_roles": ["admin_agent"]}),
        ("contact", {"given_step": "enrolment", "verification_sent_on": None}),
        ("admin_agent", {"given_step": "admin_agent", "actor_roles": ["global_admin"]}),
    ],
    "send_verification": [
        ("role", {"actor_roles": ["member"]}),
        ("company", {"given_domain": "gmail.com"}),
        ("verified", {"given_same_contact": True}),
    ],
    "verify_contact": [
        ("token", UNKNOWN | {"actor_roles": ["member"]}),
        ("newest", {"given_token_newest": False}),
        ("used", {"given_token_used": True}),
        ("days", {"given_token_sent_on": DAY - timedelta(15)}),
    ],
}


def broken(action: str, **changed: object) -> list[str]:
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


@pytest.mark.parametrize("action", FACTS)
def test_the_usual_case_is_allowed(action: str) -> None:
    assert broken(action) == []


@pytest.mark.parametrize(
    ("action", "rule", "changed"), [(action, rule, said) for action, cases in ALONE.items() for rule, said in cases]
)
def test_each_rule_can_be_broken_alone(action: str, rule: str, changed: dict[str, object]) -> None:
    assert broken(action, **changed) == [rule]


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ("tenant_sign_in", {"actor_roles": ["global_admin"]}),
        ("enrolment", {"verification_sent_on": DAY}),
        ("admin_agent", {"actor_roles": ["admin_agent"]}),
    ],
)
def test_who_has_what_a_step_needs_may_complete_it(step: str, changed: dict[str, object]) -> None:
    assert broken("complete_step", given_step=step, **changed) == []


def test_somebody_without_the_link_and_without_the_company_is_refused_twice() -> None:
    assert broken("verify_contact", **UNKNOWN) == ["role", "token"]


@pytest.mark.parametrize("action", FACTS)
def test_no_rule_is_without_its_case(action: str) -> None:
    named = {f"{action}.{rule}" for rule, _ in ALONE[action]} | {f"{action}.role"}
    assert {rule.id for rule in rules_of(action)} == named


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (13, True), (14, True), (15, False)])
def test_a_link_is_good_for_fourteen_days(days: int, allowed: bool) -> None:
    assert broken("verify_contact", given_token_sent_on=DAY - timedelta(days)) == ([] if allowed else ["days"])


def test_every_step_comes_after_what_is_needed_at_hand_and_the_steps_before() -> None:
    """Source rows 93-95 in any order, then rows 98-102 in theirs."""
    at_hand = ("tenant_credentials", "legal_profile", "authority_to_sign")
    assert all(steps.before(name) == () for name in at_hand)
    assert steps.before("welcome") == at_hand
    assert steps.before("admin_agent") == (*at_hand, "welcome", "tenant_sign_in", "enrolment", "agreement")
