"""Letters on their way: each that a deed wrote is handed to the mail server, or becomes a file in BENEFITS_HOME/outbox.

Without a mail server a mail program takes the files `<message_id>.eml` from there. Each attempt is a row of the ledger,
so a letter that was handed over is not handed over again. A program that dies between the two does it once more, with
the same Message-ID.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from threading import Lock
from typing import Any, NamedTuple

from pipelines.actions.asking import SQL
from pipelines.actions.letter_file import take_over, write
from pipelines.actions.letters import NotOneAddress, letter
from pipelines.actions.mailed_link import with_link
from pipelines.actions.smtp import MailServer, Outcome
from pipelines.full_disk import HOME, DiskFull, full_disk_told
from pipelines.settings import load_settings
from pipelines.store import Store

_LETTERS = (SQL / "letters.sql").read_text("utf-8")
SENDER = "Benefits Ledger <benefits-ledger@localhost>"
# After the first failure a minute, then twice as long each time; about three days in all.
FIRST_WAIT, LONGEST_WAIT, TRIES = timedelta(minutes=1), timedelta(hours=6), 20
# Of the processes that share the ledger one at a time hands letters over, and of its threads one.
_TURN = Lock()
_Send = Callable[[EmailMessage, Mapping[str, Any]], Outcome]


class Attempt(NamedTuple):
    """One attempt to hand a letter over: what came of it, and when it is tried again (None: never by itself)."""

    message_id: str
    outcome: str
    reason: str | None
    next_at: datetime | None


def deliver(store: Store, now: datetime) -> list[Attempt]:
    """Hands over the letters that are due; gives what came of each.

    A server that cannot be reached ends the round: the letters behind wait, and lose no attempt. LedgerBusy where
    another process holds the ledger.
    """
    settings = load_settings()
    with _TURN, store.turn():
        if settings.smtp_host is None:
            return _as_files(store, now)
        with closing(MailServer(settings)) as server:
            return list(_round(store, now, settings.mail_from or SENDER, lambda made, _: server.send(made)))


def deliver_as_files(store: Store, now: datetime) -> None:
    """Writes the files at once where no mail server is set; where one is, a deed does not wait for it.

    A disk that takes no more keeps no deed from being done: what is not written now is written with the next letter.
    """
    if load_settings().smtp_host is None:
        with suppress(OSError, DiskFull):
            deliver(store, now)


def next_try(now: datetime, tries: int) -> datetime | None:
    """When a letter that failed so many times is tried again; None where it is given up."""
    wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return now + wait if tries < TRIES else None


def _as_files(store: Store, now: datetime) -> list[Attempt]:
    folder = store.home.path / "outbox"
    with full_disk_told(HOME, store.home.path):
        folder.mkdir(mode=0o700, exist_ok=True)
        take_over(store, folder)
        return list(_round(store, now, SENDER, lambda made, facts: write(folder, facts["message_id"], made)))


def _round(store: Store, now: datetime, sender: str, send: _Send) -> Iterator[Attempt]:
    for facts in _due(store, now):
        outcome = _handed_over(facts, sender, send)
        yield _recorded(store, now, facts, outcome)
        if not outcome.reached:
            return


def _due(store: Store, now: datetime) -> list[dict[str, Any]]:
    with store.snapshot() as snapshot:
        due = snapshot.ledger.query(_LETTERS, {"now": now}).to_dicts()
    return [one | {"facts": with_link(one["facts"], store.home)} for one in due]


def _handed_over(facts: Mapping[str, Any], sender: str, send: _Send) -> Outcome:
    """What came of one attempt; a letter that cannot be made is refused, and the others go on."""
    try:
        made = letter(facts, sender)
    except NotOneAddress:
        return Outcome("refused", "address")
    except (KeyError, ValueError):
        return Outcome("refused", "words")
    return send(made, facts)


def _recorded(store: Store, now: datetime, facts: Mapping[str, Any], outcome: Outcome) -> Attempt:
    again = next_try(now, facts["tries"] + 1) if outcome.outcome == "failed" else None
    attempt = Attempt(facts["message_id"], outcome.outcome, outcome.reason, again)
    store.ledger().add("delivery", attempt._asdict() | {"attempt": facts["attempts"] + 1, "tried_at": now})
    return attempt
