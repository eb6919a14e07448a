"""Technical benefits: activate support, write down what was used, ask for advisory hours (source rows 58-73)."""

from decimal import Decimal
from typing import Any

from pipelines.actions.action import Action, Facts, Field, Letter, Written
from pipelines.actions.asking import Asking
from pipelines.actions.values import Value
from pipelines.errors import BenefitsError
from pipelines.rules.model import ADVISORY_AREAS, ADVISORY_PHASES, SUPPORT_AREAS, SUPPORT_KINDS
from pipelines.text import text

FAMILY = ("technical",)
# What has hours of its own; the other phases are presales and deployment services (rows 71, 73).
_ADVISORY = ("design", "app_development")
_CENT = Decimal("0.01")


def _person(asking: Asking) -> dict[str, object]:
    told = asking.values
    return {
        "given_person": told["person"],
        "given_person_known": asking.person(str(told["person"])) is not None,
        "given_alternate_differs": told["alternate_email"] != told["person"],
    }


def _assign(asking: Asking, facts: Facts) -> Written:
    """The instructions go to both addresses, so that one of them surely arrives (row 61)."""
    person, alternate = str(asking.values["person"]), str(asking.values["alternate_email"])
    kept = asking.private(alternate)
    details = {"kind": "activation", "person": asking.person_id(person), "alternate": kept}
    letters = tuple(
        Letter("support_instructions", address, _named(asking, facts)) for address in (asking.private(person), kept)
    )
    return Written(asking.number(), details, letters)


def _activate(asking: Asking, _: Facts) -> Written:
    return Written(asking.number(), {"kind": "activation"})


def _use(asking: Asking) -> dict[str, object]:
    """Facts of a use; an incident counts as one, an engagement in its hours."""
    told = asking.values
    hours = None if told["kind"] == "incident" else _hours(told["hours"])
    case = _case(asking, told["product_area"], told["kind"], told["reference"])
    given = {name: told[name] for name in ("kind", "used_on", "reference")} | {"hours": hours, **case}
    return {f"given_{name}": value for name, value in given.items()} | {"given_quantity": hours or Decimal(1)}


def _case(asking: Asking, area: Value, kind: Value, reference: Value = None) -> dict[str, Any]:
    """Whether the benefit serves the area, whether that takes the ids, what is deducted, what is known and reserved."""
    asked = {"about": asking.order.about, "area": area, "kind": kind, "reference": reference}
    return asking.read("support_case", **asked).row(0, named=True)


def _hours(found: Value) -> Decimal:
    if not isinstance(found, Decimal) or found <= 0 or found != found.quantize(_CENT):
        raise BenefitsError("input_wrong", field="hours", found=found or "–", expected=text("input.hours"))
    return found


def _log(asking: Asking, facts: Facts) -> Written:
    told = asking.values
    kept = {name: told[name] for name in ("kind", "product_area", "title")}
    hours = facts["given_hours"]
    details = kept | {"used_on": str(told["used_on"]), "hours": None if hours is None else str(hours)}
    return Written(str(told["reference"]), details)


def _wish(asking: Asking) -> dict[str, object]:
    told = asking.values
    kind = "advisory" if told["phase"] in _ADVISORY else "presales"
    case = _case(asking, told["product"], kind)
    return {
        "given_hours": _hours(told["hours"]),
        "given_reserved": case["reserved"],
        "given_deducts": case["deducts"],
    }


def _ask(asking: Asking, facts: Facts) -> Written:
    """A confirmation number, and the same by mail (domain-facts 2.7)."""
    told, number = asking.values, asking.number()
    plain = ("title", "product", "topic", "country", "language", "time_zone", "phase")
    details: dict[str, object] = {name: told[name] for name in plain}
    details |= {"hours": str(told["hours"]), "kind": "advisory_hours"}
    private = {name: asking.private(str(told[name])) for name in ("description", "phone")}
    said = _named(asking, facts) | {"number": number, "title": str(told["title"]), "hours": str(told["hours"])}
    address = asking.private(asking.order.actor)
    letter = Letter("advisory_confirmation", address, said, str(told["language"]))
    return Written(number, details | private, (letter,))


def _named(asking: Asking, facts: Facts) -> dict[str, str]:
    return {"number": asking.number(), "product": facts["product_name"], "offer": facts["offer_name"]}


ASSIGN_SUPPORT = Action(
    "assign_support",
    "entitlement",
    (Field("person", "person"), Field("alternate_email", "email")),
    families=FAMILY,
    given=_person,
    written=_assign,
)
ACTIVATE_SUPPORT = Action("activate_support", "entitlement", families=FAMILY, written=_activate)
LOG_SUPPORT_USE = Action(
    "log_support_use",
    "entitlement",
    (
        Field("kind", "choice", choices=SUPPORT_KINDS),
        Field("product_area", "choice", choices=SUPPORT_AREAS),
        Field("reference", "text"),
        Field("used_on", "date"),
        Field("hours", "number", required=False),
        Field("title", "text", required=False),
    ),
    families=FAMILY,
    given=_use,
    written=_log,
)
REQUEST_ADVISORY_HOURS = Action(
    "request_advisory_hours",
    "entitlement",
    (
        Field("title", "text"),
        Field("description", "long_text"),
        Field("product", "choice", choices=ADVISORY_AREAS),
        Field("topic", "text", required=False),
        Field("phase", "choice", choices=ADVISORY_PHASES),
        Field("hours", "number"),
        Field("country", "country"),
        Field("language", "language"),
        Field("phone", "phone"),
        Field("time_zone", "time_zone"),
    ),
    families=FAMILY,
    given=_wish,
    written=_ask,
)
ACTIONS = (ASSIGN_SUPPORT, ACTIVATE_SUPPORT, LOG_SUPPORT_USE, REQUEST_ADVISORY_HOURS)
