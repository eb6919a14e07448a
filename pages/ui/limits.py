"""How often one may try to be let in: by signing in, with tokens, with the proxy's secret.

Counted by the address of who asks, and by the token that is named. Who tries too often waits until the minute is over;
whoever is let in already is not held up.
"""

import time
from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from pages.ui import oidc
from pages.ui.calendar_feed import PATH as CALENDAR
from pages.ui.metrics import PATH as METRICS
from pages.ui.proxy import SECRET_HEADER, client_of, knows_secret
from pages.ui.readers import token_told
from pages.ui.tries import Tries
from pipelines.actions import token_named
from pipelines.actions.mailed_link import VERIFY
from pipelines.settings import Settings
from pipelines.text import best_language, text

# The answer that counts as a failed try, by how an address begins; without one, every request is a try.
_COUNTED: dict[str, int | None] = {
    "/sign-in/": None,
    "/auth/login": None,
    oidc.CALLBACK: None,
    "/api": 401,
    METRICS: 401,
    CALENDAR: 404,
    "/command": 403,
    VERIFY: 404,
}


class Limits:
    """Refuses whoever has tried too often: 429, with the seconds to wait."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._tries = Tries(settings.tries_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and counts what came of it, or refuses it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asks = HTTPConnection(scope)
        seconds = self._wait(asks)
        if seconds:
            await _refusal(asks, seconds)(scope, receive, send)
            return
        await self._app(scope, receive, self._counting(asks, send))

    def _wait(self, asks: HTTPConnection) -> int:
        """The seconds until who asks may do so; one that brings a wrong secret of the proxy has tried by asking."""
        now = time.monotonic()
        wrong = _wrong_secret(asks, self._settings)
        seconds = max((self._tries.wait(key, now) for key in (*wrong, *_keys(asks, self._settings))), default=0)
        for key in wrong:
            self._tries.count(key, now)
        return seconds

    def _counting(self, asks: HTTPConnection, send: Send) -> Send:
        failure = _COUNTED.get(_way_in(asks) or "")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and failure in (None, message["status"]):
                for key in _keys(asks, self._settings):
                    self._tries.count(key, time.monotonic())
            await send(message)

        return answer


def _way_in(asks: HTTPConnection) -> str | None:
    """Which of the addresses that are counted is asked for; None for any other."""
    return next((start for start in _COUNTED if asks.url.path.startswith(start)), None)


def _keys(asks: HTTPConnection, settings: Settings) -> Iterator[str]:
    """By what a request is counted: where it comes from, and the token that it names."""
    start = _way_in(asks)
    if start is not None:
        yield f"{start} {client_of(asks, settings)}"
        named = token_named(token_told(asks.headers))
        if named:
            yield f"token {named}"


def _wrong_secret(asks: HTTPConnection, settings: Settings) -> tuple[str, ...]:
    """By what a request is counted that brings a secret of the proxy which is not the one of the settings."""
    headers = Headers(scope=asks.scope)
    wrong = SECRET_HEADER in headers and not knows_secret(headers, settings)
    return (f"proxy {client_of(asks, settings)}",) if wrong else ()


def _refusal(asks: HTTPConnection, seconds: int) -> ASGIApp:
    if asks.scope["type"] == "websocket":
        return WebSocketClose()
    said = text("limit.tries", best_language(asks.headers.get("accept-language")), seconds=seconds)
    return PlainTextResponse(said, 429, {"Retry-After": str(seconds), "Cache-Control": "no-store"})
