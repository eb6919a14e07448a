"""Signing in by a trusted proxy: it names the person in a header, and proves itself by a secret in another.

The bare header is worth nothing: whoever reaches the server beside the proxy could send it.
"""

import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from pipelines.settings import Settings

SECRET_HEADER = "x-benefits-proxy-secret"
_FORWARDED = "x-forwarded-for"
# Of this length are the networks of which one customer has all addresses.
_IPV6_NETWORK = 64


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


def client_of(asks: HTTPConnection, settings: Settings) -> str:
    """Whence a request comes, to count by: an address, of IPv6 its network.

    Through the proxy that knows the secret, the address that it says last. Where another says so, it is not told who:
    all these count as one, since the server below us may have taken that word for the connection's address.
    """
    told = [one.strip() for one in asks.headers.get(_FORWARDED, "").split(",")]
    if told != [""]:
        return _network(told[-1]) if knows_secret(asks.headers, settings) else "forwarded"
    return _network(asks.client.host) if asks.client else ""


def _network(address: str) -> str:
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return address
    return str(read.ipv4_mapped or ip_network((read, _IPV6_NETWORK), strict=False))
