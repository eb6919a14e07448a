"""Model of what is asked of the vendor, and of support: why not, and what comes of it (rows 58-73, 80-82)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.deeds_model import Partner
from tests.deeds_of_benefits import given_back, readable_only
from tests.deeds_of_people import lacks, member
from tests.deeds_programme import (
    ENGAGEMENT_HOURS,
    GLOBAL,
    NEEDS_IDS,
    PARTNER,
    SERVED,
)
from tests.deeds_records import Deed, Request
from tests.deeds_world import BENEFITS, BOUGHT, KEYS


def _first_use(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 5, 63, 81: once, while it can still be activated, and not by the old portal."""
    if it.status(deed.thing, deed.day) != "not_activated":
        yield f"is {it.status(deed.thing, deed.day)}"
    if it.waiting(deed.thing, deed.day):
        yield "waits"


def _supported(it: Partner, deed: Deed) -> Iterator[str]:
    if it.portal == "pmc":
        yield "in the old portal"


def assign_support(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 16, 59-62."""
    says = it.programme(deed.thing, deed.day)
    yield from lacks(it, deed, *says.manages)
    yield from _supported(it, deed)
    yield from given_back(it, deed)
    yield from _first_use(it, deed)
    if says.activates_support:
        yield "is activated under this policy"
    if deed.given["person"] not in it.people:
        yield "is no user"
    if deed.given["person"] == deed.given["alternate_email"]:
        yield "the alternate address is the same one"


def activate_support(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 19, 63."""
    says = it.programme(deed.thing, deed.day)
    yield from lacks(it, deed, *says.manages)
    yield from _supported(it, deed)
    yield from given_back(it, deed)
    yield from _first_use(it, deed)
    if not says.activates_support:
        yield "is assigned under this policy"


def activate_marketing(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 22, 76, 81."""
    yield from lacks(it, deed, GLOBAL, PARTNER)
    yield from readable_only(it, deed)
    yield from given_back(it, deed)
    yield from _first_use(it, deed)
    if it.contact is None:
        yield "no marketing contact"


def activation_asked(it: Partner, deed: Deed, number: str) -> None:
    """Waits for the vendor."""
    it.requests[number] = Request("activation", deed.day, deed.about)
    it.touched.add(deed.thing)


def log_support_use(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 65-71, domain-facts 2.7."""
    about, told = deed.thing, deed.given
    used_on, incident = date.fromisoformat(told["used_on"]), told["kind"] == "incident"
    yield from member(it, deed)
    if it.status(about, deed.day) == "cancelled":
        yield "was given back"
    if incident != (BENEFITS[about].unit == "incidents"):
        yield "of the other kind"
    if told["product_area"] not in SERVED:
        yield "is not what it is for"
    if incident and told["product_area"] in NEEDS_IDS and it.status(about, deed.day) in ("not_activated", "requested"):
        yield "no ids yet"
    if not BOUGHT <= used_on <= min(deed.day, it.ends(about, deed.day)):
        yield "not in its time"
    if not incident and Decimal(told["hours"]) > ENGAGEMENT_HOURS:
        yield "longer than an engagement"
    if (Decimal(1) if incident else Decimal(told["hours"])) > _left(it, about):
        yield "more than is left"
    if (about, told["reference"]) in it.uses:
        yield "counted already"


def _left(it: Partner, about: str) -> Decimal:
    return max(BENEFITS[about].quantity - it.used(about), Decimal(0))


def support_used(it: Partner, deed: Deed) -> None:
    """One incident, or the hours."""
    told = deed.given
    hours = None if told["kind"] == "incident" else Decimal(told["hours"])
    it.uses[deed.thing, told["reference"]] = told["kind"], hours
    it.touched.add(deed.thing)


def request_advisory_hours(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 72, domain-facts 2.7."""
    about, hours = deed.thing, Decimal(deed.given["hours"])
    yield from member(it, deed)
    yield from _supported(it, deed)
    yield from given_back(it, deed)
    if BENEFITS[about].unit != "hours":
        yield "has no hours"
    if not it.runs(about, deed.day):
        yield "does not run"
    if hours > ENGAGEMENT_HOURS:
        yield "longer than an engagement"
    if hours > _left(it, about) - _reserved(it, about):
        yield "more than is left"


def _reserved(it: Partner, about: str) -> Decimal:
    """Hours that were asked for, not declined, and not logged under their number."""
    logged = {reference for of, reference in it.uses if of == about}
    asked = [one for number, one in it.requests.items() if one.benefit == about and number not in logged]
    return sum((one.hours for one in asked if one.state == "waiting" or one.accepted), Decimal(0))


def hours_asked(it: Partner, deed: Deed, number: str) -> None:
    """Waits for the vendor."""
    it.requests[number] = Request("advisory_hours", deed.day, deed.about, hours=Decimal(deed.given["hours"]))
    it.touched.add(deed.thing)


def replacement_asked(it: Partner, deed: Deed, number: str) -> None:
    """Waits for the vendor."""
    it.requests[number] = Request("replacement", deed.day, deed.about)
    it.keys[deed.given["key"]].replacement = number
    assert KEYS[deed.given["key"]].benefit == deed.about


def record_answer(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 65, 82: both ids with the activation of incidents, and from when and until when it holds."""
    told, request = deed.given, it.requests[deed.thing]
    activation, accepted = request.kind == "activation", told["outcome"] == "accepted"
    starts, ends = told.get("active_from", ""), told.get("expires_on", "")
    ids = [told.get(name, "") for name in ("access_id", "contract_id")]
    yield from lacks(it, deed, GLOBAL, PARTNER)
    if request.state == "withdrawn" or (request.state == "answered" and not activation):
        yield "is closed"
    if any(one and not (one.isdigit() and len(one) == 9) for one in ids):
        yield "no id"
    if activation and accepted and BENEFITS[str(request.benefit)].unit == "incidents" and not all(ids):
        yield "an id is missing"
    if activation and accepted and (not starts or starts < request.opened.isoformat()):
        yield "begins before it was asked for, or never"
    if ends and ends < (starts or "9999"):
        yield "ends before it begins"


def answered(it: Partner, deed: Deed) -> None:
    """What the vendor says; an activation's answer can be mended."""
    request, told = it.requests[deed.thing], deed.given
    request.state, request.outcome, request.answered = "answered", told["outcome"], deed.day
    request.active_from = date.fromisoformat(told["active_from"]) if told.get("active_from") else None
    request.expires = date.fromisoformat(told["expires_on"]) if told.get("expires_on") else None


def withdraw_request(it: Partner, deed: Deed) -> Iterator[str]:
    """As long as nobody has answered."""
    yield from lacks(it, deed, GLOBAL, PARTNER)
    if it.requests[deed.thing].state != "waiting":
        yield "is closed"


def withdrawn(it: Partner, deed: Deed) -> None:
    """As if it were not asked."""
    it.requests[deed.thing].state = "withdrawn"
