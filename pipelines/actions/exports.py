"""Who took figures out of the app: a row of the ledger for each file."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Literal

from pipelines.actions import app_rows
from pipelines.actions.asking import Order
from pipelines.store import Snapshot
from pipelines.store.chain import APP
from pipelines.store.errors import AlreadyDone
from pipelines.store.ledger import Ledger

EXPORT = "export"
_PACKS = """
SELECT done_at
FROM deed
WHERE stream_id = $stream AND action = $action AND (details ->> 'manifest') = $manifest
ORDER BY version
"""


def record(
    snapshot: Snapshot,
    actor: str,
    what: Mapping[str, str],
    now: datetime,
    on_day: date,
    via: Literal["page", "terminal"] = "page",
    request_id: str | None = None,
) -> None:
    """Writes down that `actor` took a file: `what` names its report, with filters, rows, digest and format.

    It is not judged: what the file holds is limited to its reader when it is read. The same `request_id` is one row.
    """
    if request_id is not None and snapshot.ledger.done(request_id) is not None:
        return
    order = Order(EXPORT, actor, APP, None, {}, request_id or secrets.token_hex(16), now, on_day, via)
    with suppress(AlreadyDone):
        app_rows.append(snapshot, order, "done", what, subject=what["report"])


def pack_made_at(ledger: Ledger, manifest: str) -> datetime | None:
    """When the pack with this manifest (its SHA-256) was first made; None where the ledger does not know of it."""
    asked = {"stream": APP, "action": EXPORT, "manifest": manifest}
    made = ledger.query(_PACKS, asked)["done_at"].to_list()
    return made[0] if made else None
