"""Who asks: one answer for pages, routes and middleware, from a request's headers and cookies."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer

from pages.ui import oidc
from pages.ui.proxy import knows_secret
from pipelines.settings import Settings

COOKIE = "benefits_sign_in"
_PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True)
class SignIn:
    """When somebody signed in, and the name by which the server remembers the session; None for one that it does not.

    A cookie tells whole seconds.
    """

    at: datetime
    session: str | None = None


def who(headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings) -> str | None:
    """The e-mail, in lower case, of the person who asks; None for nobody. Says nothing about what the person may."""
    reader = _READERS.get(settings.sign_in or "")
    return reader(headers, cookies, settings) if reader else None


def _demo(headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings) -> str | None:
    if not on_this_machine(headers):
        return None
    try:
        told = _serializer(settings).loads(cookies.get(COOKIE, ""), max_age=settings.session_hours * 3600)
    except BadData:
        return None
    return str(told).lower()


def _proxy(headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings) -> str | None:
    named = headers.get(settings.proxy_header, "").strip().lower()
    return named or None if knows_secret(headers, settings) else None


def _oidc(headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings) -> str | None:
    return oidc.email_of(cookies, settings)


def sign_in_of(cookies: Mapping[str, str], settings: Settings) -> SignIn | None:
    """The sign-in that a cookie of who asks carries; None where no cookie does. Says nothing about who it was."""
    if settings.sign_in not in _CARRIED:
        return None
    name, made_at = _CARRIED[settings.sign_in]
    at = made_at(cookies, settings)
    return None if at is None else SignIn(at, hashlib.sha256(cookies[name].encode()).hexdigest())


def _demo_made_at(cookies: Mapping[str, str], settings: Settings) -> datetime | None:
    try:
        told: tuple[str, datetime] = _serializer(settings).loads(cookies.get(COOKIE, ""), return_timestamp=True)
    except BadData:
        return None
    return told[1]


# How each way of signing in is read; a way without a reader lets nobody in.
_READERS: dict[str, Callable[[Mapping[str, str], Mapping[str, str], Settings], str | None]] = {
    "demo": _demo,
    "proxy": _proxy,
    "oidc": _oidc,
}


# The cookie that carries a sign-in, and who reads when it was made. A proxy has none: it vouches for each request.
_CARRIED: dict[str, tuple[str, Callable[[Mapping[str, str], Settings], datetime | None]]] = {
    "demo": (COOKIE, _demo_made_at),
    "oidc": (oidc.COOKIE, oidc.made_at),
}


def demo_cookie(email: str, settings: Settings) -> str:
    """A signed value for the cookie COOKIE that says who was chosen on the demo's sign-in page, and when."""
    return _serializer(settings).dumps(email)


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.signing_key(), salt="demo-sign-in")


def on_this_machine(headers: Mapping[str, str], client: str | None = None) -> bool:
    """Whether a request names this machine by a loopback name, came through no proxy, and from a loopback address.

    The address is left out where only the headers are known. A foreign name in Host is a page that tricks the browser.
    """
    if any(name in headers for name in _PROXY_HEADERS):
        return False
    return names_this_machine(host_of(headers)) and (client is None or _loopback(client))


def host_of(headers: Mapping[str, str]) -> str:
    """The name by which a request calls the server, in lower case and without the port; empty where it calls none."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def names_this_machine(host: str) -> bool:
    """Whether it is a name or an address by which only this machine calls itself."""
    return host == "localhost" or _loopback(host)


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
