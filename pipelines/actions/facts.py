"""What the rules judge: the facts of one deed, or of everything that a partner could do now."""

from datetime import date
from functools import cache, lru_cache

import polars as pl

from pipelines.actions.action import About, Action
from pipelines.errors import BenefitsError
from pipelines.rules.access import MEMBER, OPERATOR
from pipelines.rules.decide import BROKEN, decide, rules_of
from pipelines.store import EVERYTHING, Scope, Snapshot
from pipelines.store.schema import SQL

# The column that tells things of a kind apart.
ID: dict[About, str] = {
    "entitlement": "entitlement_id",
    "membership": "membership",
    "request": "request_no",
    "partner": "partner_id",
    "app": "partner_id",
}
_FACTS = SQL / "facts"
_KEPT = 64
# What changes the facts of a partner: its deeds, and who of its people may come in.
_DEEDS = """
SELECT count(*) AS deeds
FROM deed
WHERE outcome = 'done'
    AND (stream_id = $partner OR (stream_id = 'app' AND action IN ('disable_person', 'enable_person')))
"""


def facts_of(
    snapshot: Snapshot, action: Action, actor: str, partner_id: str, about: str | None, on_day: date
) -> pl.DataFrame:
    """The facts of an action on what it is about, one row; with `about` None those of everything of that kind.

    The columns are those of store/sql/facts/<about>.sql, and of the actor: actor_email, actor_known, actor_roles,
    actor_member_type, and on_day. BenefitsError where the partner has no such thing.
    """
    rows = _about(snapshot, action.about, partner_id, about, on_day)
    if _asks_refund(action):
        refunds = _refunds(snapshot, _deeds(snapshot, partner_id), partner_id, on_day)
        rows = rows.join(refunds, on="offer", how="left", maintain_order="left")
    if rows.is_empty() and (about is not None or action.about == "partner"):
        named = {"about": action.about, "found": about or partner_id, "partner": partner_id}
        raise BenefitsError("unknown_about", **named)
    return rows.join(_actor(snapshot, actor, partner_id), how="cross").with_columns(on_day=pl.lit(on_day))


def _about(snapshot: Snapshot, about: About, partner_id: str, found: str | None, on_day: date) -> pl.DataFrame:
    rows = _all(snapshot, _deeds(snapshot, partner_id), about, partner_id, on_day)
    return rows if found is None else rows.filter(pl.col(ID[about]) == found)


def _deeds(snapshot: Snapshot, partner_id: str) -> int:
    return int(snapshot.ledger.query(_DEEDS, {"partner": partner_id}).item())


@lru_cache(maxsize=_KEPT)
def _all(snapshot: Snapshot, deeds: int, about: About, partner_id: str, on_day: date) -> pl.DataFrame:
    """Everything of a kind at a partner. It changes with the snapshot and with `deeds`, how many were done."""
    question = (_FACTS / f"{about}.sql").read_text("utf-8")
    asked = {name: value for name, value in (("partner", partner_id), ("on_day", on_day)) if f"${name}" in question}
    return snapshot.query(question, asked, Scope((partner_id,)), on_day if "on_day" in asked else None)


@cache
def _asks_refund(action: Action) -> bool:
    """Whether a rule about a benefit asks for the refund of its membership."""
    asked = {name for rule in rules_of(action.name) for name in (*rule.holds.meta.root_names(), *rule.says)}
    return action.about == "entitlement" and bool(asked & {"refund_requested", "refund_open"})


@lru_cache(maxsize=_KEPT)
def _refunds(snapshot: Snapshot, deeds: int, partner_id: str, on_day: date) -> pl.DataFrame:
    """Of each offer held: refund_requested, and refund_open, whether its rules would still allow one."""
    terms = _all(snapshot, deeds, "membership", partner_id, on_day)
    anybody = terms.with_columns(on_day=pl.lit(on_day), actor_roles=pl.lit([], pl.List(pl.String)))
    in_the_way = pl.col(BROKEN).list.set_difference(["request_refund.role"]).list.len()
    judged = decide(anybody, "request_refund")
    return judged.select("offer", "refund_requested", refund_open=in_the_way == 0)


def _actor(snapshot: Snapshot, email: str, partner_id: str) -> pl.DataFrame:
    """Who asks, one row. A user of the partner is a member beside his roles; a stranger has none and may do nothing.

    The operator has one role, which is nobody else's."""
    asked = {"email": email, "partner": partner_id}
    found = snapshot.query((_FACTS / "actor.sql").read_text("utf-8"), asked, EVERYTHING)
    held = pl.when("member").then(pl.concat_list("roles", pl.lit(MEMBER))).otherwise("roles")
    roles = pl.lit([OPERATOR]) if email == OPERATOR else held
    return found.select(
        actor_email=pl.lit(email), actor_known="known", actor_roles=roles, actor_member_type="member_type"
    )
