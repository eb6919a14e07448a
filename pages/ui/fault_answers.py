"""What a program or a browser is answered when an address beside the pages fails: a sentence and a number to quote."""

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.api import PATH as API
from pipelines.errors import BenefitsError
from pipelines.faults import record
from pipelines.full_disk import HOME, DiskFull, full_disk
from pipelines.settings import Settings
from pipelines.text import best_language, text


class FaultAnswers:
    """Answers with 500 what fails by a fault of ours, which is logged under the number that is told; with 503 and its
    sentence what our side refuses to do now."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._home = settings.home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on. One whose answer has begun already is cut off, so that no half of it looks whole."""
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception as fault:
            told = self._told(fault, scope)
            if begun or scope["type"] != "http":
                raise
            await told(scope, receive, send)

    def _told(self, fault: Exception, scope: Scope) -> Response:
        asks = HTTPConnection(scope)
        language = best_language(asks.headers.get("accept-language"))
        if full_disk(fault) and not isinstance(fault, BenefitsError):
            fault = DiskFull(HOME, self._home)
        if isinstance(fault, BenefitsError):
            return _answer(asks, fault.code, fault.sentence(language), 503)
        reference, _ = record(fault, self._home)
        return _answer(asks, "fault", text("fault.shown", language, reference=reference), 500)


def _answer(asks: HTTPConnection, code: str, sentence: str, status: int) -> Response:
    """As the API tells what is wrong, where the API is asked."""
    headers = {"Cache-Control": "no-store"}
    if asks.url.path.startswith(API):
        return JSONResponse({"error": code, "sentence": sentence}, status, headers)
    return PlainTextResponse(sentence, status, headers)
