"""A letter as a file `<message_id>.eml`, whole or not at all, for a mail program to take."""

import os
import tempfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from pipelines.actions.asking import SQL
from pipelines.actions.smtp import Outcome
from pipelines.store import Store

_MARKED = (SQL / "letters_marked.sql").read_text("utf-8")
# Homes of earlier versions keep an empty file here for each letter that was written.
_MARKS = "written"


def write(folder: Path, message_id: str, letter: EmailMessage) -> Outcome:
    """Writes the letter's file, for its owner only. OSError where the disk takes no more."""
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(letter.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(folder / f"{message_id}.eml")
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return Outcome("written")


def take_over(store: Store, folder: Path) -> None:
    """Lets the ledger know of the letters that an earlier version wrote, so that they are not written again."""
    marks = folder / _MARKS
    if not marks.is_dir():
        return
    for message_id in store.ledger().query(_MARKED, {"marked": [mark.name for mark in marks.iterdir()]})["message_id"]:
        at = datetime.fromtimestamp((marks / message_id).stat().st_mtime, UTC)
        row = {"message_id": message_id, "attempt": 1, "tried_at": at, "outcome": "written"}
        store.ledger().add("delivery", row)
    for mark in marks.iterdir():
        mark.unlink()
    marks.rmdir()
