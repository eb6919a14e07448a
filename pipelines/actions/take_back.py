"""A reader of the app takes a load back: judged by its rules, and a row in the stream of what belongs to no partner."""

from dataclasses import dataclass
from datetime import date, datetime

from pipelines.actions import app_rows
from pipelines.actions.asking import SQL, Order
from pipelines.actions.outcome import Broken, Refused
from pipelines.rules.access import ROLLBACK, roles_with
from pipelines.rules.decide import BROKEN, decide, rules_of
from pipelines.rules.policy import DEFAULT
from pipelines.rules.rule import POLICY
from pipelines.store import Snapshot, Store
from pipelines.store.warehouse import APP

_ROLES = (SQL / "roles_by_partner.sql").read_text("utf-8")


@dataclass(frozen=True)
class TakenBack:
    """The snapshot that was live, and the one that is live again."""

    before: int
    live: int


def take_back(store: Store, actor: str, live: int, request_id: str, now: datetime, on_day: date) -> TakenBack | Refused:
    """Makes the state before snapshot `live` live again, for everybody, or says which rules forbid it to `actor`.

    SnapshotMoved where another load has gone live since; NothingToRollBack where no earlier state is kept.
    """
    order = Order(ROLLBACK, actor, APP, None, {}, request_id, now, on_day)
    with store.snapshot() as snapshot:
        broken = _broken(snapshot, actor)
        if broken:
            app_rows.append(snapshot, order, "refused", {"said": {}}, rules=[one.rule.id for one in broken])
            return Refused(broken)
        back = TakenBack(live, store.rollback(live).live)
        app_rows.append(snapshot, order, "done", {"before": str(back.before), "live": str(back.live)})
        return back


def _broken(snapshot: Snapshot, actor: str) -> tuple[Broken, ...]:
    """The rules in the way of whoever asks, by the roles at the partner where the fewest are."""
    held = snapshot.query(_ROLES, {"email": actor, "policy": DEFAULT})
    ids = min(decide(held, ROLLBACK)[BROKEN].to_list(), key=len, default=[f"{ROLLBACK}.role"])
    whom = {f"{POLICY}roles": roles_with(ROLLBACK)}
    return tuple(
        Broken(rule, whom if rule.kind == "permission" else {}) for rule in rules_of(ROLLBACK) if rule.id in ids
    )
