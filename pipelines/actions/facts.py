"""What the rules judge: the facts of one deed, or of everything that a partner could do now."""

from datetime import date
from functools import cache
from typing import Any

import polars as pl

from pipelines.actions.action import Action
from pipelines.actions.things import things_of
from pipelines.errors import BenefitsError
from pipelines.rules.access import MEMBER, OPERATOR
from pipelines.rules.decide import BROKEN, decide, rules_of
from pipelines.store import Snapshot
from pipelines.store.known import Question


def facts_of(
    snapshot: Snapshot, action: Action, actor: str, partner_id: str, about: str | None, on_day: date
) -> pl.DataFrame:
    """The facts of an action on what it is about, one row; with `about` None those of everything of that kind.

    The columns are those of store/sql/facts/<about>.sql, and of the actor: actor_email, actor_known, actor_roles,
    actor_member_type, and on_day. BenefitsError where the partner has no such thing.
    """
    things = things_of(snapshot, action.about, partner_id, on_day).told
    rows = things.rows if about is None else things.one(about)
    if rows.is_empty() and (about is not None or action.about == "partner"):
        named = {"about": action.about, "found": about or partner_id, "partner": partner_id}
        raise BenefitsError("unknown_about", **named)
    if _asks_refund(action):
        rows = rows.join(_refunds(snapshot, partner_id, on_day), on="offer", how="left", maintain_order="left")
    told = [*_actor(snapshot, actor, partner_id), pl.Series("on_day", [on_day])]
    return rows.hstack([one.new_from_index(0, rows.height) for one in told])


@cache
def _asks_refund(action: Action) -> bool:
    """Whether a rule asks if a benefit's membership could still be given back."""
    return any("refund_open" in rule.needs for rule in rules_of(action.name))


def _refunds(snapshot: Snapshot, partner_id: str, on_day: date) -> pl.DataFrame:
    """Of each offer held refund_open, whether its rules would allow one."""
    terms = things_of(snapshot, "membership", partner_id, on_day).told.rows
    anybody = terms.with_columns(on_day=pl.lit(on_day), actor_roles=pl.lit([], pl.List(pl.String)))
    in_the_way = pl.col(BROKEN).list.set_difference(["request_refund.role"]).list.len()
    return decide(anybody, "request_refund").select("offer", refund_open=in_the_way == 0)


def _actor(snapshot: Snapshot, email: str, partner_id: str) -> tuple[pl.Series, ...]:
    """Who asks. A user of the partner is a member beside his roles; a stranger has none and may do nothing.

    The operator has one role, which is nobody else's."""
    question = Question(snapshot.number, "actor", partner_id, email=email)
    found = snapshot.known.ask(question, _only_row).told
    held = [*found["roles"], MEMBER] if found["member"] else found["roles"]
    return (
        pl.Series("actor_email", [email]),
        pl.Series("actor_known", [found["known"]]),
        pl.Series("actor_roles", [[OPERATOR] if email == OPERATOR else held], pl.List(pl.String)),
        pl.Series("actor_member_type", [found["member_type"]], pl.String),
    )


def _only_row(rows: pl.DataFrame) -> dict[str, Any]:
    return rows.row(0, named=True)
