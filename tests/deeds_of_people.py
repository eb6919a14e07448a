"""Model of the deeds on people and the account: why not, and what comes of it (rows 22-26, 76-79, 93-102)."""

from collections.abc import Iterator

from tests.deeds_model import Partner
from tests.deeds_programme import (
    AGENT,
    APP_ROLES,
    AT_HAND,
    FREE_MAIL,
    GLOBAL,
    LINK_DAYS,
    MEMBER,
    PARTNER,
    PORTAL_ROLES,
    STEPS,
    USERS,
    days_later,
)
from tests.deeds_records import Deed, Mail, Person


def lacks(it: Partner, deed: Deed, *roles: str) -> Iterator[str]:
    """Whether the actor has none of these roles."""
    if not it.roles(deed.actor) & set(roles):
        yield f"{deed.actor} is none of {roles}"


def add_person(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 25, domain-facts 2.1."""
    yield from lacks(it, deed, GLOBAL, USERS, AGENT)
    if deed.given["email"] in it.people:
        yield "is a user already"


def person_added(it: Partner, deed: Deed) -> None:
    """Without a role: that is a deed of its own."""
    told = deed.given
    it.people[told["email"]] = Person(told["member_type"], told.get("in_directory") == "yes", set())


def change_roles(it: Partner, deed: Deed) -> Iterator[str]:
    """Domain-facts 2.1: a guest may be a partner admin and nothing else; one Global admin must be left."""
    yield from lacks(it, deed, GLOBAL)
    person, roles = it.people.get(deed.given["person"]), _roles(deed)
    if person is None:
        yield "is no user"
        return
    if roles & APP_ROLES:
        yield "roles of the application are not given here"
    if person.member_type == "guest" and roles & PORTAL_ROLES - {PARTNER}:
        yield "a guest may not be that"
    if GLOBAL in person.roles - roles and it.admins() == 1:
        yield "nobody else is Global admin"


def roles_changed(it: Partner, deed: Deed) -> None:
    """The application's own roles stay."""
    person = deed.given["person"]
    it.people[person].roles = _roles(deed) | it.app_roles(person)


def remove_person(it: Partner, deed: Deed) -> Iterator[str]:
    """Domain-facts 2.1: only a Global admin takes roles away; what is held is taken back first."""
    yield from lacks(it, deed, GLOBAL, USERS)
    person = it.people.get(deed.given["person"])
    if person is None:
        yield "is no user"
        return
    if person.roles & APP_ROLES:
        yield "has a role of the application"
    if person.roles & PORTAL_ROLES and GLOBAL not in it.roles(deed.actor):
        yield "has a role that only a Global admin takes away"
    if GLOBAL in person.roles and it.admins() == 1:
        yield "nobody else is Global admin"
    if it.holds_something(deed.given["person"]):
        yield "has a seat or a credit"


def person_removed(it: Partner, deed: Deed) -> None:
    """Gone."""
    del it.people[deed.given["person"]]


def set_marketing_contact(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 22, 76-78."""
    yield from lacks(it, deed, GLOBAL, PARTNER)
    if deed.given["person"] not in it.people:
        yield "is no user"
    if deed.given["person"] == deed.given["other_email"]:
        yield "the other address is the same one"


def contact_set(it: Partner, deed: Deed) -> None:
    """The last one is written to."""
    it.contact = deed.given["person"], deed.given["preferred_language"]


def complete_step(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 25, 26, 93-102: what must be at hand in any order, then the steps one after the other."""
    yield from lacks(it, deed, GLOBAL, AGENT)
    step = deed.given["step"]
    if step in it.steps:
        yield "done already"
    earlier = set() if step in AT_HAND else {*AT_HAND, *STEPS[: STEPS.index(step)]}
    if not earlier <= it.steps.keys():
        yield "an earlier step is missing"
    if step == "tenant_sign_in" and GLOBAL not in it.roles(deed.actor):
        yield "signs in as Global admin"
    if step == "enrolment" and not it.mails:
        yield "no primary contact"
    if step == "admin_agent" and AGENT not in it.roles(deed.actor):
        yield "is no admin agent"


def step_completed(it: Partner, deed: Deed) -> None:
    """Done on that day."""
    it.steps[deed.given["step"]] = deed.day


def send_verification(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 96, 97: an address of the organisation, which is not verified yet."""
    yield from lacks(it, deed, GLOBAL, AGENT)
    if deed.given["email"].rpartition("@")[2] in FREE_MAIL:
        yield "no address of a company"
    if it.mails and it.mails[-1].verified and it.mails[-1].email == deed.given["email"]:
        yield "verified already"


def verification_sent(it: Partner, deed: Deed, token: str) -> None:
    """A link of its own each time; the newest counts."""
    it.mails.append(Mail(deed.given["email"], token, deed.day))


def verify_contact(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 97: whoever has the newest link, once, for some days."""
    mail = next((one for one in it.mails if one.token == deed.given["token"]), None)
    if mail is None:
        yield "no such link"
        return
    if mail is not it.mails[-1]:
        yield "there is a newer link"
    if mail.verified:
        yield "opened already"
    if deed.day > days_later(mail.sent, LINK_DAYS):
        yield "too old"


def contact_verified(it: Partner, deed: Deed) -> None:
    """The address belongs to the organisation."""
    it.mails[-1].verified = deed.day


def member(it: Partner, deed: Deed) -> Iterator[str]:
    """Whether the actor is no user at all."""
    yield from lacks(it, deed, MEMBER)


def _roles(deed: Deed) -> set[str]:
    return {role for role in deed.given["roles"].split(";") if role}
