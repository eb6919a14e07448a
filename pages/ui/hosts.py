"""Which names the server answers by, and which of Streamlit's own addresses it keeps shut."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from pages.ui.identity import host_of, names_this_machine
from pipelines.settings import Settings
from pipelines.text import best_language, text

# Probes ask by number, and learn nothing but that the server is up.
_FOR_PROBES = ("/healthz", "/readyz")
# Drives pages for programs; its callers would be whoever the proxy's header says. And Streamlit's own measures, which
# ask for no token.
_SHUT = ("/_stcore/agent", "/_stcore/metrics")


class Hosts:
    """Answers only by the names of the app's address, of `hosts` in the settings, and of this machine.

    A page of another name that leads here (DNS rebinding) gets nothing; neither does who asks for Streamlit's agent
    interface or its measures.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = {urlsplit(settings.address).hostname, *settings.host_names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it: 421 for another name, 404 for what is shut."""
        answer = self._app
        if scope["type"] in ("http", "websocket"):
            asks = HTTPConnection(scope)
            if scope["path"].startswith(_SHUT):
                answer = _refusal(asks, "host.shut", 404)
            elif not self._knows(asks):
                answer = _refusal(asks, "host.unknown", 421, found=asks.headers.get("host", "-"))
        await answer(scope, receive, send)

    def _knows(self, asks: HTTPConnection) -> bool:
        host = host_of(asks.headers)
        return host in self._names or names_this_machine(host) or asks.url.path in _FOR_PROBES


def _refusal(asks: HTTPConnection, key: str, status: int, **facts: str) -> ASGIApp:
    if asks.scope["type"] == "websocket":
        return WebSocketClose()
    return PlainTextResponse(text(key, best_language(asks.headers.get("accept-language")), **facts), status)
