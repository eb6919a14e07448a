"""How much a request may bring: an upload as much as the settings say, anything else a megabyte."""

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.settings import Settings
from pipelines.text import best_language, text

UPLOAD = "/_stcore/upload_file"
_MEGABYTE = 2**20


class BodyLimit:
    """Refuses what is too large, by the length that is told before any of it is read, else as soon as it is passed."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._upload = settings.upload_megabytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asks = HTTPConnection(scope)
        most, said = self._most(asks)
        answer = PlainTextResponse(said, 413) if _told(asks) > most * _MEGABYTE else self._app
        await answer(scope, _limited(receive, most * _MEGABYTE, said), send)

    def _most(self, asks: HTTPConnection) -> tuple[int, str]:
        """The megabytes that a request may bring, and what is said of more. A file's frame is a megabyte at most."""
        uploads = asks.url.path.startswith(UPLOAD)
        size = self._upload if uploads else 1
        said = text("limit.body", best_language(asks.headers.get("accept-language")), megabytes=size)
        return size + uploads, said


def _told(asks: HTTPConnection) -> int:
    """The length that the request tells of itself; nothing where it tells none that can be read."""
    told = asks.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() else 0


def _limited(receive: Receive, most: int, said: str) -> Receive:
    """The body as it comes, until it passes `most` bytes: HTTPException then, which is answered as such."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413, said)
        return message

    return limited
