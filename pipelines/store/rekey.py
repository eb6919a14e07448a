"""The product keys sealed anew, under a key of the ring that nothing was sealed with before."""

from dataclasses import dataclass

import polars as pl

from pipelines.secrets import KeyRing, Sealed, keep_ring, key_ring
from pipelines.store.places import Writing
from pipelines.store.prepared import EMPTY
from pipelines.store.schema import SQL
from pipelines.store.warehouse import Store

_SEALED = (SQL / "rekey" / "sealed_keys.sql").read_text("utf-8")
_RESEAL = (SQL / "rekey" / "reseal_keys.sql").read_text("utf-8")


@dataclass(frozen=True)
class Rekeyed:
    """The ring's new key and the one before it, by id; how many product keys it seals; the snapshot that has them.

    `snapshot` is 0 where nothing was ever loaded.
    """

    key_id: str
    before: str
    product_keys: int
    snapshot: int


def rekey(store: Store) -> Rekeyed:
    """Seals all product keys under a new key of the ring, in a snapshot that is the only one left.

    Old keys stay in the ring, for backups. Whatever goes wrong, every product key can still be opened: the ring has
    its new key before the snapshot is live. RingLacksKey and SealBroken where a product key cannot be opened; LoadBusy.
    """
    with store.rewriting() as writing:
        old = key_ring(writing.key_file)
        new = old.turned()
        sealed = _reseal(writing, old, new)
        keep_ring(new, writing.key_file)
        writing.draft.keep = writing.base != EMPTY
    return Rekeyed(new.current, old.current, sealed, writing.published or EMPTY)


def _reseal(writing: Writing, old: KeyRing, new: KeyRing) -> int:
    kept = writing.draft.query(_SEALED)
    rows = [(*row[:2], *_anew(row, old, new)) for row in kept.iter_rows()]
    writing.draft.view("resealed_key", pl.DataFrame(rows, schema=kept.schema, orient="row"))
    writing.draft.run(_RESEAL)
    return len(rows)


def _anew(row: tuple[str, ...], old: KeyRing, new: KeyRing) -> tuple[str, str, str]:
    entitlement_id, digest, *sealed = row
    again = new.seal(old.open(Sealed(*sealed), entitlement_id, digest), entitlement_id)
    return again.key_id, again.nonce, again.ciphertext
