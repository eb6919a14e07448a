"""The programme's policies as reports: who may do what, and the numbers side by side. No data of anybody."""

import polars as pl

from pipelines.reports.request import Request
from pipelines.rules.permissions import permissions
from pipelines.rules.policy import ROLES, Entry, entries, policy_names
from pipelines.store import Scope, Snapshot


def by_action(_: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a policy and action: which roles may do it, by which source."""
    chosen = request.values("policy")
    found = permissions() if chosen is None else permissions().filter(pl.col("policy").is_in(chosen))
    return _for_readers(found, scope)


def by_number(_: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a number, with its value in each policy, inherited or stated."""
    rows = [{"number": one.name, one.policy: said(one.value)} for one in _numbers()]
    empty = dict.fromkeys(("number", *policy_names()), pl.String)
    found = pl.DataFrame(rows, empty).group_by("number", maintain_order=True).agg(pl.all().drop_nulls().first())
    return _for_readers(found, scope)


def by_source(_: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a number and policy that states it, with the document and the row that say so."""
    stated = [one for one in _numbers() if one.policy == one.stated_by]
    rows = [
        {"number": one.name, "policy": one.policy, "states": said(one.value), "source": one.source} for one in stated
    ]
    return _for_readers(pl.DataFrame(rows).sort("number", maintain_order=True), scope)


def said(value: object) -> str | None:
    """A number, word or list of a policy as text: yes and no for what is true or not."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value)) or "–"
        case _:
            return str(value)


def _numbers() -> list[Entry]:
    return [one for one in entries() if not one.name.startswith(f"{ROLES}_")]


def _for_readers(found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Who sees no partner sees nothing here either."""
    return found if scope.partners else found.clear()
