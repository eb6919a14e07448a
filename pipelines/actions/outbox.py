"""Letters on their way: each that a deed wrote becomes one file `<message_id>.eml` in BENEFITS_HOME/outbox.

A mail program takes the files from there. What was written once is not written again, even if its file has been taken.
"""

import json
import os
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from pipelines.actions.asking import SQL
from pipelines.store import Store
from pipelines.text import text

_LETTERS = (SQL / "letters.sql").read_text("utf-8")
SENDER = "Benefits Ledger <benefits-ledger@localhost>"
# Empty files named like the letters that were written.
_WRITTEN = "written"
# Only the process that holds the ledger comes here, and of its threads one at a time: a letter is written once.
_TURN = threading.Lock()


def deliver(store: Store) -> list[Path]:
    """Writes the letters that have not been written yet; gives their files.

    A disk that takes no more keeps no deed from being done: what is not written now is written with the next letter.
    """
    folder = store.home.path / "outbox"
    made: list[Path] = []
    with suppress(OSError), _TURN:
        made.extend(_write(folder, one) for one in _waiting(store, folder))
    return made


def _waiting(store: Store, folder: Path) -> list[dict[str, Any]]:
    for place in (folder, folder / _WRITTEN):
        place.mkdir(mode=0o700, exist_ok=True)
    written = os.listdir(folder / _WRITTEN)
    with store.snapshot() as snapshot:
        return snapshot.ledger.query(_LETTERS, {"written": written}).to_dicts()


def letter(facts: Mapping[str, Any]) -> EmailMessage:
    """A letter in the words of its kind and language: message_id, address, kind, language, facts (JSON), written_at."""
    said, kind = json.loads(facts["facts"]), facts["kind"]
    made = EmailMessage(policy=SMTP)
    made["Message-ID"] = f"<{facts['message_id']}@benefits-ledger>"
    made["Date"] = facts["written_at"]
    made["From"], made["To"] = SENDER, facts["address"]
    made["Subject"] = " ".join(text(f"letter.{kind}.subject", facts["language"], **said).split())
    made.set_content(text(f"letter.{kind}.body", facts["language"], **said))
    return made


def _write(folder: Path, facts: Mapping[str, Any]) -> Path:
    """The letter's file, whole or not at all, and its mark."""
    path, mark = folder / f"{facts['message_id']}.eml", folder / _WRITTEN / facts["message_id"]
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(letter(facts).as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    mark.touch(mode=0o600)
    return path
