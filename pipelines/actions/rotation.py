"""A new key for the product keys: a row in the stream of what belongs to no partner says that there is one."""

import secrets
from datetime import date, datetime

from pipelines.actions import app_rows
from pipelines.actions.asking import Order
from pipelines.rules.access import OPERATOR
from pipelines.store import Store
from pipelines.store.chain import APP
from pipelines.store.rekey import Rekeyed, rekey

ROTATE_KEY = "rotate_key"


def rotate_key(store: Store, now: datetime, on_day: date) -> Rekeyed:
    """Seals every product key under a new key of the ring, for the operator. What `rekey` raises."""
    store.open()
    made = rekey(store)
    order = Order(ROTATE_KEY, OPERATOR, APP, None, {}, secrets.token_hex(16), now, on_day, via="terminal")
    told = {"key_id": made.key_id, "before": made.before, "product_keys": str(made.product_keys)}
    with store.snapshot() as snapshot:
        app_rows.append(snapshot, order, "done", told, subject=made.key_id)
    return made
