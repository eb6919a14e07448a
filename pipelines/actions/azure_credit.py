"""Azure credit: give a person access, take it away, hand it over (source rows 41-45)."""

from collections.abc import Mapping
from typing import Any

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.actions.assigning import given_to, handed_over, known_people
from pipelines.rules.model import COMBINED_WITH

_FAMILIES = ("azure_credit",)
_PEOPLE = "people_and_credits"


def _receiver(asking: Asking, person: Mapping[str, Any]) -> dict[str, object]:
    return {
        "given_person_known": person["known"],
        "given_in_directory": person["in_directory"],
        "given_member_type": person["member_type"] or "",
        "given_domain": person["email"].rpartition("@")[2],
        "given_is_actor": person["email"] == asking.order.actor,
        "given_person_holds": person["holder"],
        "given_other_credits": person["other_credits"],
        "given_clashes": person["clashes"],
        "given_combined_with": asking.values["combined_with"],
    }


def _assigning(asking: Asking) -> dict[str, object]:
    (person,) = known_people(asking, _PEOPLE, "person")
    return _receiver(asking, person)


def _removing(asking: Asking) -> dict[str, object]:
    (person,) = known_people(asking, _PEOPLE, "person")
    return {"given_holder": person["holder"]}


def _transferring(asking: Asking) -> dict[str, object]:
    before, after = known_people(asking, _PEOPLE, "person", "to_person")
    return {"given_holder": before["holder"]} | _receiver(asking, after)


def _assigned(asking: Asking, facts: Facts) -> Written:
    return given_to(asking, facts, "person", "combined_with")


def _transferred(asking: Asking, facts: Facts) -> Written:
    return handed_over(asking, facts, "combined_with")


_PERSON, _COMBINED = Field("person", "person"), Field("combined_with", "choice", choices=COMBINED_WITH)
ACTIONS = (
    Action("assign_credit", "entitlement", (_PERSON, _COMBINED), _FAMILIES, given=_assigning, written=_assigned),
    Action("remove_credit_user", "entitlement", (_PERSON,), _FAMILIES, given=_removing, written=_assigned),
    Action(
        "transfer_credit",
        "entitlement",
        (_PERSON, Field("to_person", "person"), _COMBINED),
        _FAMILIES,
        given=_transferring,
        written=_transferred,
    ),
)
