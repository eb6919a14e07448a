"""The language in which a page is read aloud, hyphenated and drawn: Streamlit's shell says English to everybody."""

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.settings import Settings
from pipelines.text import LANGUAGES, best_language

_ENGLISH = b'<html lang="en"'
# With these the shell would come packed, or not at all because the browser has one, which may be in another language.
_NOT_WHOLE = (b"accept-encoding", b"if-none-match", b"if-modified-since")


class Spoken:
    """Lets the shell name the reader's language: that of the address (?language=zh-Hans), else the browser's."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._usual = settings.language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its answer back."""
        speaks = self._language(scope) if _asks_for_a_page(scope) else "en"
        if speaks == "en":
            await self._app(scope, receive, send)
        else:
            kept = [one for one in scope["headers"] if one[0].lower() not in _NOT_WHOLE]
            await self._app({**scope, "headers": kept}, receive, _naming(speaks, send))

    def _language(self, scope: Scope) -> str:
        told = QueryParams(scope["query_string"]).get("language", "")
        return told if told in LANGUAGES else best_language(Headers(scope=scope).get("accept-language"), self._usual)


def _asks_for_a_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http" and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    )


def _naming(speaks: str, send: Send) -> Send:
    begun: list[Message] = []

    async def answer(message: Message) -> None:
        if _is_shell(message):
            begun.append(message)
            return
        if begun:
            start, body = begun.pop(), message.get("body", b"")
            named = body.replace(_ENGLISH, f'<html lang="{speaks}"'.encode(), 1)
            _longer(start, len(named) - len(body))
            await send(start)
            message = {**message, "body": named}
        await send(message)

    return answer


def _is_shell(message: Message) -> bool:
    """The one page that comes from a file, which has a mark of its state."""
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    told = Headers(raw=message["headers"])
    return "etag" in told and told.get("content-type", "").startswith("text/html")


def _longer(start: Message, by: int) -> None:
    told = MutableHeaders(scope=start)
    if "content-length" in told:
        told["content-length"] = str(int(told["content-length"]) + by)
