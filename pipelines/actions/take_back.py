"""A reader of the app takes a load back: judged by its rules, and a row in the stream of what belongs to no partner."""

import json
import threading
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from pipelines.actions import app_rows
from pipelines.actions.asking import SQL, Order
from pipelines.actions.outcome import Broken, Refused
from pipelines.rules.access import ROLLBACK, roles_with
from pipelines.rules.decide import BROKEN, decide, rules_of
from pipelines.rules.policy import DEFAULT
from pipelines.rules.rule import POLICY
from pipelines.store import Snapshot, Store
from pipelines.store.chain import APP

_ROLES = (SQL / "roles_by_partner.sql").read_text("utf-8")
_LED = (SQL / "led_partners.sql").read_text("utf-8")
# One at a time in a process: whoever asks for the same again finds the row that tells of it.
_TURN = threading.Lock()


@dataclass(frozen=True)
class TakenBack:
    """The snapshot that was live, and the one that is live again."""

    before: int
    live: int


def take_back(store: Store, actor: str, live: int, request_id: str, now: datetime, on_day: date) -> TakenBack | Refused:
    """Makes the state before snapshot `live` live again, for everybody, or says which rules forbid it to `actor`.

    The same request id is one deed. SnapshotMoved where another load has gone live since; NothingToRollBack where no
    earlier state is kept.
    """
    order = Order(ROLLBACK, actor, APP, None, {}, request_id, now, on_day)
    with store.snapshot() as snapshot, _TURN:
        known = snapshot.ledger.done(request_id)
        if known and known["outcome"] == "done":
            return _taken_back(str(known["details"]))
        broken = _broken(snapshot, actor, _left_alone(store, snapshot))
        if broken:
            if known is None:
                app_rows.append(snapshot, order, "refused", {"said": {}}, rules=[one.rule.id for one in broken])
            return Refused(broken)
        back = TakenBack(live, store.rollback(live).live)
        app_rows.append(snapshot, order, "done", {"before": str(back.before), "live": str(back.live)})
        return back


def _taken_back(details: str) -> TakenBack:
    told = json.loads(details)
    return TakenBack(int(told["before"]), int(told["live"]))


def _left_alone(store: Store, snapshot: Snapshot) -> list[str]:
    """The partners that have a Global admin now and would have none in the state before."""
    pointer = store.pointer()
    if pointer.base not in pointer.numbers:
        return []
    with store.snapshot(pointer.base) as before:
        led = dict(before.query(_LED).rows())
    return [partner for partner, now in snapshot.query(_LED).rows() if now and not led.get(partner, True)]


def _broken(snapshot: Snapshot, actor: str, left_alone: list[str]) -> tuple[Broken, ...]:
    """The rules in the way of whoever asks, by the roles at the partner where the fewest are."""
    held = snapshot.query(_ROLES, {"email": actor, "policy": DEFAULT})
    told = held.with_columns(given_left_alone=pl.lit(left_alone, pl.List(pl.String)))
    ids = min(decide(told, ROLLBACK)[BROKEN].to_list(), key=len, default=[f"{ROLLBACK}.role"])
    whom, left = {f"{POLICY}roles": roles_with(ROLLBACK)}, {"given_left_alone": left_alone}
    return tuple(
        Broken(rule, whom if rule.kind == "permission" else left) for rule in rules_of(ROLLBACK) if rule.id in ids
    )
