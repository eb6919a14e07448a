"""Who may see which page, load files of which format, take a load back: the rows of data/access.toml.

What no row gives is denied. A right is `see:<page>`, `load:<format>` or `rollback`.
Source: domain-facts.md, 1.2.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.rules.model import FILE_FORMATS, ROLES

TABLE = Path(__file__).resolve().parents[2] / "data" / "access.toml"
MEMBER = "member"
# Every role that can give a permission; `member` is any user of the company, guests too.
EVERY_ROLE = (*ROLES, MEMBER)
ROLLBACK = "rollback"
# Who works at the terminal, in deeds that are nobody's own.
OPERATOR = "operator"


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@cache
def _rows() -> dict[str, frozenset[str]]:
    return {role: frozenset(_given(row)) for role, row in _table().items()}


def _given(row: dict[str, Any]) -> list[str]:
    formats = FILE_FORMATS if "*" in row["formats"] else row["formats"]
    loaded = [f"load:{name}" for name in formats if name not in row.get("not_formats", ())]
    return [f"see:{page}" for page in row["pages"]] + loaded + ([ROLLBACK] if row.get(ROLLBACK, False) else [])


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


def roles_with(right: str) -> tuple[str, ...]:
    """The roles that give a right: whom to ask."""
    return tuple(role for role in known_roles() if right in _rows()[role])


def sources_of(right: str) -> str:
    """The sources of the rows that give a right, each once."""
    return "; ".join(dict.fromkeys(_table()[role]["source"] for role in roles_with(right)))
