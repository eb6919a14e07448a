"""A person's dated things as an iCalendar feed: one event a thing, all day, in one of the languages.

The same state gives the same bytes. An event's UID is the thing's without its day, so a day that moves moves the event;
DTSTAMP and SEQUENCE are those of the last change of the data, so a calendar takes what is newer.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import polars as pl
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from pipelines.text import text
from pipelines.text.amounts import amount

_PRODUCT = "-//Benefits Ledger//Reminders//EN"
_DOMAIN = "benefits-ledger"
# What SEQUENCE counts minutes from.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_REFRESH = timedelta(hours=12)


def calendar(things: pl.DataFrame, changed_at: datetime | None, address: str, language: str) -> bytes:
    """The feed of the rows of `reminders.things` that have a day, in their order. `changed_at`: when the data changed
    last, None for never; `address`: where the app is reached, for the links. RFC 5545, RFC 7986."""
    feed = Calendar()
    name = text("calendar.name", language)
    told = {"PRODID": _PRODUCT, "VERSION": "2.0", "CALSCALE": "GREGORIAN", "NAME": name, "X-WR-CALNAME": name}
    for field, value in told.items():
        feed.add(field, value)
    feed.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    stamp = changed_at or _BEGINNING
    for row in things.filter(pl.col("due_on").is_not_null()).iter_rows(named=True):
        feed.add_component(_event(row, stamp, address.rstrip("/"), language))
    return bytes(feed.to_ical())


def _event(row: Mapping[str, Any], stamp: datetime, address: str, language: str) -> Event:
    told = {"kind": text(f"reminder_kind.{row['kind']}", language), "about": row["about"], "partner": row["partner"]}
    link = f"{address}{row['link']}"
    event = Event()
    event.add("UID", uid(row["uid"]))
    event.add("DTSTAMP", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", int((stamp - _BEGINNING) / timedelta(minutes=1)))
    event.add("DTSTART", row["due_on"])
    event.add("DTEND", row["due_on"] + timedelta(days=1))
    event.add("SUMMARY", text("calendar.event", language, **told))
    event.add("DESCRIPTION", "\n".join(filter(None, (_how_much(row, language), link))))
    event.add("URL", link)
    event.add("CATEGORIES", [text(f"topic.{row['topic']}", language)])
    event.add("TRANSP", "TRANSPARENT")
    return event


def _how_much(row: Mapping[str, Any], language: str) -> str:
    """'10 seats', '4,498.98 USD'; nothing where no quantity is known."""
    unit = text(f"unit.{row['unit']}", language) if row["unit"] else row["currency"]
    return f"{amount(row['quantity'])} {unit or ''}".strip() if row["quantity"] is not None else ""


def uid(thing: str) -> str:
    """The UID of a thing's event, which tells nothing of the thing."""
    return f"{sha256(thing.encode()).hexdigest()[:32]}@{_DOMAIN}"
