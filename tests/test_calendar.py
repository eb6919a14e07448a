"""The calendar: a valid feed with stable events, at an address that only its owner made."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from icalendar import Calendar, Event
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.ui.calendar_feed import calendar_route
from pipelines.actions import Done, Token
from pipelines.actions.reminders import calendar_owner, new_calendar
from pipelines.reports.calendar import calendar, uid
from pipelines.reports.reminders import things
from pipelines.settings import Settings
from pipelines.store import EVERYTHING, Scope, Store
from pipelines.text import LANGUAGES, text
from tests.reminding import said
from tests.the_cast import EMAILS, TODAY

ADDRESS = "https://ledger.contoso.example"
STAMP = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
PROPERTIES = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CATEGORIES", "TRANSP"}


@pytest.fixture(scope="module")
def dated(cast_files: Path) -> Iterator[pl.DataFrame]:
    """What the cast's partners are to be reminded of."""
    opened = Store(cast_files)
    with opened.snapshot() as snapshot:
        yield things(snapshot, TODAY, EVERYTHING)
    opened.close()


def events(feed: bytes) -> list[Event]:
    """The events of a feed, which must be a whole calendar."""
    return list(Calendar.from_ical(feed).events)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_event_of_a_day_for_each_dated_thing(dated: pl.DataFrame, language: str) -> None:
    feed = calendar(dated, STAMP, ADDRESS, language)
    found = events(feed)
    assert [one.start for one in found] == dated["due_on"].drop_nulls().to_list()
    for one in found:
        assert set(one) == PROPERTIES
        assert one.errors == []
        assert (one.end - one.start, one["DTSTART"].params["VALUE"]) == (timedelta(1), "DATE")
        assert (one["DTSTAMP"].dt, one["TRANSP"]) == (STAMP, "TRANSPARENT")
        assert str(one["URL"]).startswith(f"{ADDRESS}/")
    assert str(Calendar.from_ical(feed)["NAME"]) == text("calendar.name", language)
    assert text("reminder_kind.membership_ends_on", language) in str(found[1]["SUMMARY"])


def test_the_feed_is_written_as_the_standard_wants_it(dated: pl.DataFrame) -> None:
    feed = calendar(dated, STAMP, ADDRESS, "zh-Hant")
    lines = feed.split(b"\r\n")
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert Calendar.from_ical(feed).to_ical() == feed


def test_the_same_state_gives_the_same_bytes_and_every_uid_is_another(dated: pl.DataFrame) -> None:
    feed = calendar(dated, STAMP, ADDRESS, "en")
    assert calendar(dated, STAMP, ADDRESS, "en") == feed
    uids = [str(one["UID"]) for one in events(feed)]
    assert len(set(uids)) == len(uids)
    assert not any("P-1" in one or "E-1" in one for one in uids)


def test_an_event_keeps_its_uid_when_its_day_moves_or_its_words_change(dated: pl.DataFrame) -> None:
    later = dated.with_columns(due_on=pl.col("due_on") + timedelta(10), about=pl.lit("Another name"))
    before = events(calendar(dated, STAMP, ADDRESS, "en"))
    after = events(calendar(later, STAMP + timedelta(hours=1), ADDRESS, "zh-Hans"))
    assert [one["UID"] for one in before] == [one["UID"] for one in after]
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True))
    assert uid("P-1/benefit/use_until/E-1") == uid("P-1/benefit/use_until/E-1") != uid("P-2/benefit/use_until/E-1")


def test_nothing_ahead_is_an_empty_calendar(dated: pl.DataFrame) -> None:
    assert events(calendar(dated.clear(), None, ADDRESS, "en")) == []


@pytest.fixture
def store(cast_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("BENEFITS_HOME", str(cast_store.home.path))
    return cast_store


@pytest.fixture
def client(store: Store) -> TestClient:
    settings = Settings(home=store.home.path, as_of=TODAY, address=ADDRESS)
    return TestClient(Starlette(routes=[calendar_route(settings)]))


def made(store: Store, cast: str) -> Token:
    """The address that one of the cast has."""
    token = new_calendar()
    outcome = said(store, "create_calendar", cast, f"make-{token.token_id}", **token.told)
    assert isinstance(outcome, Done), outcome
    return token


def path(token: Token | str) -> str:
    """The path of a calendar."""
    return f"/calendar/{token.text if isinstance(token, Token) else token}.ics"


def test_each_sees_the_dates_of_the_own_partners_and_roles(store: Store, client: TestClient) -> None:
    feeds = {
        cast: client.get(path(made(store, cast))) for cast in ("global_admin", "other_admin", "finance", "auditor")
    }
    assert {one.status_code for one in feeds.values()} == {200}
    assert "text/calendar" in feeds["finance"].headers["content-type"]
    assert "Fabrikam" not in feeds["global_admin"].text
    assert "Contoso" not in feeds["other_admin"].text
    assert {"Visual Studio" in one.text for cast, one in feeds.items() if cast == "finance"} == {False}
    assert events(feeds["auditor"].content) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_says_the_language(store: Store, client: TestClient, language: str) -> None:
    feed = client.get(path(made(store, "manager")), params={"language": language})
    assert text("calendar.name", language) in feed.text


def test_who_has_the_feed_is_told_so_until_something_changes(store: Store, client: TestClient) -> None:
    at = path(made(store, "global_admin"))
    first = client.get(at)
    again = client.get(at, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with store.snapshot() as snapshot:
        of_p1 = things(snapshot, TODAY, Scope(("P-1",)))
    assert len(events(first.content)) == of_p1["due_on"].drop_nulls().len()


def test_an_address_that_is_no_good_tells_nothing(store: Store, client: TestClient) -> None:
    token, other = made(store, "global_admin"), new_calendar()
    head = f"bc_{token.token_id}_"
    wrong = ["x", head, other.text, f"{head}{other.text[-43:]}", token.text[:-1], f"{token.text}A", token.text.upper()]
    answers = [client.get(path(one)) for one in wrong]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert client.get(path(token)).status_code == 200


def test_an_address_works_until_it_is_replaced_revoked_or_its_owner_is_out(store: Store, client: TestClient) -> None:
    first = made(store, "mpn_admin")
    second = made(store, "mpn_admin")
    assert [client.get(path(one)).status_code for one in (first, second)] == [404, 200]
    assert isinstance(said(store, "disable_person", "global_admin", "out", person=EMAILS["mpn_admin"]), Done)
    assert client.get(path(second)).status_code == 404
    assert isinstance(said(store, "enable_person", "global_admin", "in", person=EMAILS["mpn_admin"]), Done)
    assert client.get(path(second)).status_code == 200
    assert isinstance(said(store, "revoke_calendar", "mpn_admin", "end"), Done)
    assert client.get(path(second)).status_code == 404
    assert isinstance(made(store, "mpn_admin"), Token)


def test_the_ledger_keeps_no_address(store: Store) -> None:
    token = made(store, "manager")
    with store.snapshot() as snapshot:
        assert calendar_owner(snapshot, token.text) == EMAILS["manager"]
        kept = [snapshot.ledger.query(f"FROM {table}").write_json() for table in ("deed", "private_text", "message")]
    assert not any(token.text[-43:] in one for one in kept)
    assert token.text not in repr(replace(token))
