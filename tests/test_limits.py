"""What is held back: too many tries to be let in, and too much at once; and whose address it is counted by."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from pages.ui import limits
from pages.ui.identity import COOKIE, demo_cookie
from pages.ui.proxy import SECRET_HEADER, client_of
from pages.ui.routes import middleware, routes
from pages.ui.tries import Tries
from pipelines.actions import new_token
from pipelines.settings import Settings
from tests.the_cast import EMAILS
from tests.tokens import with_bearer

SECRET = "s" * 32
LIMIT = 5
USAGE = "/api/reports/credit-usage.csv"
SIGN_IN = "/sign-in/demo?as=manager"
UPLOAD = "/_stcore/upload_file/session/file"
MEGABYTE = 2**20


@dataclass
class Clock:
    """A clock that stands until a test moves it."""

    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BENEFITS_HOME", str(tmp_path))
    given: dict[str, Any] = {"proxy_secret": SECRET, "metrics_token": "m" * 32}
    return Settings(home=tmp_path, sign_in="demo", tries_per_minute=LIMIT, upload_megabytes=2, **given)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(limits, "time", standing)
    return standing


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Starlette:
    async def length(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    async def stream(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    own = [Route(path, length, methods=["GET", "POST", "PUT"]) for path in ("/page", UPLOAD)]
    own = [*own, WebSocketRoute("/_stcore/stream", stream)]
    return Starlette(routes=[*routes(settings), *own], middleware=middleware(settings))


def at(app: Starlette, address: str = "127.0.0.1") -> TestClient:
    """Somebody who asks from an address."""
    return TestClient(app, base_url="http://localhost:8501", client=(address, 50000), follow_redirects=False)


def statuses(asking: TestClient, path: str, count: int, **headers: str) -> list[int]:
    return [asking.get(path, headers=headers).status_code for _ in range(count)]


def test_who_signs_in_too_often_waits_until_the_minute_is_over(app: Starlette, clock: Clock) -> None:
    asking = at(app)
    assert statuses(asking, SIGN_IN, LIMIT) == [303] * LIMIT
    clock.now += 15
    refused = asking.get(SIGN_IN)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "45")
    assert "45 seconds" in refused.text
    assert "default-src 'self'" in refused.headers["content-security-policy"]
    clock.now += 45
    assert asking.get(SIGN_IN).status_code == 303


def test_pages_and_health_are_not_held_back(app: Starlette) -> None:
    statuses(at(app), SIGN_IN, LIMIT + 1)
    assert statuses(at(app), "/page", 2 * LIMIT) == [200] * 2 * LIMIT
    assert statuses(at(app), "/healthz", 2 * LIMIT) == [200] * 2 * LIMIT


def test_another_address_is_not_held_back(app: Starlette) -> None:
    assert statuses(at(app, "10.0.0.7"), USAGE, LIMIT + 1)[-1] == 429
    assert at(app, "10.0.0.8").get(USAGE).status_code == 401


def test_tokens_that_do_not_work_are_counted_by_the_address(app: Starlette, clock: Clock) -> None:
    asking = at(app)
    tried = [asking.get(USAGE, headers=with_bearer(new_token())).status_code for _ in range(LIMIT + 1)]
    assert tried == [*[401] * LIMIT, 429]
    clock.now += 60
    assert asking.get(USAGE).status_code == 401


def test_one_token_is_not_guessed_at_from_many_addresses(app: Starlette) -> None:
    told = with_bearer(new_token())
    tried = [at(app, f"10.0.0.{number}").get(USAGE, headers=told).status_code for number in range(LIMIT + 1)]
    assert tried == [*[401] * LIMIT, 429]
    assert at(app, "10.0.0.99").get(USAGE, headers=with_bearer(new_token())).status_code == 401


@pytest.mark.parametrize(("path", "failed"), [("/metrics", 401), ("/verify?token=guessed", 404)])
def test_other_secrets_are_not_guessed_at_either(app: Starlette, path: str, failed: int) -> None:
    assert statuses(at(app), path, LIMIT + 1) == [*[failed] * LIMIT, 429]


def test_what_is_let_in_is_not_counted(app: Starlette) -> None:
    told = {"authorization": "Bearer " + "m" * 32}
    assert statuses(at(app), "/metrics", 2 * LIMIT, **told) == [200] * 2 * LIMIT


def test_a_wrong_secret_of_the_proxy_is_not_guessed_at_on_any_address(app: Starlette) -> None:
    asking = at(app, "10.0.0.7")
    assert statuses(asking, "/page", LIMIT + 1, **{SECRET_HEADER: "guess"}) == [*[200] * LIMIT, 429]
    assert asking.get("/page", headers={SECRET_HEADER: SECRET}).status_code == 200
    with (
        pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)),
        asking.websocket_connect("/_stcore/stream", headers={"host": "localhost", SECRET_HEADER: "guess"}),
    ):
        pass


def asks(client: str, **headers: str) -> HTTPConnection:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "headers": told, "client": (client, 1)})


VOUCHED = {SECRET_HEADER.replace("-", "_"): SECRET}
FROM = [
    ("10.0.0.7", {}, "10.0.0.7"),
    ("2001:db8:1:2:3::4", {}, "2001:db8:1:2::/64"),
    ("::ffff:10.0.0.7", {}, "10.0.0.7"),
    ("10.0.0.1", {"x_forwarded_for": "10.0.0.7", **VOUCHED}, "10.0.0.7"),
    ("10.0.0.1", {"x_forwarded_for": "6.6.6.6, 10.0.0.7", **VOUCHED}, "10.0.0.7"),
    ("10.0.0.1", {"x_forwarded_for": "10.0.0.7"}, "forwarded"),
    ("10.0.0.1", {"x_forwarded_for": "10.0.0.7", "x_benefits_proxy_secret": "guess"}, "forwarded"),
    ("10.0.0.1", VOUCHED, "10.0.0.1"),
]


@pytest.mark.parametrize(("client", "headers", "expected"), FROM)
def test_another_address_is_believed_of_the_proxy_that_knows_the_secret(
    settings: Settings, client: str, headers: dict[str, str], expected: str
) -> None:
    assert client_of(asks(client, **headers), settings) == expected


def test_who_makes_up_addresses_is_held_back_all_the_same(app: Starlette) -> None:
    asking = at(app, "10.0.0.1")
    tried = [asking.get(USAGE, headers={"x-forwarded-for": f"10.9.9.{one}"}).status_code for one in range(LIMIT + 1)]
    assert tried == [*[401] * LIMIT, 429]


def test_what_is_counted_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.ui.tries._KEPT", 3)
    tries = Tries(1)
    for key in "abcd":
        tries.count(key, 0.0)
    assert [key for key in "abcd" if tries.wait(key, 1.0)] == ["b", "c", "d"]


@pytest.mark.parametrize(("size", "status"), [(MEGABYTE, 200), (MEGABYTE + 1, 413)])
def test_a_request_brings_a_megabyte_at_most(app: Starlette, size: int, status: int) -> None:
    def unmeasured() -> Any:
        yield b"x" * size

    whole, piece = at(app).post("/page", content=b"x" * size), at(app).post("/page", content=unmeasured())
    assert (whole.status_code, piece.status_code) == (status, status)
    if status == 413:
        assert "1 MB" in whole.text
        assert "1 MB" in piece.text


@pytest.mark.parametrize(("size", "status"), [(2 * MEGABYTE, 200), (3 * MEGABYTE + 1, 413)])
def test_an_upload_brings_as_much_as_the_settings_say(
    app: Starlette, settings: Settings, size: int, status: int
) -> None:
    asking = at(app)
    asking.cookies.set(COOKIE, demo_cookie(EMAILS["manager"], settings))
    answer = asking.put(UPLOAD, content=b"x" * size)
    assert answer.status_code == status
    assert "BENEFITS_UPLOAD_MEGABYTES" in answer.text or status == 200


def test_nobody_uploads_before_signing_in(app: Starlette) -> None:
    assert at(app).put(UPLOAD, content=b"x").status_code == 401


@pytest.mark.parametrize("told", ["-1", "a lot", "1e9"])
def test_a_length_that_cannot_be_read_is_no_length(app: Starlette, told: str) -> None:
    answer = at(app).post("/page", content=b"x" * (MEGABYTE + 1), headers={"content-length": told})
    assert answer.status_code == 413
