"""The programme's numbers and role lists, policy by policy, each with its source: data/policy.toml.

A policy has what it states and, for the rest, what the policy it comes `after` has. A number that neither states is
null: the policy knows no such limit.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.rules.rule import POLICY

FILE = Path(__file__).resolve().parents[2] / "data" / "policy.toml"
ROLES = "roles"
# What holds where nothing names a policy: the latest of the source documents (domain-facts, S2).
DEFAULT = "mpn-2020-10"


@dataclass(frozen=True)
class Entry:
    """A number, word or list of a policy, with its source. `stated_by` is the policy that says so."""

    policy: str
    name: str
    value: Any
    source: str
    stated_by: str


@cache
def entries() -> tuple[Entry, ...]:
    """Everything every policy has, inherited or stated, policies in the order of the file, names in theirs."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(entry for policy in tables for entry in _of(policy, tables).values())


def policy_names() -> tuple[str, ...]:
    """The policies, the earliest first."""
    return tuple(dict.fromkeys(entry.policy for entry in entries()))


@cache
def policies() -> pl.DataFrame:
    """One row a policy: policy, policy_<name> for each of its numbers, policy_roles_<action> for each role list."""
    named = dict.fromkeys(f"{POLICY}{entry.name}" for entry in entries())
    rows = {policy: {"policy": policy, **dict.fromkeys(named)} for policy in policy_names()}
    for entry in entries():
        rows[entry.policy][f"{POLICY}{entry.name}"] = entry.value
    return pl.DataFrame(list(rows.values()), infer_schema_length=None)


@cache
def column(name: str) -> pl.Series:
    """A column of `policies()`, and behind its last row null for a policy that there is not."""
    told = policies()[name]
    return pl.concat([told, told.clear(1)])


def place_of(policy: str | None) -> int:
    """The row of a policy in `column`."""
    return _places().get(policy, policies().height)


@cache
def _places() -> dict[str | None, int]:
    return {policy: place for place, policy in enumerate(policies()["policy"])}


def numbers(policy: str | None) -> dict[str, Any]:
    """What `policies()` says of a policy, by column; empty for one that there is not."""
    return _numbers().get(policy, {})


@cache
def _numbers() -> dict[str | None, dict[str, Any]]:
    return {row["policy"]: row for row in policies().iter_rows(named=True)}


def number(policy: str, name: str) -> Any:
    """What a policy says of one number, word or list; None where it knows no such limit."""
    return next((entry.value for entry in entries() if (entry.policy, entry.name) == (policy, name)), None)


def _of(policy: str, tables: dict[str, Any]) -> dict[str, Entry]:
    own = tables[policy]
    inherited = _of(own["after"], tables) if "after" in own else {}
    kept = {name: Entry(policy, name, one.value, one.source, one.stated_by) for name, one in inherited.items()}
    return kept | {name: Entry(policy, name, told.get("value"), told["source"], policy) for name, told in _stated(own)}


def _stated(own: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    numbers = [(name, told) for name, told in own.items() if isinstance(told, dict) and name != ROLES]
    return numbers + [(f"{ROLES}_{action}", told) for action, told in own.get(ROLES, {}).items()]
