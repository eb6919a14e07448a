"""Who may give, take and move a Visual Studio seat, and from which day on: one table an action."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of
from pipelines.rules.policy import number, policy_names
from pipelines.rules.seats import free_on

DAY = date(2026, 6, 15)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
LONG_AGO = DAY - timedelta(400)
BENEFIT = {
    "actor_roles": ["global_admin", "member"],
    "on_day": DAY,
    "policy": "mpn-2020-10",
    "portal": "partner_center",
    "status": "active",
    "held": 10,
    "offer_name": "Gold",
    "refund_requested": False,
    "assigned": 4,
    "starts_on": date(2025, 7, 1),
    "use_until": date(2026, 7, 30),
    "membership_ends_on": date(2026, 6, 30),
}
RECEIVER = {"given_person_known": True, "given_in_directory": True, "given_person_holds": False}
HOLDER = {"given_holder": True, "given_assigned_on": LONG_AGO, "given_activated_on": None, "given_free_on": None}
FACTS = {
    "assign_seat": BENEFIT | RECEIVER,
    "remove_seat": BENEFIT | HOLDER,
    "reassign_seat": BENEFIT | HOLDER | RECEIVER | {"given_fits": True},
    "export_bulk_add": BENEFIT | {"given_waiting_count": 1},
}
TYPES = dict.fromkeys(
    ("starts_on", "use_until", "membership_ends_on", "given_assigned_on", "given_activated_on", "given_free_on"),
    pl.Date,
)
LAPSED = {"portal": "pmc", "membership_ends_on": BEFORE}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, by what is unusual in it, without the action's name."""
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


GIVING = [
    ("role", {"actor_roles": ["user_management_admin", "member"]}),
    ("running", {"status": "expired"}),
    ("running", {"status": "cancelled"}),
    ("started", {"starts_on": AFTER}),
    ("portal", LAPSED),
    ("known", {"given_person_known": False, "given_in_directory": False}),
    ("directory", {"given_in_directory": False}),
    ("not_holder", {"given_person_holds": True}),
]
TAKING = [
    ("role", {"actor_roles": ["admin_agent", "member"]}),
    ("portal", LAPSED),
    ("any", {"assigned": 0}),
    ("holder", {"given_holder": False}),
    ("locked", {"given_assigned_on": DAY}),
    ("locked", {"given_assigned_on": None}),
]
ALONE = {
    "assign_seat": [
        *GIVING,
        ("left", {"assigned": 10}),
        ("left", {"assigned": 11}),
        ("not_refunding", {"refund_requested": True}),
    ],
    "remove_seat": TAKING,
    "reassign_seat": [*GIVING, *TAKING[2:], ("left", {"given_fits": False})],
    "export_bulk_add": [("role", {"actor_roles": ["member"]}), ("waiting", {"given_waiting_count": 0})],
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


def test_the_last_seat_can_be_given_and_no_more() -> None:
    assert [broken("assign_seat", assigned=taken) for taken in (9, 10)] == [[], ["left"]]


def test_it_can_be_given_from_its_first_day_on() -> None:
    assert [broken("assign_seat", starts_on=day) for day in (BEFORE, DAY, AFTER, None)] == [[], [], ["started"], []]


def test_the_old_portal_gives_seats_up_to_the_memberships_last_day() -> None:
    ends = [{"membership_ends_on": day, "portal": "pmc"} for day in (AFTER, DAY, BEFORE)]
    assert [broken("assign_seat", **end) for end in ends] == [[], [], ["portal"]]
    assert broken("assign_seat", membership_ends_on=BEFORE) == []


@pytest.mark.parametrize("action", ["assign_seat", "reassign_seat", "remove_seat", "export_bulk_add"])
@pytest.mark.parametrize("policy", policy_names())
def test_before_2020_10_only_a_global_admin_gives_seats(action: str, policy: str) -> None:
    partner_admin = broken(action, policy=policy, actor_roles=["mpn_partner_admin", "member"])
    assert partner_admin == (["role"] if policy in ("mpn-2019-10", "mpn-2020-06") else [])


# The day before, on and after the 90th day, counted from the assignment; and an activation ten days later.
ASSIGNED = [DAY - timedelta(days) for days in (89, 90, 91)]
CLOCK = {
    "mpn-2019-10": ([[], [], []], [[], [], []]),
    "mpn-2020-06": ([[], [], []], [[], [], []]),
    "mpn-2020-10": ([["locked"], [], []], [["locked"], [], []]),
    "maicpp-2023-09": ([["locked"], [], []], [["locked"], ["locked"], ["locked"]]),
    "maicpp-2026-02": ([["locked"], [], []], [["locked"], ["locked"], ["locked"]]),
}


@pytest.mark.parametrize("action", ["reassign_seat", "remove_seat"])
@pytest.mark.parametrize("policy", policy_names())
def test_a_seat_moves_90_days_after_what_the_policy_counts_from(action: str, policy: str) -> None:
    not_dated, activated_later = CLOCK[policy]
    assert [broken(action, policy=policy, given_assigned_on=day) for day in ASSIGNED] == not_dated
    later = [{"given_assigned_on": day, "given_activated_on": day + timedelta(10)} for day in ASSIGNED]
    assert [broken(action, policy=policy, **days) for days in later] == activated_later


def test_where_the_activation_counts_its_90th_day_frees_the_seat() -> None:
    facts = [{"policy": "maicpp-2023-09", "given_activated_on": day} for day in ASSIGNED]
    assert [broken("reassign_seat", **one) for one in facts] == [["locked"], [], []]


def test_a_seat_of_unknown_age_moves_only_where_no_time_is_asked_for() -> None:
    unknown = {policy: broken("reassign_seat", policy=policy, given_assigned_on=None) for policy in policy_names()}
    assert [policy for policy, rules in unknown.items() if not rules] == ["mpn-2019-10", "mpn-2020-06"]


def test_the_first_free_day_is_the_day_on_which_the_rule_lets_it_go() -> None:
    row = {"policy": "mpn-2020-10", "on_day": DAY, "assigned_on": date(2026, 5, 28), "activated_on": None}
    frame = pl.DataFrame([row], schema_overrides={"activated_on": pl.Date})
    free = frame.select(free_on(pl.col("assigned_on"), pl.col("activated_on"))).item()
    assert free == date(2026, 8, 26)
    assert broken("reassign_seat", given_assigned_on=date(2026, 5, 28), on_day=free) == []
    assert broken("reassign_seat", given_assigned_on=date(2026, 5, 28), on_day=free - timedelta(1)) == ["locked"]


def test_the_number_of_days_and_what_they_count_from_are_the_policys() -> None:
    told = {policy: (number(policy, "seat_lock_days"), number(policy, "seat_clock")) for policy in policy_names()}
    assert told["mpn-2020-06"] == (None, None)
    assert told["mpn-2020-10"] == (90, "assignment")
    assert told["maicpp-2026-02"] == (90, "activation")


def test_without_a_form_only_what_the_benefit_itself_forbids_is_said() -> None:
    rows = pl.DataFrame([BENEFIT, BENEFIT | {"assigned": 10}, BENEFIT | {"assigned": 0}], schema_overrides={})
    assert decide(rows, "assign_seat")["broken"].to_list() == [[], ["assign_seat.left"], []]
    assert decide(rows, "reassign_seat")["broken"].to_list() == [[], [], ["reassign_seat.any"]]
