"""The keys of a benefit in plain text, for those who have revealed them and still may."""

from datetime import date
from pathlib import Path

from pipelines.actions.asking import SQL
from pipelines.actions.can import judged
from pipelines.actions.registry import known
from pipelines.rules.decide import BROKEN
from pipelines.secrets import Sealed, key_ring
from pipelines.store import EVERYTHING, Snapshot

_SEEN = (SQL / "seen_keys.sql").read_text("utf-8")
_ROLE = "get_keys.role"


def revealed_keys(
    snapshot: Snapshot, key_file: Path, actor: str, partner_id: str, entitlement_id: str, on_day: date
) -> dict[str, str]:
    """Product keys by digest: those for which there is a deed by which this person revealed them.

    `key_file` is the key ring's. Nothing where the person's role lets no keys be seen (any more). BenefitsError
    for a benefit that there is not, RingLacksKey and SealBroken where a key cannot be opened.
    """
    facts = judged(snapshot, known("get_keys"), actor, partner_id, on_day, entitlement_id)
    if facts.is_empty() or _ROLE in facts[BROKEN][0]:
        return {}
    about = {"partner": partner_id, "entitlement": entitlement_id, "email": actor}
    seen = snapshot.query(_SEEN, about, EVERYTHING)
    if seen.is_empty():
        return {}
    ring = key_ring(key_file)
    return {digest: ring.open(Sealed(*sealed), entitlement_id, digest) for digest, *sealed in seen.iter_rows()}
