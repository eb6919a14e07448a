"""Signing in by a trusted proxy: it names the person in a header, and proves itself by a secret in another.

The bare header is worth nothing: whoever reaches the server beside the proxy could send it.
"""

import hmac
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pipelines.settings import Settings

SECRET_HEADER = "x-benefits-proxy-secret"


class ProxyGuard:
    """Takes the person's header off every request, by HTTP or WebSocket, that the proxy's secret does not vouch for."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, with the header or without."""
        if scope["type"] in ("http", "websocket") and not vouched(Headers(scope=scope), self._settings):
            mine = {self._settings.proxy_header.lower().encode(), SECRET_HEADER.encode()}
            scope = {**scope, "headers": [one for one in scope["headers"] if one[0].lower() not in mine]}
        await self._app(scope, receive, send)


def vouched(headers: Headers, settings: Settings) -> bool:
    """Whether the proxy's secret is there and one person is named: of two, nobody can say which the proxy wrote."""
    return knows_secret(headers, settings) and len(headers.getlist(settings.proxy_header)) == 1


def knows_secret(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether the headers hold the secret of the settings."""
    secret = settings.proxy_secret
    told = headers.get(SECRET_HEADER, "")
    return secret is not None and hmac.compare_digest(told.encode(), secret.get_secret_value().encode())
