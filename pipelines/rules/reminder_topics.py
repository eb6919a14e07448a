"""Who is reminded of what: the rows of data/reminders.toml, and what the key of a reminder says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl

TABLE = Path(__file__).resolve().parents[2] / "data" / "reminders.toml"


@cache
def reminded() -> pl.DataFrame:
    """One row a topic and role that is told of it: topic, role."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    rows = [(topic, role) for topic, row in table.items() for role in row["roles"]]
    return pl.DataFrame(rows, {"topic": pl.String, "role": pl.String}, orient="row")


def topics() -> tuple[str, ...]:
    """Every topic, in the order of the table."""
    return tuple(reminded()["topic"].unique(maintain_order=True))


def topics_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The topics of which somebody with these roles at a partner is told."""
    told = reminded().filter(pl.col("role").is_in(list(roles)))
    return tuple(told["topic"].unique(maintain_order=True))


def is_told_of(reminder: str, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles at the reminder's partner is told of it."""
    return topic_of(reminder) in topics_of(roles)


def partner_of(reminder: str) -> str:
    """The partner that a reminder's key names."""
    return reminder.partition("/")[0]


def topic_of(reminder: str) -> str:
    """The topic that a reminder's key names; empty where it is no key."""
    return [*reminder.split("/"), ""][1]
