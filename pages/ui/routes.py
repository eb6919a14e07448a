"""The server's own addresses beside the pages, and the guard before downloads."""

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.ui import oidc, sign_ins
from pages.ui.answers import SQL
from pages.ui.api import api_route
from pages.ui.bodies import UPLOAD, BodyLimit
from pages.ui.calendar_feed import calendar_route
from pages.ui.cast import CAST
from pages.ui.fault_answers import FaultAnswers
from pages.ui.headers import SecurityHeaders
from pages.ui.hosts import Hosts
from pages.ui.identity import COOKIE, demo_cookie, on_this_machine, sign_in_of, who
from pages.ui.limits import Limits
from pages.ui.metrics import Counted, metrics_route
from pages.ui.proxy import ProxyGuard
from pages.ui.session import now, store
from pages.ui.spoken import Spoken
from pages.ui.verify import Verify
from pipelines.actions.mailed_link import VERIFY
from pipelines.errors import BenefitsError
from pipelines.settings import Settings, settings_are
from pipelines.text import best_language, text

_READABLE = (SQL / "readable.sql").read_text("utf-8")


def routes(settings: Settings) -> list[Route]:
    """Health, the way out, mailed links and the first page's name always; /sign-in/demo only where the demo is on."""
    found = [Route("/healthz", healthz), Route("/readyz", readyz)]
    found += [Route("/sign-out", sign_out), Route("/overview", first_page)]
    found += [api_route(settings), calendar_route(settings), metrics_route(settings)]
    found.append(Route(VERIFY, Verify(settings).__call__, methods=["GET", "POST"]))
    if settings.sign_in == "demo":
        found.append(Route("/sign-in/demo", DemoSignIn(settings)))
    return found


def middleware(settings: Settings) -> list[Middleware]:
    """What every request goes through, outermost first."""
    outermost = (SecurityHeaders, Counted, FaultAnswers, Hosts, Limits, BodyLimit, ProxyGuard, MediaGuard, Spoken)
    return [Middleware(one, settings=settings) for one in outermost]


def healthz(request: Request) -> Response:
    """Says that the server answers."""
    return JSONResponse({"status": "ok"})


def readyz(request: Request) -> Response:
    """Says that the server can read its data, and which snapshot is live; 503 with a sentence where it cannot."""
    try:
        with store().snapshot() as live:
            live.query(_READABLE)
            return JSONResponse({"status": "ready", "snapshot": live.number})
    except BenefitsError as wrong:
        return JSONResponse({"status": "not ready", "reason": wrong.sentence()}, status_code=503)


def first_page(request: Request) -> Response:
    """Leads the first page's name to `/`, where the page is: the pages' server knows it by no other address."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", status_code=307)


def sign_out(request: Request) -> Response:
    """Forgets who is signed in, and goes to ?next=; one whom an identity provider signed in is signed out there too."""
    if oidc.COOKIE in request.cookies and from_this_site(request):
        return RedirectResponse(oidc.LOGOUT, status_code=303)
    answer = RedirectResponse(local_path(request.query_params.get("next", "/")), status_code=303)
    if from_this_site(request):
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


class DemoSignIn:
    """Signs in as ?as=<one of the cast> and goes to ?next=; refused to anything but a browser on this machine."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        client = request.client.host if request.client else ""
        if not (on_this_machine(request.headers, client) and from_this_site(request)):
            return _said("sign_in.only_here", 403, request)
        email = CAST.get(request.query_params.get("as", ""))
        if email is None:
            return _said("sign_in.no_such_cast", 404, request)
        answer = RedirectResponse(local_path(request.query_params.get("next", "/")), status_code=303)
        age = self._settings.session_hours * 3600
        answer.set_cookie(COOKIE, demo_cookie(email, self._settings), max_age=age, httponly=True, samesite="lax")
        return answer


def local_path(address: str) -> str:
    """The address if it is a path of this server, else `/`, so that no link through us leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    odd = "\\" in address or not address.isprintable() or address.startswith("//")
    if odd or parts.scheme or parts.netloc or not address.startswith("/"):
        return "/"
    return address


def from_this_site(request: Request) -> bool:
    """Whether our own page or the reader's own hand sent the request, and not a page of another site."""
    return request.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


class MediaGuard:
    """Gives downloads, /media/<hash>, and takes uploads only of somebody signed in: they need no session of their own,
    and the page of the sign-in has one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 401."""
        answer: ASGIApp = self._app
        if scope["type"] == "http" and scope["path"].startswith(("/media/", UPLOAD)):
            asks = HTTPConnection(scope)
            if not await run_in_threadpool(_lets_in, asks, self._settings):
                answer = _said("sign_in.needed", 401, asks)
        await answer(scope, receive, send)


def _lets_in(asks: HTTPConnection, settings: Settings) -> bool:
    """Whether somebody asks whose sign-in counts."""
    email = who(asks.headers, asks.cookies, settings)
    if email is None:
        return False
    with settings_are(settings), store().snapshot() as live:
        return sign_ins.counts(live, email, sign_in_of(asks.cookies, settings), now(), settings)


def _said(key: str, status: int, asks: HTTPConnection) -> Response:
    return PlainTextResponse(text(key, best_language(asks.headers.get("accept-language"))), status)
