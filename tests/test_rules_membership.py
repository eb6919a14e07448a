"""Who may buy, renew, upgrade and give back a membership, and on which days: one table an action."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import policy_names

DAY = date(2026, 6, 15)
ACTOR = {"actor_roles": ["mpn_partner_admin", "member"], "on_day": DAY, "policy": "maicpp-2026-02"}
ACCOUNT = {"portal": "partner_center", "verification_open": False, "verification_sent_on": None}
ORDER = {
    "given_offer_known": True,
    "given_offer_name": "Success Core",
    "given_rank": 2,
    "given_sold_until": None,
    "given_held_until": None,
    "given_once_bought": False,
    "given_choice_taken": None,
    "given_order_used": False,
    "given_order_number": "O-1",
    "given_purchased_on": DAY,
    "given_score": None,
    "given_score_needed": None,
}
TERM = {
    "offer_name": "Partner Launch",
    "rank": 1,
    "once": False,
    "scored": False,
    "renewed_until": None,
    "purchased_on": DAY,
    "starts_on": DAY - timedelta(365),
    "ends_on": DAY - timedelta(1),
    "anniversary_on": DAY,
    "grace_ends_on": DAY + timedelta(29),
    "cancelled": False,
    "refund_requested": False,
    "upgraded": False,
    "activated_count": 0,
}
FACTS = {
    "record_purchase": ACTOR | ACCOUNT | ORDER | {"memberships_running": 0},
    "renew_membership": ACTOR | ACCOUNT | ORDER | TERM,
    "upgrade_membership": ACTOR | ACCOUNT | ORDER | TERM,
    "request_refund": ACTOR | TERM,
}
TYPES = {"verification_sent_on": pl.Date, "given_choice_taken": pl.String, "renewed_until": pl.Date}
TYPES |= dict.fromkeys(("purchased_on", "given_sold_until", "given_held_until"), pl.Date)
TYPES |= {"given_score": pl.Int64, "given_score_needed": pl.Int64}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, by what is unusual in it, without the action's name."""
    judged = decide(_frame(FACTS[action] | changed), action)
    return [rule.removeprefix(f"{action}.") for rule in judged["broken"][0]]


def _frame(row: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})


BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
OFFERED = [
    ("offer", {"given_offer_known": False}),
    ("sold", {"given_sold_until": BEFORE}),
    ("one", {"given_held_until": DAY}),
    ("once", {"given_once_bought": True}),
    ("choice", {"given_choice_taken": "Learning Action Pack"}),
    ("score", {"given_score_needed": 70}),
    ("verified", {"verification_open": True}),
]
ORDERED = [("future", {"given_purchased_on": AFTER}), ("order", {"given_order_used": True})]
ALONE = {
    "record_purchase": [
        ("role", {"actor_roles": []}),
        ("portal", {"portal": "pmc"}),
        ("past", {"given_purchased_on": date(2025, 6, 15)}),
        *OFFERED,
        *ORDERED,
    ],
    "renew_membership": [
        ("role", {"actor_roles": ["member"]}),
        ("portal", {"portal": "pmc"}),
        ("cancelled", {"cancelled": True}),
        ("once", {"once": True}),
        ("sold", {"renewed_until": BEFORE}),
        ("opens", {"on_day": BEFORE, "given_purchased_on": DAY}),
        ("closes", {"on_day": DAY + timedelta(30)}),
        ("paid", {"given_purchased_on": BEFORE}),
        ("score", {"scored": True, "given_score": 69}),
        *ORDERED,
    ],
    "upgrade_membership": [
        ("role", {"actor_roles": ["member"]}),
        ("portal", {"portal": "pmc"}),
        ("cancelled", {"cancelled": True}),
        ("begun", {"starts_on": AFTER}),
        ("ended", {"grace_ends_on": BEFORE}),
        ("higher", {"given_rank": 1}),
        *OFFERED,
        *ORDERED,
    ],
    "request_refund": [
        ("role", {"actor_roles": ["member"]}),
        ("dated", {"purchased_on": None}),
        ("days", {"purchased_on": DAY - timedelta(31)}),
        ("untouched", {"activated_count": 1}),
        ("waiting", {"refund_requested": True}),
        ("cancelled", {"cancelled": True}),
        ("upgraded", {"upgraded": True}),
    ],
}


@pytest.mark.parametrize("action", FACTS)
def test_the_usual_case_is_allowed(action: str) -> None:
    assert broken(action) == []


@pytest.mark.parametrize(
    ("action", "rule", "changed"), [(action, rule, said) for action, cases in ALONE.items() for rule, said in cases]
)
def test_each_rule_can_be_broken_alone(action: str, rule: str, changed: dict[str, object]) -> None:
    found = broken(action, **changed)
    # A renewal before its window opens is paid before that too, or on a day that lies ahead.
    assert found == [rule] or (rule == "opens" and found == ["opens", "future"])


