"""A partner as plain Python knows it: what the deeds of a sequence come to, in dictionaries and dates."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.deeds_programme import (
    APP_ROLES,
    LINK_DAYS,
    MEMBER,
    PORTAL_ROLES,
    PROGRAMMES,
    REFUND_DAYS,
    Programme,
    days_later,
)
from tests.deeds_records import KeyState, Link, Mail, Person, Request, Term
from tests.deeds_world import ANNIVERSARY, BENEFITS, BOUGHT, CORE, ENDS, GRACE, KEYS, PACK, PEOPLE, Benefit


@dataclass
class Partner:
    """Everything that the deeds change, and the questions that several actions ask of it."""

    policy: str
    portal: str
    people: dict[str, Person] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    holders: dict[str, dict[str, date]] = field(default_factory=lambda: {name: {} for name in BENEFITS})
    moves: Counter[str] = field(default_factory=Counter)
    keys: dict[str, KeyState] = field(default_factory=lambda: {name: KeyState() for name in KEYS})
    requests: dict[str, Request] = field(default_factory=dict)
    contact: tuple[str, str] | None = None
    mails: list[Mail] = field(default_factory=list)
    steps: dict[str, date] = field(default_factory=dict)
    uses: dict[tuple[str, str], tuple[str, Decimal | None]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    rates: dict[tuple[str, str, date], tuple[Decimal, str]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.people = {email: Person(kind, listed, set(roles)) for email, (kind, listed, roles) in PEOPLE.items()}
        dates = BOUGHT, BOUGHT, ENDS, GRACE, ANNIVERSARY
        self.terms = [Term(offer, self.policy, *dates) for offer in (CORE, PACK)]

    def days(self) -> Iterator[date]:
        """Days on which something ends: a seat's rest, a window, a term, a benefit."""
        for about, people in self.holders.items():
            days = self.programme(about, BOUGHT).seat_days if about == "E-seats" else None
            yield from (days_later(since, days or 0) for since in people.values())
        for term in self.terms:
            yield from (days_later(term.bought, REFUND_DAYS), term.ends, term.anniversary, term.grace)
        for benefit in BENEFITS.values():
            yield from (day for day in (benefit.activate_by, benefit.use_until) if day)
        yield from (days_later(mail.sent, LINK_DAYS) for mail in self.mails if not mail.verified)
        yield from (days_later(key.redeemed, 30) for key in self.keys.values() if key.redeemed)
        yield from (one.expires for one in self.requests.values() if one.expires)
        yield from (day for one in self.links for day in (one.starts, one.ends) if day)

    def roles(self, email: str) -> set[str]:
        """What somebody is here: a user is a member too; a role of the application alone makes nobody a user."""
        person = self.people.get(email)
        if person is None:
            return set()
        return person.roles | ({MEMBER} if not person.roles or person.roles & PORTAL_ROLES else set())

    def term(self, offer: str, day: date | None = None) -> Term:
        """The last term of an offer, of those that have begun where a day is named."""
        terms = (one for one in self.terms if one.offer == offer)
        return max((one for one in terms if day is None or one.starts <= day), key=lambda one: one.starts)

    def programme(self, about: str, day: date) -> Programme:
        """What holds for a benefit."""
        return self.programme_of(self.term(BENEFITS[about].offer, day))

    def programme_of(self, term: Term) -> Programme:
        """What holds for a membership."""
        return PROGRAMMES[term.policy]

    def ends(self, about: str, day: date) -> date:
        """The last day of a benefit: as the vendor's answer says (row 82), else as it was bought."""
        answers = [one for one in self.activations(about) if one.accepted and _from(one) <= day]
        return max((one.expires for one in answers if one.expires), default=BENEFITS[about].use_until)

    def status(self, about: str, day: date) -> str:
        """In the words of the pages."""
        benefit, term = BENEFITS[about], self.term(BENEFITS[about].offer, day)
        used = self.in_use(about, day)
        waiting = self.waiting(about, day)
        never = not used and not waiting and benefit.activate_by is not None and benefit.activate_by < day
        if self.refunded(term):
            return "cancelled"
        if self.ends(about, day) < day or term.grace < day or never:
            return "expired"
        return "active" if used else "requested" if waiting else "not_activated"

    def waiting(self, about: str, day: date) -> bool:
        """Whether an activation waits for the vendor, or for the day from which it holds."""
        return any(one.state == "waiting" or (one.accepted and _from(one) > day) for one in self.activations(about))

    def activations(self, about: str) -> list[Request]:
        """The requests to activate a benefit; what is answered to others, such as a replacement, says nothing of it."""
        return [one for one in self.requests.values() if one.benefit == about and one.kind == "activation"]

    def in_use(self, about: str, day: date) -> bool:
        """Whether a benefit was activated by the vendor, by its keys, by giving it to somebody, or by using it."""
        keys = [state for name, state in self.keys.items() if KEYS[name].benefit == about]
        cloud = BENEFITS[about].family == "cloud"
        opened = any(state.redeemed if cloud else state.revealed for state in keys)
        answered = any(one.accepted and _from(one) <= day for one in self.activations(about))
        granted = any(one.benefit == about and one.amount and one.starts <= day for one in self.links)
        return opened or answered or granted or bool(self.holders[about]) or self.used(about) > 0

    def used(self, about: str) -> Decimal:
        """Incidents, or hours of advice; presales takes from the hours of these packages too (domain-facts 2.7)."""
        return sum((hours or Decimal(1) for (of, _), (_, hours) in self.uses.items() if of == about), Decimal(0))

    def refunded(self, term: Term) -> bool:
        """Whether the vendor took a membership back."""
        return any(one.kind == "refund" and one.term == term and one.accepted for one in self.requests.values())

    def refund_waits(self, term: Term) -> bool:
        """Whether a refund was asked for that nobody has answered."""
        asked = [one for one in self.requests.values() if one.kind == "refund" and one.term == term]
        return any(one.state == "waiting" for one in asked)

    def no_refund(self, offer: str, day: date) -> Iterator[str]:
        """Why the money of a membership cannot be had back (rows 83, 84; P1)."""
        term = self.term(offer)
        if day > days_later(term.bought, REFUND_DAYS):
            yield "more than 30 days since the purchase"
        if term.starts == BOUGHT and any(BENEFITS[about].offer == offer for about in self.touched):
            yield "something was activated"
        if self.refund_waits(term) or self.refunded(term):
            yield "asked for already"
        if any(one.instead_of == offer and one.bought >= term.starts for one in self.terms):
            yield "upgraded since"

    def runs(self, about: str, day: date) -> bool:
        """Whether a benefit can still be used."""
        return self.status(about, day) in ("not_activated", "requested", "active")

    def lapsed_in_the_old_portal(self, about: str, day: date) -> bool:
        """Row 4: after the membership has lapsed, the old portal is for reading only."""
        return self.portal == "pmc" and self.term(BENEFITS[about].offer, day).ends < day

    def late(self, about: str, day: date) -> bool:
        """D1: past the last day on which it can be activated."""
        last = BENEFITS[about].activate_by
        return last is not None and day > last

    def other_credits(self, email: str, about: str, day: date) -> list[Benefit]:
        """The credits that somebody has beside one, and that run."""
        return [
            BENEFITS[other]
            for other, people in self.holders.items()
            if other != about and BENEFITS[other].family == "azure_credit" and email in people
            if self.status(other, day) != "expired"
        ]

    def admins(self) -> int:
        """How many could give roles."""
        return sum("global_admin" in person.roles for person in self.people.values())

    def holds_something(self, email: str) -> bool:
        """Whether somebody has a seat or a credit, or is who the vendor writes to (row 76)."""
        written_to = self.contact is not None and self.contact[0] == email
        return written_to or any(email in people for people in self.holders.values())

    def app_roles(self, email: str) -> set[str]:
        """The roles of this application that somebody has."""
        return self.people[email].roles & APP_ROLES

    def verification_open(self) -> bool:
        """P8: whether the primary contact has a link that was not opened yet."""
        return bool(self.mails) and self.mails[-1].verified is None

    def owned_until(self, offer: str) -> date | None:
        """The last day of what is held of an offer; of what was given back its first, by which a term is told."""
        held = (one for one in self.terms if one.offer == offer)
        return max((one.starts if self.refunded(one) else one.ends for one in held), default=None)


def _from(request: Request) -> date:
    assert request.answered is not None
    return request.active_from or request.answered
