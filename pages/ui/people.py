"""A person of the app: the name, the roles, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.rules import access
from pipelines.rules.decide import BROKEN, decide
from pipelines.rules.policy import DEFAULT
from pipelines.store import Scope, Snapshot
from pipelines.store.chain import APP
from pipelines.store.known import Question

EVERY_PARTNER: Literal["*"] = "*"
_SQL = Path(__file__).parent / "sql"
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

    def may(self, right: str) -> bool:
        """Whether the person has a right (`see:<page>`, `load:<format>`, `rollback`) at one partner at least."""
        return any(_gives(right, partner, roles) for partner, roles in self.roles.items())

    def where(self, right: str) -> Scope:
        """The partners at which the person has a right, if any; as narrow as `scope` in what is shown there."""
        given = tuple(partner for partner, roles in self.roles.items() if _gives(right, partner, roles))
        return Scope(EVERY_PARTNER if EVERY_PARTNER in given else given, self.scope.email)


@cache
def _gives(right: str, partner_id: str, roles: tuple[str, ...]) -> bool:
    """Whether roles held at a partner give a right: a page by its row, an action on files by the action's rules."""
    if right.startswith("see:"):
        return right in access.rights_of(roles)
    facts = {"partner_id": [partner_id], "policy": [DEFAULT], "actor_roles": [list(roles)]}
    schema: dict[str, Any] = {"partner_id": pl.String, "policy": pl.String, "actor_roles": pl.List(pl.String)}
    return decide(pl.DataFrame(facts, schema), right)[BROKEN].to_list() == [[]]


def find_person(snapshot: Snapshot, email: str, language: str) -> Person | None:
    """The person with this e-mail as the snapshot knows him; None where no partner names him."""
    asked = Question(snapshot.number, "reader", APP, email=email.lower())
    rows = snapshot.known.ask(asked, pl.DataFrame.to_dicts).told
    if not rows:
        return None
    roles = {row["partner_id"]: tuple(row["roles"]) for row in rows}
    return Person(email.lower(), rows[0]["name"], roles, rows[0]["member_type"], language)


def holders(snapshot: Snapshot, person: Person, right: str) -> list[str]:
    """The names of those at the person's partners whose role gives a right, in alphabetical order: whom to ask."""
    facts: dict[str, object] = {"partners": list(person.roles), "roles": list(access.roles_with(right))}
    return snapshot.query(_HOLDERS, facts)["name"].to_list()
