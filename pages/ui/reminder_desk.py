"""The reader's own reminders: the list, what can be said to one, and which letters come."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import tables
from pages.ui.answers import SQL, answer, kept
from pages.ui.deed_form import deed_form
from pages.ui.my_reminders import mine
from pages.ui.people import Person
from pages.ui.session import as_of, day_at, language, snapshot, t, user
from pages.ui.written import plain
from pipelines.reports import columns
from pipelines.rules import reminders
from pipelines.store.chain import APP

REPORT, BY = "reminders", "date"
SEEN = {"state": 70, "due_on": 88, "reminder_kind": 140, "about": 168, "partner": 104, "days_left": 75, "step_on": 90}
ADDRESS = "reminder"
USUAL_DAYS = 7
# How they stand for the reader; what is handled comes last.
STATES = ("due", "ahead", "snoozed", "handled")


def rows() -> pl.DataFrame:
    """The reader's reminders as they stand today: the columns of report `reminders`, snoozed_until and state."""
    reader, day = user(), as_of()
    return kept(("reminders", reader.email, tuple(reader.roles.items()), day), lambda: _rows(reader, day))


def _rows(reader: Person, day: date) -> pl.DataFrame:
    found = answer(REPORT, BY).with_columns(step=pl.lit(None, pl.String))
    said = _mine("my_reminder_answers").cast(reminders.ANSWERS)
    told = reminders.standing(mine(reader, found), said, day)
    return told.sort(pl.col("state").cast(pl.Enum(STATES)), maintain_order=True)


def choose(found: pl.DataFrame) -> dict[str, Any]:
    """The list, and the reminder that the address names (`reminder=`), the first one without."""
    kinds = [column.name for column in columns(REPORT, BY)]
    told = st.query_params.get(ADDRESS)
    place = (found["reminder"].index_of(told) if told else None) or 0
    shown = tables.in_sight(found, place)
    keys = shown["reminder"].to_list()
    row = keys.index(found["reminder"][place])
    pick = tables.Pick(f"reminders.{place}.{found.height}", row, lambda one: _go_to(keys[one]))
    states, links = {"state": [t(f"reminder_state.{state}") for state in shown["state"]]}, shown["link"].to_list()
    whole = kept(("reminders in columns", user().email, as_of()), lambda: found.select("state", *kinds))
    tables.show(shown.select(kinds), REPORT, BY, seen=SEEN, links=links, words=states, pick=pick, whole=whole)
    tables.say_cut(shown, found)
    return found.row(place, named=True)


def _go_to(reminder: str) -> None:
    st.query_params[ADDRESS] = reminder


def forms(row: dict[str, Any]) -> None:
    """What can be said to one reminder, for the reader alone."""
    what = {"reminder": row["reminder"]}
    day = f" · {row['due_on']}" if row["due_on"] else ""
    note = plain(f"{t('reminder_kind.' + row['reminder_kind'])}: {row['about']} ({row['partner']}){day}")
    until = (day_at(APP) + timedelta(USUAL_DAYS)).isoformat()
    deed_form("snooze_reminder", partner_id=APP, fixed=what, start={"until": until}, note=note)
    deed_form("handle_reminder", partner_id=APP, fixed=what, note=t("reminders.handled.note"))


def letters() -> None:
    """Which letters the reader gets, and in which language."""
    chosen = _mine("my_reminder_choice").to_dicts()
    now: dict[str, Any] = chosen[0] if chosen else {"letters": "all", "language": None}
    start = {"reminder_letters": now["letters"], "language": now["language"] or language()}
    deed_form("choose_reminders", partner_id=APP, start=start)


def _mine(name: str) -> pl.DataFrame:
    return snapshot().query((SQL / f"{name}.sql").read_text("utf-8"), {"email": user().email})
