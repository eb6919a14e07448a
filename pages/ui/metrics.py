"""What a monitor of the operator's asks: /metrics, in the text of Prometheus, behind a token of its own."""

import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.answers import SQL
from pages.ui.readers import token_told
from pages.ui.session import now, store
from pipelines.errors import BenefitsError
from pipelines.settings import Settings
from pipelines.store import Snapshot
from pipelines.store.backup_folder import last_backup

PATH = "/metrics"
_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_REGISTRY = CollectorRegistry()
_REQUESTS = Counter(
    "benefits_requests",
    "Requests answered since the start, by kind of address and status.",
    ("kind", "status"),
    registry=_REGISTRY,
)
# An address tells its kind by its first part; every other is a page's.
_KINDS = {
    "_stcore", "api", "auth", "calendar", "command", "healthz", "media", "metrics", "oauth2callback", "readyz",
    "sign-in", "sign-out", "static", "verify",
}  # fmt: skip


class Counted:
    """Counts every answer, by the kind of its address and its status."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and counts its answer."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _REQUESTS.labels(_kind(scope["path"]), message["status"]).inc()
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


def _kind(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return first if first in _KINDS else "page"


def metrics_route(settings: Settings) -> Route:
    """/metrics: 404 where BENEFITS_METRICS_TOKEN is not set, 401 without it; 503 where the data cannot be read."""

    def metrics(request: Request) -> Response:
        if settings.metrics_token is None:
            return Response(status_code=404)
        if not _let_in(request, settings.metrics_token.get_secret_value()):
            return Response(status_code=401, headers={"WWW-Authenticate": 'Bearer realm="Benefits Ledger metrics"'})
        try:
            with store().snapshot() as live:
                return PlainTextResponse(_written(live, settings.backups), media_type=_TEXT)
        except BenefitsError as wrong:
            return PlainTextResponse(wrong.sentence(), 503)

    return Route(PATH, metrics, methods=["GET"])


def _let_in(request: Request, token: str) -> bool:
    return hmac.compare_digest(token_told(request.headers).encode(), token.encode())


def _written(live: Snapshot, backups: Path) -> str:
    """What was counted since the start, and what the data say now."""
    state = CollectorRegistry()
    state.register(_State(live, backups))
    return (generate_latest(_REGISTRY) + generate_latest(state)).decode()


class _State(Collector):
    """What one snapshot, the ledger beside it and the folder of backups say."""

    def __init__(self, live: Snapshot, backups: Path) -> None:
        self._live = live
        self._backups = backups

    def collect(self) -> Iterable[Metric]:
        """The measures, each asked when it is wanted."""
        yield _one("benefits_snapshot", "Number of the live snapshot; 0 before the first load.", self._live.number)
        yield from self._counted("measured_files.sql", "Files loaded that the live snapshot knows.", "format")
        yield from self._counted("measured_deeds.sql", "Ledger rows, by action and outcome.", "action", "outcome")
        yield from self._counted("measured_letters.sql", "Letters of the outbox, by state.", "state")
        last = last_backup(self._backups)
        if last is not None:
            age = (now() - last.made_at).total_seconds()
            yield _one("benefits_backup_age_seconds", "Time since the last backup was made.", age)

    def _counted(self, question: str, said: str, *labels: str) -> Iterator[Metric]:
        rows = self._live.query((SQL / question).read_text("utf-8"))
        family = GaugeMetricFamily(f"benefits_{rows.columns[-1]}", said, labels=labels)
        for *names, count in rows.iter_rows():
            family.add_metric([str(name) for name in names], count)
        yield family


def _one(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)
