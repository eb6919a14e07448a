"""Reports by address, for spreadsheets and other programs: /api/reports/<name>.<format>, with a token in a header.

    curl -H "Authorization: Bearer $TOKEN" https://…/api/reports/credit-usage.csv?by=day&partner=P-1&as_of=2026-06-15

`by` is a grouping, `as_of` the reporting day; every other parameter is a filter and may be given several times. The
answer is the file that the report's page offers, of what the token's owner sees.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import unquote_plus

from starlette.requests import Request as Asked
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pages.ui import foreign_ids
from pages.ui.address_day import day_told
from pages.ui.api_answer import FORMATS, Answer, Taker, respond
from pages.ui.readers import find_reader
from pages.ui.refusals import DayUnreadable
from pages.ui.session import store
from pipelines.actions import looks_like_token
from pipelines.errors import BenefitsError
from pipelines.reports import Request
from pipelines.settings import Settings, settings_are
from pipelines.store.day import day_of
from pipelines.text import best_language

PATH = "/api/reports/"
_CHALLENGES = ('Bearer realm="Benefits Ledger"', 'Basic realm="Benefits Ledger", charset="UTF-8"')
_BY, _DAY = "by", "as_of"
_SECRET = {"token", "access_token", "api_key"}
_STATUS = {"no_token": 401, "token_in_address": 400, "unknown_report": 404, "unknown_format": 404, "not_readable": 403}
_WRONG = ("unknown_by", "unknown_filter", "unknown_filter_value", DayUnreadable.code)


class ApiRefusal(BenefitsError):
    """What an address is refused for that no page knows. Its code is one of _STATUS."""


class Reports:
    """Answers /api/…; the server calls it in a thread of its own, so that a long report keeps nobody waiting."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, asked: Asked) -> Response:
        """The report; 304 where the asker has it already, and a refusal as JSON with a sentence."""
        language = best_language(asked.headers.get("accept-language"))
        with settings_are(self._settings):
            try:
                return self._answered(asked, language, datetime.now(UTC))
            except BenefitsError as refusal:
                return _refused(refusal, language)

    def _answered(self, asked: Asked, language: str, now: datetime) -> Response:
        _keep_tokens_out_of_addresses(asked)
        on_day = self._settings.as_of or now.date()
        with store().snapshot() as snapshot:
            reader = find_reader(snapshot, asked.headers, on_day, language)
            if reader is None:
                raise ApiRefusal("no_token")
            ids = foreign_ids.named(asked.query_params.multi_items())
            foreign_ids.log(snapshot, ids, reader.person.scope, reader.limits.email)
            told = self._settings.as_of or _day(asked.query_params.get(_DAY))
            request, suffix = _request(asked, told or on_day)
            scope = reader.scope(request.report)
            if scope is None or not scope.partners:
                raise ApiRefusal("not_readable", report=request.report)
            request = replace(request, as_of=told or day_of(snapshot, scope, now))
            return respond(asked, Answer(snapshot, request, scope, suffix), Taker(reader.limits, now, on_day))


def api_route(settings: Settings) -> Route:
    """The route of everything under /api, so that no wrong address leads a program to a page."""
    return Route("/api/{rest:path}", Reports(settings).__call__, methods=["GET"])


def _keep_tokens_out_of_addresses(asked: Asked) -> None:
    """Addresses are kept in logs and histories: a token in one is refused, good or not."""
    told = unquote_plus(f"{asked.url.path}?{asked.url.query}")
    if looks_like_token(told) or _SECRET & {name.lower() for name in asked.query_params}:
        raise ApiRefusal("token_in_address")


def _request(asked: Asked, day: date) -> tuple[Request, str]:
    """What an address asks for, every name checked, and its format."""
    report, _, suffix = asked.url.path.removeprefix(PATH).rpartition(".")
    if not asked.url.path.startswith(PATH) or suffix not in FORMATS:
        raise ApiRefusal("unknown_format", found=asked.url.path, allowed=", ".join(FORMATS))
    filters: dict[str, list[str]] = {}
    for name, value in asked.query_params.multi_items():
        if name not in (_BY, _DAY) and value:
            filters.setdefault(name, []).append(value)
    return Request(report, day, asked.query_params.get(_BY) or None, filters).checked(), suffix


def _day(told: str | None) -> date | None:
    """The reporting day as the address says it; without one it is today, as on the pages."""
    return day_told(told) if told else None


def _refused(refusal: BenefitsError, language: str) -> Response:
    """What is wrong with the question; 503 where our side cannot answer now."""
    status = _STATUS.get(refusal.code, 400 if refusal.code in _WRONG else 503)
    told = JSONResponse({"error": refusal.code, "sentence": refusal.sentence(language)}, status)
    told.headers["Cache-Control"] = "no-store"
    for challenge in _CHALLENGES if status == 401 else ():
        told.headers.append("WWW-Authenticate", challenge)
    return told
