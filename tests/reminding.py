"""Reminders in tests: rounds day by day at a home of the cast, and the letters that they leave."""

from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from pipelines.actions import Order, Outcome, act
from pipelines.actions.reminding import Day, Mail, remind
from pipelines.reports.reminders import things
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.chain import APP
from tests.the_cast import EMAILS, TODAY

ADDRESS = "https://ledger.contoso.example"


def of_the_store(snapshot: Snapshot, on_day: date) -> pl.DataFrame:
    """What there is to be reminded of, of every partner."""
    return things(snapshot, on_day, EVERYTHING)


def a_day(on_day: date = TODAY, language: str = "en") -> Day:
    """The round of a day, in the morning."""
    return Day(datetime.combine(on_day, time(6), UTC), on_day, language, ADDRESS)


def round_of(store: Store, on_day: date = TODAY) -> list[Mail]:
    """What a round that is done for the first time tells everybody."""
    made = remind(store, of_the_store, a_day(on_day))
    assert made is not None
    return made


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(one) for one in range((last - first).days + 1)]


def said(store: Store, action: str, cast: str, request: str, on_day: date = TODAY, **given: str) -> Outcome:
    """A deed of one of the cast that belongs to no partner."""
    return act(store, Order(action, EMAILS[cast], APP, None, given, request, a_day(on_day).now, on_day))


def told(made: list[Mail]) -> dict[str, list[str]]:
    """What is due for each person, by address: reminder@step."""
    return {one.email: one.due["told"].to_list() for one in made if one.due.height}


def in_ledger(store: Store) -> pl.DataFrame:
    """The letters of the rounds, with the address and the facts in words."""
    asked = """
        SELECT private_text.value AS address, message.kind AS kind, message.language AS language, deed.on_day AS on_day,
            message.facts AS facts
        FROM message
        JOIN private_text ON private_text.text_id = message.address
        JOIN deed ON deed.stream_id = message.stream_id AND deed.version = message.version
        ORDER BY deed.version, message.kind
    """
    return store.ledger().query(asked)
