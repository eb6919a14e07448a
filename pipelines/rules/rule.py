"""A rule of the programme as a row: what must hold for an action, what is said where it does not, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

Kind = Literal["permission", "eligibility", "limit"]
# How the columns begin that a form gives, and those that the policy of the row gives.
GIVEN, POLICY = "given_", "policy_"


@dataclass(frozen=True, eq=False)
class Rule:
    """Where `holds` is true of a row of facts, the rule allows the action; unknown counts as no.

    `says` names the facts that fill the rule's sentence, `rule.<id>` of the catalogs. `source` is a document and its
    row in domain-facts.md. Rules are told apart as objects, so that what is worked out for some of them can be kept.
    """

    id: str
    kind: Kind
    action: str
    holds: pl.Expr
    source: str
    says: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The key of the rule's sentence; the rules about roles share one."""
        return "rule.role" if self.kind == "permission" else f"rule.{self.id}"

    @cached_property
    def needs(self) -> frozenset[str]:
        """The facts that it is judged on."""
        return frozenset(self.holds.meta.root_names())

    @cached_property
    def given(self) -> frozenset[str]:
        """The facts it needs that only a form gives."""
        return frozenset(name for name in self.needs if name.startswith(GIVEN))


def permitted(action: str, source: str) -> Rule:
    """The rule that one of the actor's roles at the partner is among those that the policy lets do an action."""
    roles = f"{POLICY}roles_{action}"
    held = pl.col("actor_roles").list.set_intersection(roles).list.len() > 0
    return Rule(f"{action}.role", "permission", action, held, source, says=(roles,))
