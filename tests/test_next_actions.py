"""Each rule of the next actions holds where it should, on the days around its limits, and nowhere else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.rules.model import ACTIONS
from pipelines.rules.next_actions import NEXT_ACTIONS, next_actions
from pipelines.text import LANGUAGES, catalog
from tests.the_cast import TODAY

MONEY = pl.Decimal(38, 18)
SCHEMA: dict[str, Any] = {
    "subject": pl.String,
    "partner_id": pl.String,
    "entitlement_id": pl.String,
    "family": pl.String,
    "product": pl.String,
    "product_name": pl.String,
    "unit": pl.String,
    "status": pl.String,
    "held": MONEY,
    "assigned": MONEY,
    "used": MONEY,
    "idle": MONEY,
    "unit_value": pl.Decimal(18, 6),
    "currency": pl.String,
    "value": MONEY,
    "activate_by": pl.Date,
    "lapses_on": pl.Date,
    "membership_ends_on": pl.Date,
    "grace_ends_on": pl.Date,
    "reclaimable": pl.Int64,
    "over_claimed": pl.Int64,
    "credit_linked": pl.Boolean,
    "credit_lapse": MONEY,
    "credit_lapses_on": pl.Date,
    "renewed": pl.Boolean,
}
# Nothing to do: every seat is assigned and used.
SETTLED = {
    "subject": "benefit",
    "partner_id": "P-1",
    "entitlement_id": "E-1",
    "family": "visual_studio",
    "product": "visual-studio-enterprise",
    "product_name": "Visual Studio Enterprise",
    "unit": "seats",
    "status": "active",
    "held": 10,
    "assigned": 10,
    "used": 10,
    "idle": 0,
    "unit_value": 100,
    "currency": "USD",
    "reclaimable": 0,
    "over_claimed": 0,
    "credit_linked": False,
    "renewed": False,
}
CREDIT = {"family": "azure_credit", "unit": "credit_year", "credit_linked": True}
MEMBERSHIP = {"subject": "membership", "status": None, "held": 4, "value": 900, "unit_value": None}


def facts(*changes: dict[str, object]) -> pl.DataFrame:
    rows = [SETTLED | change for change in changes]
    return pl.DataFrame([{name: exact(row.get(name), kind) for name, kind in SCHEMA.items()} for row in rows], SCHEMA)


def exact(value: object, kind: Any) -> object:
    return Decimal(value) if isinstance(value, int) and isinstance(kind, pl.Decimal) else value


def found(*changes: dict[str, object]) -> pl.DataFrame:
    return next_actions(facts(*changes), TODAY)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


HOLDS = [
    ({}, []),
    ({"idle": 3}, ["assign_seats"]),
    ({"idle": 3, "status": "not_activated"}, ["assign_seats"]),
    ({"idle": 3, "status": "expired"}, []),
    ({"idle": 3, "family": "technical", "unit": "hours"}, []),
    ({"idle": 3, "status": "not_activated", "activate_by": days(0)}, ["activate"]),
    ({"idle": 3, "status": "not_activated", "activate_by": days(-1)}, ["assign_seats"]),
    ({"idle": 3, "status": "active", "activate_by": days(9)}, ["assign_seats"]),
    (
        {"idle": 1, "family": "technical", "unit": "hours", "status": "not_activated", "activate_by": days(1)},
        ["activate"],
    ),
    (CREDIT | {"credit_lapse": 40}, ["spend_credit"]),
    (CREDIT | {"credit_lapse": 0}, []),
    (CREDIT | {"credit_linked": False, "idle": 10}, ["link_subscription"]),
    (CREDIT | {"credit_linked": False, "status": "not_activated"}, []),
    ({"subject": "subscription", "family": "azure_credit", "unit": None, "status": None}, ["link_subscription"]),
    ({"used": 8, "reclaimable": 2}, ["reclaim_unused"]),
    ({"used": 10, "reclaimable": 2}, []),
    ({"over_claimed": 2}, ["review_over_claimed"]),
    (MEMBERSHIP | {"membership_ends_on": days(61)}, []),
    (MEMBERSHIP | {"membership_ends_on": days(60)}, ["renew"]),
    (MEMBERSHIP | {"membership_ends_on": days(60), "renewed": True}, []),
    (MEMBERSHIP | {"membership_ends_on": days(0)}, ["renew"]),
    (MEMBERSHIP | {"membership_ends_on": days(-1)}, []),
    (MEMBERSHIP | {"membership_ends_on": days(-30), "grace_ends_on": days(0)}, ["renew"]),
    (MEMBERSHIP | {"membership_ends_on": days(-31), "grace_ends_on": days(-1)}, []),
]


@pytest.mark.parametrize(("change", "expected"), HOLDS)
def test_an_action_is_offered_exactly_where_its_rule_holds(change: dict[str, object], expected: list[str]) -> None:
    assert found(change)["action"].to_list() == expected


DONE = [
    ({"idle": 3, "lapses_on": days(9)}, (3, days(9), 9, 300)),
    ({"idle": 3, "status": "not_activated", "activate_by": days(0)}, (3, days(0), 0, 300)),
    (CREDIT | {"credit_lapse": 40, "credit_lapses_on": days(15), "unit_value": 12}, (40, days(15), 15, 40)),
    ({"used": 8, "reclaimable": 2, "lapses_on": days(9)}, (2, days(9), 9, 200)),
    ({"over_claimed": 2}, (2, None, None, 200)),
    (MEMBERSHIP | {"membership_ends_on": days(10), "grace_ends_on": days(40)}, (4, days(40), 40, 900)),
]


@pytest.mark.parametrize(("change", "expected"), DONE)
def test_an_action_says_how_much_by_when_and_what_it_is_worth(change: dict[str, object], expected: Any) -> None:
    assert found(change).select("quantity", "due_on", "days_left", "value").row(0) == expected


def test_worth_most_comes_first_and_what_has_no_value_last() -> None:
    worth = [{"entitlement_id": f"E-{idle}", "idle": idle} for idle in (2, 9, 5)]
    rows = found(*worth, {"entitlement_id": "E-0", "idle": 99, "unit_value": None})
    assert rows["entitlement_id"].to_list() == ["E-9", "E-5", "E-2", "E-0"]
    assert rows["rank"].to_list() == [1, 2, 3, 4]


def test_currencies_are_ranked_apart_and_not_converted() -> None:
    rows = found({"idle": 1, "currency": "EUR"}, {"idle": 900}, {"idle": 800})
    assert rows.select("rank", "currency", "value").rows() == [(1, "EUR", 100), (1, "USD", 90000), (2, "USD", 80000)]


def test_without_facts_there_is_nothing_to_do() -> None:
    assert next_actions(facts(), TODAY).is_empty()


def test_every_rule_has_its_words_in_every_language() -> None:
    assert {rule.id for rule in NEXT_ACTIONS} == set(ACTIONS)
    assert all(f"action.{action}" in catalog(language) for action in ACTIONS for language in LANGUAGES)
