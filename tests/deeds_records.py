"""What the model of the deeds is made of: people, terms, requests, keys, links."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.deeds_programme import PROGRAMMES, RENEWAL_DAYS, days_later, months_later


@dataclass(frozen=True)
class Deed:
    """What somebody wants to do on a day: to a benefit, a request, a membership, or the partner (None)."""

    action: str
    actor: str
    about: str | None
    given: dict[str, str]
    day: date

    @property
    def thing(self) -> str:
        """The id of what it is about, where it is not the partner."""
        assert self.about is not None
        return self.about


@dataclass
class Person:
    """A user of the partner."""

    member_type: str
    in_directory: bool
    roles: set[str]


@dataclass(frozen=True)
class Term:
    """A year of a membership; `policy` and `anniversary` for the next, `activate_by` for its benefits."""

    offer: str
    policy: str
    bought: date
    starts: date
    ends: date
    grace: date
    anniversary: date
    activate_by: date | None = None
    order: str = ""
    instead_of: str | None = None

    @classmethod
    def of(
        cls, offer: str, policy: str, bought: date, starts: date, order: str, instead_of: str | None = None
    ) -> "Term":
        """The year from its first day on: benefits go on for the days in which it can be renewed (D5, D8)."""
        ends = days_later(months_later(starts, 12), -1)
        activate_by = days_later(months_later(starts, PROGRAMMES[policy].redeem_months), -1)
        grace = days_later(ends, RENEWAL_DAYS)
        return cls(offer, policy, bought, starts, ends, grace, days_later(ends, 1), activate_by, order, instead_of)


@dataclass
class Request:
    """What was asked of the vendor."""

    kind: str
    opened: date
    benefit: str | None = None
    term: Term | None = None
    hours: Decimal = Decimal(0)
    state: str = "waiting"
    outcome: str | None = None
    answered: date | None = None
    active_from: date | None = None
    expires: date | None = None

    @property
    def accepted(self) -> bool:
        """Whether the vendor said yes."""
        return self.state == "answered" and self.outcome == "accepted"


@dataclass
class KeyState:
    """Who saw a key, since when it is revealed, and how it was redeemed."""

    seen_by: set[str] = field(default_factory=set)
    revealed: date | None = None
    redeemed: date | None = None
    mode: str | None = None
    replacement: str | None = None


@dataclass(frozen=True)
class Link:
    """A subscription that draws on a credit: from a grant of its own until a day, or from another link's pot."""

    benefit: str
    subscription: str
    starts: date
    ends: date | None = None
    amount: Decimal | None = None
    pot: tuple[str, date] | None = None


@dataclass
class Mail:
    """A link that was mailed to the primary contact."""

    email: str
    token: str
    sent: date
    verified: date | None = None
