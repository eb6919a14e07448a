"""A person of the app: the name, the roles, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.rules import access
from pipelines.store import Scope, Snapshot

EVERY_PARTNER: Literal["*"] = "*"
_SQL = Path(__file__).parent / "sql"
_PERSON = (_SQL / "person.sql").read_text("utf-8")
_HOLDERS = (_SQL / "holders.sql").read_text("utf-8")


@dataclass(frozen=True)
class Person:
    """Somebody with access. `roles` by partner id, `*` for every partner; no roles is an employee or a guest."""

    email: str
    name: str
    roles: Mapping[str, tuple[str, ...]]
    member_type: str
    language: str

    @property
    def titles(self) -> tuple[str, ...]:
        """The roles held at one partner or another, each once; for those without any, `guest` or `employee`."""
        held = dict.fromkeys(role for roles in self.roles.values() for role in roles)
        return tuple(held) or ("guest" if self.member_type == "guest" else "employee",)

    @property
    def scope(self) -> Scope:
        """Whose rows the person sees: of partners where a role is held; without any role, what is his own."""
        led = tuple(partner for partner, roles in self.roles.items() if access.has_role(roles))
        if not led:
            return Scope(tuple(self.roles), self.email)
        return Scope(EVERY_PARTNER if EVERY_PARTNER in led else led)

    @property
    def rights(self) -> frozenset[str]:
        """What the person may at one partner or another: see pipelines.rules.access."""
        return frozenset().union(*(access.rights_of(roles) for roles in self.roles.values()))

    def may(self, right: str) -> bool:
        """Whether the person has a right at one partner at least."""
        return access.allows(self.rights, right)

    def where(self, right: str) -> Scope:
        """The partners at which the person has a right, if any; as narrow as `scope` in what is shown there."""
        given = tuple(partner for partner, roles in self.roles.items() if access.allows(access.rights_of(roles), right))
        return Scope(EVERY_PARTNER if EVERY_PARTNER in given else given, self.scope.email)


def find_person(snapshot: Snapshot, email: str, language: str) -> Person | None:
    """The person with this e-mail as the snapshot knows him; None where no partner names him."""
    rows = snapshot.query(_PERSON, {"email": email.lower()}).to_dicts()
    if not rows:
        return None
    roles = {row["partner_id"]: tuple(row["roles"]) for row in rows}
    return Person(email.lower(), rows[0]["name"], roles, rows[0]["member_type"], language)


def holders(snapshot: Snapshot, person: Person, right: str) -> list[str]:
    """The names of those at the person's partners whose role gives a right, in alphabetical order: whom to ask."""
    facts: dict[str, object] = {"partners": list(person.roles), "roles": list(access.roles_with(right))}
    return snapshot.query(_HOLDERS, facts)["name"].to_list()
