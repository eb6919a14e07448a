"""What the ledger tells of a deed: its receipt, what came of it when it is asked for again, what changed before it."""

import json
from collections.abc import Mapping
from typing import Any

from pipelines.actions.asking import SQL, Order
from pipelines.actions.outcome import Broken, Changed, Done, Outcome, Receipt, Refused
from pipelines.errors import BenefitsError
from pipelines.rules.decide import rules_of
from pipelines.store import Snapshot
from pipelines.store.chain import Head
from pipelines.store.ledger import Entry

_CHANGED = (SQL / "changed.sql").read_text("utf-8")
_LETTERS_OF = "SELECT message_id FROM message WHERE stream_id = $stream AND version = $version"


def receipt(head: Head, entry: Entry) -> Receipt:
    """The receipt of a deed that was just written as the stream's last row."""
    told = (entry.request_id, entry.action, entry.done_at, entry.subject)
    return Receipt(head.stream_id, head.version, *told, head.hash)


def changed_since(snapshot: Snapshot, order: Order, head: Head) -> Changed | None:
    """What somebody did to the same thing since the order's form was drawn; None for nothing."""
    if order.seen is None or order.seen == head.version:
        return None
    about = {"stream": order.partner_id, "about": order.about, "action": order.action, "actor": order.actor}
    found = snapshot.ledger.query(_CHANGED, about | {"seen": order.seen}).to_dicts()
    return Changed(**found[0]) if found else None


def repeated(snapshot: Snapshot, order: Order) -> Outcome | None:
    """What came of the deed with the same request id; None where there is none yet.

    BenefitsError where that was another deed.
    """
    row = snapshot.ledger.done(order.request_id)
    if row is None:
        return None
    if row["stream_id"] != order.partner_id or row["action"] != order.action:
        raise BenefitsError("already_done", request=order.request_id)
    return refused_then(row) if row["outcome"] == "refused" else Done(_receipt_of(row), _has_letters(snapshot, row))


def _has_letters(snapshot: Snapshot, row: Mapping[str, Any]) -> bool:
    place = {"stream": row["stream_id"], "version": row["version"]}
    return not snapshot.ledger.query(_LETTERS_OF, place).is_empty()


def refused_then(row: Mapping[str, Any]) -> Refused:
    """The refusal that a row of the ledger tells, as far as its rules are still known."""
    said = json.loads(row["details"])["said"]
    rules = [rule for rule in rules_of(row["action"]) if rule.id in said]
    return Refused(tuple(Broken(rule, said[rule.id]) for rule in rules))


def _receipt_of(row: Mapping[str, Any]) -> Receipt:
    kept = ("version", "request_id", "action", "done_at", "subject", "hash")
    return Receipt(partner_id=row["stream_id"], **{name: row[name] for name in kept})
