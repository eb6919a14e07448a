"""Who may see which page and load files of which format: the rows of data/access.toml. What no row gives is denied.

A right is `see:<page>` or `load:<format>`; `load:*` is every format. Source: domain-facts.md, 1.2.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "data" / "access.toml"
MEMBER = "member"


@cache
def _rows() -> dict[str, frozenset[str]]:
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return {role: frozenset(_given(row["pages"], row["formats"])) for role, row in rows.items()}


def _given(pages: list[str], formats: list[str]) -> list[str]:
    return [f"see:{page}" for page in pages] + [f"load:{name}" for name in formats]


def known_roles() -> tuple[str, ...]:
    """Every role that gives rights, as ordered in the table."""
    return tuple(role for role in _rows() if role != MEMBER)


def has_role(roles: Iterable[str]) -> bool:
    """Whether these roles show more than what a person holds himself; a word that is no role gives nothing."""
    return bool(set(roles) & set(known_roles()))


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """The rights these roles give together at a partner; those of a member where none of them is a role."""
    given = set(roles) & set(known_roles())
    return frozenset().union(*(_rows()[role] for role in given or {MEMBER}))


def allows(rights: frozenset[str], right: str) -> bool:
    """Whether `right` is among the rights, by itself or by its kind's `*`."""
    kind = right.partition(":")[0]
    return right in rights or f"{kind}:*" in rights


def roles_with(right: str) -> tuple[str, ...]:
    """The roles that give a right: whom to ask."""
    return tuple(role for role in known_roles() if allows(_rows()[role], right))
