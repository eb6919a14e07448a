"""Azure credit: give a person access, take it away, hand it over (source rows 41-45)."""

from dataclasses import replace

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.actions.assigning import given_to, handed_over
from pipelines.actions.credit_users import credits_of, handed
from pipelines.rules.model import COMBINED_WITH

_FAMILIES = ("azure_credit",)


def _receiver(asking: Asking, field: str) -> dict[str, object]:
    email = str(asking.values[field])
    person, credits = asking.person(email), credits_of(asking, email)
    return {
        "given_person_known": person is not None,
        "given_in_directory": bool(person and person["in_directory"]),
        "given_member_type": (person["member_type"] if person else None) or "",
        "given_domain": email.rpartition("@")[2],
        "given_is_actor": email == asking.order.actor,
        "given_person_holds": credits["holder"],
        "given_other_credits": credits["other_credits"],
        "given_clashes": credits["clashes"],
        "given_combined_with": asking.values["combined_with"],
    }


def _assigning(asking: Asking) -> dict[str, object]:
    return _receiver(asking, "person")


def _removing(asking: Asking) -> dict[str, object]:
    return {"given_holder": credits_of(asking, str(asking.values["person"]))["holder"]}


def _transferring(asking: Asking) -> dict[str, object]:
    return _removing(asking) | _receiver(asking, "to_person")


def _assigned(asking: Asking, facts: Facts) -> Written:
    written = given_to(asking, facts, "person", "combined_with")
    return replace(written, after=handed(asking, to=str(asking.values["person"])))


def _removed(asking: Asking, facts: Facts) -> Written:
    written = given_to(asking, facts, "person")
    return replace(written, after=handed(asking, taken_from=str(asking.values["person"])))


def _transferred(asking: Asking, facts: Facts) -> Written:
    before, after = (str(asking.values[field]) for field in ("person", "to_person"))
    written = handed_over(asking, facts, "combined_with")
    return replace(written, after=handed(asking, to=after, taken_from=before))


_PERSON, _COMBINED = Field("person", "person"), Field("combined_with", "choice", choices=COMBINED_WITH)
ACTIONS = (
    Action("assign_credit", "entitlement", (_PERSON, _COMBINED), _FAMILIES, given=_assigning, written=_assigned),
    Action("remove_credit_user", "entitlement", (_PERSON,), _FAMILIES, given=_removing, written=_removed),
    Action(
        "transfer_credit",
        "entitlement",
        (_PERSON, Field("to_person", "person"), _COMBINED),
        _FAMILIES,
        given=_transferring,
        written=_transferred,
    ),
)
