"""Which subscription may be linked to which credit, and which rate may be recorded: one table an action."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from pipelines.rules.decide import decide, rules_of

DAY = date(2026, 6, 15)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
ACTOR = {"actor_roles": ["finance"], "on_day": DAY, "policy": "mpn-2020-10"}
POT = {"given_pot_id": "a-subscription", "given_pot_starts_on": date(2026, 1, 1)}
GRANT = {"given_ends_on": date(2027, 6, 14), "given_amount": Decimal("6000.00")}
NOTHING_STATED = {"given_ends_on": None, "given_amount": None}
LINK = {
    "given_pot_id": None,
    "given_pot_starts_on": None,
    "given_starts_on": DAY,
    "given_taken": False,
    "given_drawn_from": None,
    "given_drawn_until": None,
}
RATE = {"given_from_currency": "EUR", "given_to_currency": "USD", "given_rate_on": DAY}
FACTS = {
    "link_subscription": ACTOR | LINK | GRANT,
    "unlink_subscription": ACTOR | {"given_linked": True},
    "record_exchange_rate": ACTOR | RATE,
}
TYPES: dict[str, pl.DataType] = {
    "given_pot_id": pl.String(),
    "given_amount": pl.Decimal(18, 2),
    **dict.fromkeys(
        ("given_pot_starts_on", "given_starts_on", "given_ends_on", "given_drawn_from", "given_drawn_until"), pl.Date()
    ),
}
ALONE = {
    "link_subscription": [
        ("role", {"actor_roles": ["auditor"]}),
        ("grant", {"given_amount": None}),
        ("grant", {"given_ends_on": None}),
        ("one_pot", POT),
        ("one_pot", POT | {"given_amount": None}),
        ("amount", {"given_amount": Decimal(0)}),
        ("dates", {"given_ends_on": BEFORE}),
        ("other_partner", {"given_taken": True}),
        ("free", {"given_drawn_from": BEFORE, "given_drawn_until": DAY}),
    ],
    "unlink_subscription": [("role", {"actor_roles": ["admin_agent", "member"]}), ("linked", {"given_linked": False})],
    "record_exchange_rate": [
        ("role", {"actor_roles": ["user_management_admin", "member"]}),
        ("same", {"given_to_currency": "EUR"}),
        ("ahead", {"given_rate_on": AFTER}),
    ],
}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, by what is unusual in it, without the action's name."""
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in TYPES.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


@pytest.mark.parametrize("action", FACTS)
def test_finance_may_do_it_where_nothing_stands_against_it(action: str) -> None:
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


def test_what_draws_on_a_pot_states_no_grant() -> None:
    assert broken("link_subscription", **POT, **NOTHING_STATED) == []


def test_a_credit_of_one_day_is_one() -> None:
    assert [broken("link_subscription", given_ends_on=day) for day in (BEFORE, DAY, AFTER)] == [["dates"], [], []]


def test_the_least_amount_is_a_cent() -> None:
    assert broken("link_subscription", given_amount=Decimal("0.01")) == []


def test_a_rate_is_of_today_or_before() -> None:
    assert [broken("record_exchange_rate", given_rate_on=day) for day in (BEFORE, DAY, AFTER)] == [[], [], ["ahead"]]
