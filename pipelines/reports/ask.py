"""One .sql file, asked of one snapshot."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.reports.request import Request
from pipelines.store import Scope, Snapshot

SQL = Path(__file__).parent / "sql"
_PARAMETER = re.compile(r"\$([a-z_]+)")


def ask(snap: Snapshot, name: str, request: Request, scope: Scope, **rules: object) -> pl.DataFrame:
    """The rows of sql/<name>.sql for a request; a filter is a parameter of its own name, null where not set.

    `rules` are numbers of the programme that the question takes.
    """
    sql = question(name)
    asked = parameters(sql, request, **rules)
    return snap.query(sql, asked, scope, request.as_of if "as_of" in asked else None)


def parameters(sql: str, request: Request, **given: object) -> dict[str, object]:
    """What a question asks: what is given, else the request's day and filters."""
    return {name: given[name] if name in given else _value(name, request) for name in _PARAMETER.findall(sql)}


@cache
def question(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (SQL / f"{name}.sql").read_text("utf-8")


def _value(name: str, request: Request) -> object:
    return request.as_of if name == "as_of" else request.values(name)
