"""Go-to-market: the company's marketing contact, and the offers that the contact is written to about (rows 74-82)."""

from pipelines.actions.action import Action, Facts, Field, Letter, Written
from pipelines.actions.asking import Asking


def _contact(asking: Asking) -> dict[str, object]:
    told = asking.values
    return {
        "given_person": told["person"],
        "given_person_known": asking.person(str(told["person"])) is not None,
        "given_email_differs": told["other_email"] != told["person"],
    }


def _set(asking: Asking, facts: Facts) -> Written:
    told = asking.values
    email, phone = asking.private(str(told["other_email"])), asking.private(str(told["phone"]))
    details = {"other_email": email, "phone": phone, "preferred_language": told["preferred_language"]}
    letter = Letter("marketing_contact", email, {"partner": facts["partner"]}, str(told["preferred_language"]))
    return Written(asking.person_id(str(told["person"])), details, (letter,))


def _activate(asking: Asking, facts: Facts) -> Written:
    """How to use the offer is mailed to the contact, in the contact's language (row 79)."""
    number = asking.number()
    said = {"number": number, "product": facts["product_name"], "offer": facts["offer_name"]}
    contacts = asking.read("marketing_contact", partner=asking.order.partner_id).to_dicts()
    letters = tuple(Letter("marketing_instructions", one["address"], said, one["language"]) for one in contacts)
    return Written(number, {"kind": "activation"}, letters)


SET_MARKETING_CONTACT = Action(
    "set_marketing_contact",
    "partner",
    (
        Field("person", "person"),
        Field("other_email", "email"),
        Field("phone", "phone"),
        Field("preferred_language", "language"),
    ),
    given=_contact,
    written=_set,
)
ACTIVATE_MARKETING = Action("activate_marketing", "entitlement", families=("go_to_market",), written=_activate)
ACTIONS = (SET_MARKETING_CONTACT, ACTIVATE_MARKETING)
