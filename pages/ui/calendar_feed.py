"""A person's dates as a calendar that programs subscribe to: /calendar/<token>.ics?language=zh-Hans.

The token stands in the address because calendars send nothing else. It lets somebody read those dates and do nothing;
what it shows is what its owner is told of at that moment.
"""

import hashlib
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pages.ui.answers import SQL
from pages.ui.my_reminders import mine
from pages.ui.people import Person, find_person
from pages.ui.session import store
from pipelines.actions.reminders import calendar_owner
from pipelines.errors import BenefitsError
from pipelines.reports.calendar import calendar
from pipelines.reports.reminders import things
from pipelines.settings import Settings, settings_are
from pipelines.store import Snapshot
from pipelines.store.day import day_of
from pipelines.text import LANGUAGES, best_language, text

PATH = "/calendar/"
_CHANGED = (SQL / "last_change.sql").read_text("utf-8")
_RIGHT = "see:reminders"
_TYPE = "text/calendar; charset=utf-8"


class CalendarFeed:
    """Answers /calendar/…; the server calls it in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, asked: Request) -> Response:
        """The feed, 304 where the asker has it already; 404 for an address that is no good, whatever the reason."""
        told = asked.query_params.get("language")
        language = told if told in LANGUAGES else best_language(asked.headers.get("accept-language"))
        with settings_are(self._settings):
            try:
                feed = self._feed(asked.path_params["token"], language)
            except BenefitsError as refusal:
                return PlainTextResponse(refusal.sentence(language), 503)
        if feed is None:
            return PlainTextResponse(text("calendar.unknown", language), 404, {"Cache-Control": "no-store"})
        return _answer(asked, feed)

    def _feed(self, token: str, language: str) -> bytes | None:
        with store().snapshot() as snapshot:
            email = calendar_owner(snapshot, token)
            person = find_person(snapshot, email, language) if email else None
            if person is None or not person.may(_RIGHT):
                return None
            on_day = self._settings.as_of or day_of(snapshot, person.scope, datetime.now(UTC))
            return feed_of(snapshot, person, on_day, self._settings.address)


def feed_of(snapshot: Snapshot, person: Person, on_day: date, address: str) -> bytes:
    """The calendar of what a person is told of on a day, in the person's language."""
    found = things(snapshot, on_day, person.scope)
    changed = snapshot.query(_CHANGED, {}, person.scope)["changed_at"].to_list()
    return calendar(mine(person, found), changed[0] if changed else None, address, person.language)


def calendar_route(settings: Settings) -> Route:
    """The route of the calendars."""
    return Route(f"{PATH}{{token}}.ics", CalendarFeed(settings).__call__, methods=["GET"])


def _answer(asked: Request, feed: bytes) -> Response:
    tag = f'"{hashlib.sha256(feed).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    has = {one.strip().removeprefix("W/") for one in asked.headers.get("if-none-match", "").split(",")}
    if has & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(
        feed, headers=headers | {"Content-Disposition": 'inline; filename="benefits.ics"'}, media_type=_TYPE
    )
