"""Rows in the stream of what belongs to no partner, for deeds that no form asks for."""

from collections.abc import Mapping, Sequence

from pipelines.actions.asking import Asking, Order
from pipelines.store import Snapshot
from pipelines.store.chain import APP
from pipelines.store.errors import StreamMoved
from pipelines.store.ledger import Entry

# More rivals than this at once are told to try again.
TRIES = 100


def append(
    snapshot: Snapshot,
    order: Order,
    outcome: str,
    details: Mapping[str, object],
    *,
    rules: Sequence[str] = (),
    subject: str | None = None,
) -> None:
    """Adds a row at the end of the stream, wherever that is by now. StreamMoved where too many others do so at once."""
    for _ in range(TRIES):
        asking = Asking(order, {}, snapshot, snapshot.ledger.head(APP))
        who = asking.person_id(order.actor)
        entry = Entry(
            order.request_id, order.now, order.on_day, who, order.via, order.action, outcome, snapshot.number,
            subject=subject, rules=rules, details=details, beside=tuple(asking.beside),
        )  # fmt: skip
        try:
            snapshot.ledger.append(asking.head, entry)
        except StreamMoved:
            continue
        return
    raise StreamMoved(stream=APP)
