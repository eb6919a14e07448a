"""Azure credit: give a person access, take it away, hand it over (source rows 41-45)."""

from collections.abc import Mapping
from typing import Any

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.model import COMBINED_WITH

_FAMILIES = ("azure_credit",)


def _known(asking: Asking, *fields: str) -> list[Mapping[str, Any]]:
    """What the partner knows of the people that these fields of the form name, in the order of the fields."""
    emails = [str(asking.values[name]) for name in fields]
    order = asking.order
    asked = {"partner": order.partner_id, "entitlement": order.about, "emails": emails, "on_day": order.on_day}
    found = {row["email"]: row for row in asking.read("people_and_credits", **asked).to_dicts()}
    return [found[email] for email in emails]


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
    (person,) = _known(asking, "person")
    return _receiver(asking, person)


def _removing(asking: Asking) -> dict[str, object]:
    (person,) = _known(asking, "person")
    return {"given_holder": person["holder"]}


def _transferring(asking: Asking) -> dict[str, object]:
    before, after = _known(asking, "person", "to_person")
    return {"given_holder": before["holder"]} | _receiver(asking, after)


def _written(asking: Asking, facts: Facts) -> Written:
    return Written(_person(asking, "person"), _details(asking, facts))


def _transferred(asking: Asking, facts: Facts) -> Written:
    return Written(_person(asking, "to_person"), _details(asking, facts) | {"from": _person(asking, "person")})


def _person(asking: Asking, field: str) -> str:
    """The person's id; the name goes with it where the ledger has none."""
    (person,) = _known(asking, field)
    return asking.person_id(person["email"], person["name"])


def _details(asking: Asking, facts: Facts) -> dict[str, object]:
    combined_with = asking.values.get("combined_with")
    return {"product": facts["product"]} | ({"combined_with": combined_with} if combined_with else {})


_PERSON, _COMBINED = Field("person", "person"), Field("combined_with", "choice", choices=COMBINED_WITH)
ACTIONS = (
    Action("assign_credit", "entitlement", (_PERSON, _COMBINED), _FAMILIES, given=_assigning, written=_written),
    Action("remove_credit_user", "entitlement", (_PERSON,), _FAMILIES, given=_removing, written=_written),
    Action(
        "transfer_credit",
        "entitlement",
        (_PERSON, Field("to_person", "person"), _COMBINED),
        _FAMILIES,
        given=_transferring,
        written=_transferred,
    ),
)