def test_each_rule_that_a_form_breaks_with_others_is_broken_alone_where_there_is_no_form() -> None:
    """Before the window opens, what can be done now is judged without a day of payment."""
    unfilled = {name: told for name, told in FACTS["renew_membership"].items() if not name.startswith("given_")}
    assert decide(_frame(unfilled | {"on_day": BEFORE}), "renew_membership")["broken"][0].to_list() == [
        "renew_membership.opens"
    ]


@pytest.mark.parametrize("action", FACTS)
def test_no_rule_is_without_its_case(action: str) -> None:
    assert {rule.id for rule in rules_of(action)} == {f"{action}.{rule}" for rule, _ in ALONE[action]}


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize(("days", "allowed"), [(0, True), (29, True), (30, True), (31, False)])
def test_a_refund_is_asked_for_within_thirty_days_of_the_purchase(policy: str, days: int, allowed: bool) -> None:
    """Source row 83, in each policy."""
    found = broken("request_refund", policy=policy, purchased_on=DAY - timedelta(days))
    assert found == ([] if allowed else ["days"])


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize(("days", "refused"), [(-1, ["opens"]), (0, []), (1, []), (29, []), (30, ["closes"])])
def test_a_renewal_is_recorded_from_the_anniversary_to_thirty_days_after_the_end(
    policy: str, days: int, refused: list[str]
) -> None:
    """Domain-facts D5, D19; the membership ended the day before its anniversary."""
    on_day = DAY + timedelta(days)
    found = broken("renew_membership", policy=policy, on_day=on_day, given_purchased_on=max(on_day, DAY))
    assert [rule for rule in found if rule != "future"] == refused


@pytest.mark.parametrize(("sold_until", "allowed"), [(BEFORE, False), (DAY, True), (AFTER, True), (None, True)])
def test_an_offer_is_sold_up_to_its_last_day(sold_until: date | None, allowed: bool) -> None:
    """Domain-facts D13, D14."""
    for action in ("record_purchase", "upgrade_membership"):
        assert broken(action, given_sold_until=sold_until) == ([] if allowed else ["sold"])
    assert broken("renew_membership", renewed_until=sold_until) == ([] if allowed else ["sold"])


@pytest.mark.parametrize(("held_until", "allowed"), [(BEFORE, True), (DAY, False), (AFTER, False)])
def test_an_offer_is_bought_again_when_the_term_before_is_over(held_until: date, allowed: bool) -> None:
    """Domain-facts P7."""
    assert broken("record_purchase", given_held_until=held_until) == ([] if allowed else ["one"])


@pytest.mark.parametrize(
    ("bought", "refused"),
    [(date(2025, 6, 15), ["past"]), (date(2025, 6, 16), []), (DAY, []), (AFTER, ["future"])],
)
def test_a_purchase_is_recorded_in_its_year_and_not_before(bought: date, refused: list[str]) -> None:
    assert broken("record_purchase", given_purchased_on=bought) == refused


@pytest.mark.parametrize(("score", "allowed"), [(69, False), (70, True), (71, True), (None, False)])
def test_a_designation_takes_its_score(score: int | None, allowed: bool) -> None:
    """Domain-facts D15."""
    assert broken("record_purchase", given_score_needed=70, given_score=score) == ([] if allowed else ["score"])
    assert broken("renew_membership", scored=True, given_score=score) == ([] if allowed else ["score"])


@pytest.mark.parametrize(("rank", "allowed"), [(0, False), (1, False), (2, True), (None, False)])
def test_an_upgrade_goes_to_a_higher_level(rank: int | None, allowed: bool) -> None:
    """Source rows 87-90; a specialization has no rank."""
    assert broken("upgrade_membership", given_rank=rank) == ([] if allowed else ["higher"])


@pytest.mark.parametrize(("on_day", "refused"), [(-366, ["begun"]), (-365, []), (29, []), (30, ["ended"])])
def test_an_upgrade_is_of_a_membership_that_runs_or_is_in_its_grace(on_day: int, refused: list[str]) -> None:
    day = DAY + timedelta(on_day)
    assert broken("upgrade_membership", on_day=day, given_purchased_on=day) == refused


def test_a_company_in_the_old_portal_buys_as_long_as_a_membership_runs_there() -> None:
    """Source row 4: view-only after the expiry."""
    assert broken("record_purchase", portal="pmc", memberships_running=1) == []
    assert broken("renew_membership", portal="pmc") == ["portal"]


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("global_admin", {"record_purchase", "renew_membership", "upgrade_membership", "request_refund"}),
        ("mpn_partner_admin", {"record_purchase", "renew_membership", "upgrade_membership", "request_refund"}),
        ("admin_agent", {"record_purchase", "renew_membership", "upgrade_membership"}),
        ("user_management_admin", {"record_purchase"}),
        ("member", {"record_purchase"}),
    ],
)
def test_who_may_do_what_in_every_policy(policy: str, role: str, may: set[str]) -> None:
    """Source rows 15, 91, 92: anybody of the company may buy."""
    roles = [role] if role == "member" else [role, "member"]
    allowed = {action for action in FACTS if "role" not in broken(action, policy=policy, actor_roles=roles)}
    assert allowed == may
