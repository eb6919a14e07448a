"""`benefits remind`: the reminders of the day, for a scheduler; the app sends them by itself while it runs."""

from datetime import date, datetime
from typing import Annotated

import polars as pl
import typer

from pipelines.actions import outbox
from pipelines.actions.reminding import Day, Mail, keys, mails
from pipelines.actions.reminding import remind as write_letters
from pipelines.commands.shared import now, opened
from pipelines.commands.terminal import say
from pipelines.reports.reminders import things
from pipelines.settings import Settings, load_settings
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.day import day_of
from pipelines.text import text


def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be told what; do nothing.")] = False,
) -> None:
    """Writes the letters about what is due, once a day however often it is run, and hands them over."""
    settings, at = load_settings(), now()
    with opened(settings) as store:
        if dry_run:
            with store.snapshot() as snapshot:
                made: list[Mail] | None = mails(snapshot, _things, _day(snapshot, settings, at))
        else:
            made = remind_now(store, settings, at)
            outbox.deliver(store, at)
    for mail in (made or ()) if dry_run else ():
        for key in keys(mail.due if mail.digest is None else mail.digest):
            say(f"{mail.email} {key}")
    say(_said(made, settings.language, dry_run=dry_run))


def remind_now(store: Store, settings: Settings, at: datetime) -> list[Mail] | None:
    """The day's round, as a job of the app: nothing where it is done. The letters wait in the outbox."""
    with store.snapshot() as snapshot:
        day = _day(snapshot, settings, at)
    return write_letters(store, _things, day)


def _day(snapshot: Snapshot, settings: Settings, at: datetime) -> Day:
    on_day = settings.as_of or day_of(snapshot, EVERYTHING, at)
    return Day(at, on_day, settings.language, settings.address)


def _things(snapshot: Snapshot, on_day: date) -> pl.DataFrame:
    return things(snapshot, on_day, EVERYTHING)


def _said(made: list[Mail] | None, language: str, *, dry_run: bool) -> str:
    if made is None:
        return text("remind.again", language)
    return text("remind.would" if dry_run else "remind.done", language, people=len(made))
