"""The one address at which commands on this machine reach the app, which holds the ledger."""

import secrets
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.ui.identity import on_this_machine


def command_route(path: str, token: str, run: Callable[[bytes], bytes]) -> Route:
    """Answers who knows the token and asks from this machine, not through a proxy: with what `run` gives."""

    async def command(request: Request) -> Response:
        if not _let_in(request, token):
            return Response(status_code=403)
        try:
            told = await run_in_threadpool(run, await request.body())
        except ValueError:
            return Response(status_code=400)
        return Response(told, media_type="application/json")

    return Route(path, command, methods=["POST"])


def _let_in(request: Request, token: str) -> bool:
    client = request.client.host if request.client else ""
    told = request.headers.get("authorization", "")
    return on_this_machine(request.headers, client) and secrets.compare_digest(
        told.encode(), f"Bearer {token}".encode()
    )
