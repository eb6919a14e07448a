"""What somebody could do at a partner now: the same rules as for a deed, without what only its form gives."""

from datetime import date

import polars as pl

from pipelines.actions.action import Action
from pipelines.actions.facts import facts_of
from pipelines.actions.registry import ACTIONS
from pipelines.actions.things import ID
from pipelines.rules.decide import BROKEN, decide
from pipelines.store import Snapshot

_SCHEMA = {"about": pl.String(), "id": pl.String(), "action": pl.String(), BROKEN: pl.List(pl.String)}


def can(snapshot: Snapshot, actor: str, partner_id: str, on_day: date, about: str | None = None) -> pl.DataFrame:
    """One row an action and thing it is about: about, id, action, broken (the ids of broken rules; none: allowed).

    With `about` only what concerns this benefit, membership or request.
    """
    found = [_of(snapshot, action, actor, partner_id, on_day) for action in ACTIONS.values()]
    rows = pl.concat(found) if found else pl.DataFrame(schema=_SCHEMA)
    return rows if about is None else rows.filter(pl.col("id") == about)


def judged(
    snapshot: Snapshot, action: Action, actor: str, partner_id: str, on_day: date, about: str | None = None
) -> pl.DataFrame:
    """The facts of an action on everything of its kind (or one thing), with `broken`."""
    facts = facts_of(snapshot, action, actor, partner_id, about, on_day)
    if action.families:
        facts = facts.filter(pl.col("family").is_in(action.families))
    return decide(facts, action.name)


def _of(snapshot: Snapshot, action: Action, actor: str, partner_id: str, on_day: date) -> pl.DataFrame:
    rows = judged(snapshot, action, actor, partner_id, on_day)
    return rows.select(
        about=pl.lit(action.about), id=pl.col(ID[action.about]), action=pl.lit(action.name), broken=BROKEN
    )
