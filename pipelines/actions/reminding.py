"""Reminders go out: once a day, one row of the ledger and its letters for each person who is to be told something.

What there is to be reminded of is given by the caller (`reports.reminders.things`), for a snapshot and a day.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from pipelines.actions import app_rows
from pipelines.actions.asking import SQL, Asking, Order
from pipelines.actions.reminder_letters import letter_of
from pipelines.rules import reminders
from pipelines.rules.access import OPERATOR
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.audit import sealed
from pipelines.store.chain import APP
from pipelines.store.errors import AlreadyDone, StreamMoved
from pipelines.store.ledger import Entry

REMIND = "remind"
Things = Callable[[Snapshot, date], pl.DataFrame]
_LAST_RUN = "SELECT max(on_day) AS on_day FROM deed WHERE stream_id = 'app' AND action = 'remind' AND subject IS NULL"


@dataclass(frozen=True)
class Day:
    """A day's round: when and on which day it is, the language of who chose none, the app's address for links."""

    now: datetime
    on_day: date
    language: str
    address: str

    @property
    def run_id(self) -> str:
        """The request id of the round, so that it is done once."""
        return f"{REMIND}:{self.on_day.isoformat()}"


@dataclass(frozen=True)
class Mail:
    """What one person is to be told: what is due, and the weekly list where it goes out today; rows of `standing`."""

    email: str
    language: str
    due: pl.DataFrame
    digest: pl.DataFrame | None


def remind(store: Store, things: Things, day: Day) -> list[Mail] | None:
    """Writes the day's letters, one a person, and gives what they tell; None where the day's round is done.

    What a round that was cut short had written already is not written again.
    """
    with store.snapshot() as snapshot:
        if snapshot.ledger.done(day.run_id) is not None:
            return None
        made = [mail for mail in mails(snapshot, things, day) if _tell(snapshot, mail, day)]
        with suppress(AlreadyDone):
            app_rows.append(snapshot, _order(day, day.run_id), "done", {"people": str(len(made))})
    return made


def mails(snapshot: Snapshot, things: Things, day: Day) -> list[Mail]:
    """What everybody is to be told on a day, by address; nobody who is to be told nothing."""
    people = _read(snapshot, "people_reminded")
    found = reminders.begun(things(snapshot, day.on_day), day.on_day)
    mine = reminders.of_people(people, found)
    standing = reminders.standing(mine, _read(snapshot, "reminder_answers"), day.on_day)
    due = reminders.due(standing, _read(snapshot, "reminders_sent"))
    weekly = reminders.listed(standing, day.on_day) if _is_digest_day(snapshot, day.on_day) else standing.clear()
    before = dict(_read(snapshot, "digests_sent").iter_rows())
    who = people.unique("email", maintain_order=True).filter(pl.col("letters") != "off")
    return [mail for one in who.to_dicts() if (mail := _mail(one, due, weekly, before, day.language))]


def _mail(
    who: Mapping[str, Any], due: pl.DataFrame, weekly: pl.DataFrame, before: Mapping[str, list[str]], language: str
) -> Mail | None:
    """Quiet where nothing is due, and where the weekly list is what it was the last time."""
    email = who["email"]
    own = due.filter(email=email) if who["letters"] == "all" else due.clear()
    digest = weekly.filter(email=email)
    changed = digest.height > 0 and sorted(keys(digest)) != sorted(before.get(email, []))
    if own.is_empty() and not changed:
        return None
    return Mail(email, who["language"] or language, own, digest if changed else None)


def keys(rows: pl.DataFrame) -> list[str]:
    """What the ledger keeps of reminders that were told: reminder@step, the reminder alone where no step has begun."""
    return rows.select(pl.coalesce("told", "reminder")).to_series().to_list()


def _is_digest_day(snapshot: Snapshot, on_day: date) -> bool:
    return reminders.is_digest_day(on_day, snapshot.ledger.query(_LAST_RUN).item())


def _tell(snapshot: Snapshot, mail: Mail, day: Day) -> bool:
    """Writes one person's letters with their row; False where they are written already."""
    for _ in range(app_rows.TRIES):
        asking = Asking(_order(day, ""), {}, snapshot, snapshot.ledger.head(APP))
        person = asking.person_id(mail.email)
        request_id = f"{day.run_id}:{person}"
        if snapshot.ledger.done(request_id) is not None:
            return False
        with suppress(StreamMoved, AlreadyDone):
            snapshot.ledger.append(asking.head, _entry(asking, mail, day, person, request_id))
            return True
    raise StreamMoved(stream=APP)


def _entry(asking: Asking, mail: Mail, day: Day, person: str, request_id: str) -> Entry:
    seal = sealed(asking.snapshot.ledger)
    details: dict[str, object] = {"told": keys(mail.due)}
    if mail.digest is not None:
        details |= {"listed": keys(mail.digest), "seal": seal.seal}
    address = asking.private(mail.email)
    asking.send(letter_of(address, mail.language, mail.due, mail.digest, seal, day.on_day, day.address))
    return Entry(
        request_id, day.now, day.on_day, OPERATOR, "terminal", REMIND, "done", asking.snapshot.number,
        subject=person, details=details, beside=tuple(asking.beside),
    )  # fmt: skip


def _order(day: Day, request_id: str) -> Order:
    return Order(REMIND, OPERATOR, APP, None, {}, request_id, day.now, day.on_day, "terminal")


def _read(snapshot: Snapshot, name: str) -> pl.DataFrame:
    return snapshot.query((SQL / f"{name}.sql").read_text("utf-8"), {}, EVERYTHING)
