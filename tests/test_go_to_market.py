"""Go-to-market: the marketing contact first, then each offer; who may, and what the contact is written."""

import email
from collections.abc import Iterator
from datetime import date, timedelta
from email.policy import default
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions import Done, Refused
from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import policy_names
from tests.done import Deeds
from tests.the_cast import TODAY

OFFER = {
    "actor_roles": ["mpn_partner_admin", "member"],
    "policy": "mpn-2020-10",
    "family": "go_to_market",
    "status": "not_activated",
    "waiting_request": None,
    "contact_set": True,
    "on_day": TODAY,
    "portal": "partner_center",
    "membership_ends_on": date(2026, 12, 31),
    "refund_requested": False,
    "offer_name": "Gold",
}
CONTACT = {"actor_roles": ["mpn_partner_admin"], "policy": "mpn-2020-10", "given_person_known": True}
FACTS = {"activate_marketing": OFFER, "set_marketing_contact": CONTACT | {"given_email_differs": True}}
ALONE = {
    "activate_marketing": [
        ("role", {"actor_roles": ["admin_agent", "member"]}),
        ("family", {"family": "technical"}),
        ("portal", {"portal": "pmc", "membership_ends_on": TODAY - timedelta(days=1)}),
        ("not_refunding", {"refund_requested": True}),
        ("contact", {"contact_set": False}),
        ("open", {"status": "expired"}),
        ("open", {"status": "cancelled"}),
        ("waiting", {"status": "requested", "waiting_request": "P-1-R1"}),
        ("first_use", {"status": "active"}),
    ],
    "set_marketing_contact": [
        ("role", {"actor_roles": ["user_management_admin", "member"]}),
        ("person", {"given_person_known": False}),
        ("other_email", {"given_email_differs": False}),
    ],
}
PEOPLE = {"person": "employee@contoso.example", "phone": "+49 30 1234567", "preferred_language": "zh-Hant"}
ELSE = "someone@else.example"


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, without the action's name."""
    frame = pl.DataFrame([FACTS[action] | changed], schema_overrides={"waiting_request": pl.String})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    made = Deeds(cast_home)
    made.load("entitlement_id,partner_id,offer,product,quantity\nG-1,P-1,gold,gtm-toolbox,1\n")
    yield made
    made.close()


@pytest.mark.parametrize("action", FACTS)
@pytest.mark.parametrize("role", ["global_admin", "mpn_partner_admin"])
@pytest.mark.parametrize("policy", policy_names())
def test_global_admins_and_partner_admins_may_under_every_policy(action: str, role: str, policy: str) -> None:
    assert broken(action, policy=policy, actor_roles=[role]) == []


@pytest.mark.parametrize(
    ("action", "rule", "changed"), [(act, *case) for act, cases in ALONE.items() for case in cases]
)
def test_each_rule_is_broken_alone(action: str, rule: str, changed: dict[str, object]) -> None:
    assert broken(action, **changed) == [rule]


@pytest.mark.parametrize("action", FACTS)
def test_no_rule_is_left_without_a_case(action: str) -> None:
    stated = {rule.id.removeprefix(f"{action}.") for rule in rules_of(action)}
    assert {rule for rule, _ in ALONE[action]} == stated


def test_an_offer_is_activated_after_the_contact_is_set_and_not_before(deeds: Deeds) -> None:
    assert deeds.refused("activate_marketing", "G-1") == ["activate_marketing.contact"]
    assert isinstance(deeds("set_marketing_contact", None, **PEOPLE, other_email=ELSE), Done)
    assert isinstance(deeds("activate_marketing", "G-1"), Done)
    assert deeds.status("G-1") == "requested"
    assert deeds.refused("activate_marketing", "G-1") == ["activate_marketing.waiting"]


def test_the_contact_is_written_to_at_the_other_address_and_in_their_language(deeds: Deeds) -> None:
    deeds("set_marketing_contact", None, **PEOPLE, other_email=ELSE)
    deeds("activate_marketing", "G-1")
    letters = [email.message_from_bytes(path.read_bytes(), policy=default) for path in deeds.letters()]
    assert {letter["To"] for letter in letters} == {ELSE}
    assert any("Contoso" in letter["Subject"] and "行銷連絡人" in letter["Subject"] for letter in letters)
    assert any("P-1-R2" in letter["Subject"] and "作用中" in letter.get_content() for letter in letters)


def test_the_accounts_own_address_and_somebody_unknown_are_refused(deeds: Deeds) -> None:
    own = deeds.refused("set_marketing_contact", None, **PEOPLE, other_email=PEOPLE["person"].upper())
    assert own == ["set_marketing_contact.other_email"]
    unknown = PEOPLE | {"person": "nobody@contoso.example"}
    assert deeds.refused("set_marketing_contact", None, **unknown, other_email=ELSE) == ["set_marketing_contact.person"]


def test_the_last_contact_counts_and_no_address_stands_in_the_ledgers_rows(deeds: Deeds) -> None:
    deeds("set_marketing_contact", None, **PEOPLE, other_email=ELSE)
    deeds("set_marketing_contact", None, **PEOPLE, other_email="later@else.example")
    contact = deeds.report("marketing", "contact").to_dicts()
    assert [(one["contact"], one["other_email"], one["phone"]) for one in contact] == [
        ("Émile 王小明", "later@else.example", "+49 30 1234567")
    ]
    rows = deeds.query("SELECT details FROM deed")["details"].to_list()
    assert not any("else.example" in row or "1234567" in row or "contoso.example" in row for row in rows)


def test_what_is_done_in_no_language_of_ours_is_told_with_the_field(deeds: Deeds) -> None:
    wrong = deeds.wrong("set_marketing_contact", None, **PEOPLE | {"preferred_language": "fr"}, other_email=ELSE)
    assert wrong.facts["field"] == "preferred_language"


def test_offers_are_grouped_by_the_names_of_the_portal(deeds: Deeds) -> None:
    deeds.load(
        "entitlement_id,partner_id,offer,product,quantity\n"
        "G-2,P-3,silver,gtm-how-to-market,1\nG-3,P-1,isv-success,gtm-marketplace-rewards,1\n"
        "G-4,P-2,action-pack-2023,gtm-marketing-assets,1\n"
    )
    groups = dict(deeds.report("marketing", "offer").select("entitlement_id", "marketing_group").iter_rows())
    assert groups == {"G-1": "gold_core", "G-2": "silver_core", "G-3": "isv_co_sell_ready", "G-4": "other"}


def test_an_accepted_offer_is_active_until_it_expires(deeds: Deeds) -> None:
    deeds("set_marketing_contact", None, **PEOPLE, other_email=ELSE)
    deeds("activate_marketing", "G-1")
    answer = {"outcome": "accepted", "active_from": "2026-06-18", "expires_on": "2026-06-20"}
    assert isinstance(deeds("record_answer", "P-1-R2", **answer), Done)
    days = ["2026-06-15", "2026-06-17", "2026-06-18", "2026-06-20", "2026-06-21"]
    assert [deeds.status("G-1", day) for day in days] == ["requested", "requested", "active", "active", "expired"]
    row = deeds.report("marketing", "offer", "2026-06-19").row(0, named=True)
    assert str(row["expires_on"]) == "2026-06-20"


def test_a_member_without_a_role_learns_whom_to_ask(deeds: Deeds) -> None:
    outcome = deeds("activate_marketing", "G-1", actor="employee")
    assert isinstance(outcome, Refused)
    assert outcome.broken[0].rule.id == "activate_marketing.role"
    assert outcome.broken[0].facts["policy_roles_activate_marketing"] == ["global_admin", "mpn_partner_admin"]
