"""Letters in tests: written into the ledger with a deed of their own, as a deed at a partner writes them."""

import json
from itertools import count
from pathlib import Path

import pytest

from pipelines.store import Store
from pipelines.store.ledger import Entry
from tests.the_cast import NOW, TODAY

FACTS = {"partner": "Contoso"}
_NUMBERS = count(1)


def written(store: Store, address: str, stream: str = "P-1", kind: str = "marketing_contact", **facts: object) -> str:
    """One more letter that waits; gives its id."""
    number = next(_NUMBERS)
    message_id, text_id = f"{number:024x}", f"t-{number}"
    with store.snapshot() as snapshot:
        head = snapshot.ledger.head(stream)
        message = {
            "message_id": message_id, "stream_id": stream, "version": head.version + 1, "address": text_id,
            "kind": kind, "facts": json.dumps(FACTS | facts), "language": "en",
        }  # fmt: skip
        beside = [("private_text", {"text_id": text_id, "value": address}), ("message", message)]
        entry = Entry(f"r-{number}", NOW, TODAY, "operator", "page", "set_marketing_contact", "done", 0, beside=beside)
        snapshot.ledger.append(head, entry)
    return message_id


def attempts(store: Store) -> list[tuple[str, str | None]]:
    """What came of each attempt, in the order in which they were made."""
    with store.snapshot() as snapshot:
        rows = snapshot.ledger.query("SELECT outcome, reason FROM delivery ORDER BY tried_at, message_id, attempt")
    return list(rows.iter_rows())


def state(store: Store, message_id: str) -> str:
    """How a letter stands."""
    with store.snapshot() as snapshot:
        asked = {"id": message_id}
        sql = "SELECT message_state AS state FROM message_now WHERE message_id = $id"
        return str(snapshot.ledger.query(sql, asked).item())


def mailing(patch: pytest.MonkeyPatch, home: Path, port: int, security: str = "none", **more: str) -> None:
    """Settings of a home that sends through a mail server of this machine."""
    told = {"home": str(home), "smtp_host": "localhost", "smtp_port": str(port), "smtp_security": security}
    told |= {"mail_from": "Benefits Ledger <benefits@contoso.example>", **more}
    for name, value in told.items():
        patch.setenv(f"BENEFITS_{name.upper()}", value)
