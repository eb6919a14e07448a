"""Who reads by address: the token of a request's header, its owner as he stands now, and what both see together."""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pages.ui.people import EVERY_PARTNER, Person, find_person
from pipelines.actions import Bearer, bearer
from pipelines.rules.reading import page_right
from pipelines.store import Scope, Snapshot

# Who has no such page any more has lost the role with which the token was made.
_RIGHT = "see:tokens"
_Partners = tuple[str, ...] | Literal["*"]


@dataclass(frozen=True)
class Reader:
    """A token's owner with the roles of now, and what the token is limited to."""

    person: Person
    limits: Bearer

    def scope(self, report: str) -> Scope | None:
        """The partners of which a report may be read, as narrow as on its page; None where it may not be read at all.

        What the owner sees, where a role gives the report's page, and to which the token is limited: all three.
        """
        right, named = page_right(report), self.limits.reports
        if right is None or not self.person.may(right) or (named is not None and report not in named):
            return None
        seen, given = self.person.scope, self.person.where(right).partners
        return Scope(_common((seen.partners, given, self.limits.partners or EVERY_PARTNER)), seen.email)


def find_reader(snapshot: Snapshot, headers: Mapping[str, str], on_day: date, language: str) -> Reader | None:
    """Who asks with a token, on a day in UTC; None for no token, one that is no good, and an owner without a role."""
    limits = bearer(snapshot, token_told(headers), on_day)
    person = find_person(snapshot, limits.email, language) if limits else None
    return Reader(person, limits) if limits and person and person.may(_RIGHT) else None


def token_told(headers: Mapping[str, str]) -> str:
    """What follows `Bearer`, or the password of HTTP Basic, whatever its user name; empty for neither."""
    scheme, _, told = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return told.strip()
        case "basic":
            return _password(told)
        case _:
            return ""


def _password(told: str) -> str:
    try:
        return b64decode(told, validate=True).decode().partition(":")[2]
    except (Error, UnicodeDecodeError):
        return ""


def _common(limits: Iterable[_Partners]) -> _Partners:
    """The partners that all limits allow, in the order of the first that names any; `*` limits nothing."""
    named = [limit for limit in limits if EVERY_PARTNER not in limit]
    return tuple(one for one in named[0] if all(one in limit for limit in named)) if named else EVERY_PARTNER
