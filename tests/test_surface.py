"""What the server shows the network: the names it answers by, what it tells browsers, whose word it takes."""

import asyncio
from pathlib import Path
from typing import Any

import duckdb
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from pages.ui.headers import shell_scripts
from pages.ui.identity import who
from pages.ui.proxy import SECRET_HEADER
from pages.ui.routes import middleware, routes
from pipelines.settings import PROJECT, Settings, SettingsWrong, load_settings
from tests.the_cast import EMAILS

SECRET = "s" * 32
NAMED = {"X-Forwarded-Email": EMAILS["manager"]}
VOUCHED = {**NAMED, SECRET_HEADER: SECRET}
ADDRESSES = ("/healthz", "/page", "/media/x.csv", "/sign-out", "/nowhere", "/_stcore/agent/openapi.json")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    secret: Any = SECRET
    return Settings(home=tmp_path, sign_in="proxy", proxy_secret=secret, address="https://benefits.example")


def client(settings: Settings, host: str = "benefits.example") -> TestClient:
    def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(who(request.headers, request.cookies, settings)))

    async def stream(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(str(who(websocket.headers, websocket.cookies, settings)))
        await websocket.close()

    own = [Route("/page", page), Route("/media/{name}", page), WebSocketRoute("/_stcore/stream", stream)]
    app = Starlette(routes=[*routes(settings), *own], middleware=middleware(settings))
    return TestClient(app, base_url=f"https://{host}", follow_redirects=False)


def over_websocket(asking: TestClient, headers: dict[str, str]) -> str:
    with asking.websocket_connect("/_stcore/stream", headers={"host": "benefits.example", **headers}) as socket:
        return socket.receive_text()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_tells_browsers_to_load_nothing_from_elsewhere(settings: Settings, address: str) -> None:
    told = client(settings).get(address).headers
    policy = told["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"
    assert told["strict-transport-security"] == "max-age=31536000"


def test_scripts_in_the_page_are_only_those_that_streamlit_ships(settings: Settings) -> None:
    policy = client(settings).get("/healthz").headers["content-security-policy"]
    scripts = policy.partition("script-src ")[2].partition(";")[0]
    assert len(shell_scripts()) == 1
    assert scripts.split() == ["'self'", *shell_scripts()]


@pytest.mark.parametrize(("address", "secure"), [("https://benefits.example", True), ("http://localhost:8501", False)])
def test_cookies_go_by_https_alone_where_the_app_does(settings: Settings, address: str, secure: bool) -> None:
    def page(request: Request) -> PlainTextResponse:
        answer = PlainTextResponse("")
        answer.set_cookie("one", "1")
        answer.set_cookie("two", "2", secure=True)
        return answer

    told = settings.model_copy(update={"address": address})
    app = Starlette(routes=[Route("/page", page)], middleware=middleware(told))
    one, two = TestClient(app, base_url="https://localhost").get("/page").headers.get_list("set-cookie")
    assert one.endswith("; Secure") is secure
    assert two.count("Secure") == 1


def test_browsers_are_not_held_to_https_where_the_app_has_none(settings: Settings) -> None:
    plain = settings.model_copy(update={"address": "http://localhost:8501"})
    assert "strict-transport-security" not in client(plain, "localhost").get("/healthz").headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("benefits.example", 200),
        ("BENEFITS.EXAMPLE:443", 200),
        ("inside.example", 200),
        ("localhost:8501", 200),
        ("127.0.0.1", 200),
        ("[::1]:8501", 200),
        ("evil.example", 421),
        ("benefits.example.evil.example", 421),
        ("10.0.0.7", 421),
        ("[", 421),
    ],
)
def test_the_server_answers_only_by_its_own_names(settings: Settings, host: str, status: int) -> None:
    known = settings.model_copy(update={"hosts": "inside.example,other.example"})
    answer = client(known).get("/page", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert "BENEFITS_HOSTS" in answer.text


def test_a_websocket_by_another_name_is_refused(settings: Settings) -> None:
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
        over_websocket(client(settings), {"host": "evil.example"})


def test_probes_may_ask_by_number(settings: Settings) -> None:
    assert client(settings, "10.0.0.7").get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["openapi.json", "interact", "mcp"])
def test_the_agent_interface_of_streamlit_stays_shut(settings: Settings, path: str) -> None:
    asking = client(settings)
    assert asking.get(f"/_stcore/agent/{path}", headers=VOUCHED).status_code == 404
    assert asking.post(f"/_stcore/agent/{path}", headers=VOUCHED).status_code == 404
    assert "enableAgentApi" not in (PROJECT / ".streamlit" / "config.toml").read_text("utf-8")


def test_whom_the_proxy_names_with_its_secret_is_signed_in(settings: Settings) -> None:
    asking = client(settings)
    assert asking.get("/page", headers=VOUCHED).text == EMAILS["manager"]
    assert over_websocket(asking, VOUCHED) == EMAILS["manager"]
    assert asking.get("/media/x.csv", headers=VOUCHED).status_code == 200


FORGED = [
    {},
    NAMED,
    {**NAMED, SECRET_HEADER: ""},
    {**NAMED, SECRET_HEADER: "s" * 31},
    {**NAMED, SECRET_HEADER: "S" * 32},
    {**NAMED, "authorization": f"Bearer {SECRET}"},
    {SECRET_HEADER: SECRET},
    {"X-Forwarded-Email": " ", SECRET_HEADER: SECRET},
]


@pytest.mark.parametrize("headers", FORGED)
def test_a_header_without_the_secret_is_nobody(settings: Settings, headers: dict[str, str]) -> None:
    asking = client(settings)
    assert asking.get("/page", headers=headers).text == "None"
    assert over_websocket(asking, headers) == "None"
    assert asking.get("/media/x.csv", headers=headers).status_code == 401


def test_two_names_beside_the_secret_are_nobody(settings: Settings) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/page",
        "query_string": b"",
        "headers": [(b"host", b"benefits.example"), (SECRET_HEADER.encode(), SECRET.encode())]
        + [(b"x-forwarded-email", EMAILS[cast].encode()) for cast in ("auditor", "manager")],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(client(settings).app(scope, receive, send))
    assert b"".join(part.get("body", b"") for part in sent) == b"None"


def test_the_proxys_header_is_nobody_where_the_proxy_is_not_set(settings: Settings) -> None:
    closed = settings.model_copy(update={"sign_in": None})
    assert client(closed).get("/page", headers=VOUCHED).text == "None"


def test_a_proxy_without_a_secret_is_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_SIGN_IN", "proxy")
    with pytest.raises(SettingsWrong, match="BENEFITS_PROXY_SECRET"):
        load_settings()


def test_a_secret_that_is_too_short_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_PROXY_SECRET", "hunter2hunter2")
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert "hunter2" not in str(wrong.value)
    assert "hunter2" not in repr(wrong.value.__cause__)


def test_the_server_says_whether_it_can_read_its_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(settings.home))
    assert client(settings).get("/readyz").json() == {"status": "ready", "snapshot": 0}
    (settings.home / "warehouse" / "live.json").write_text('{"live": 7, "base": 0, "published": [7]}', "utf-8")
    answer = client(settings).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"


def test_a_database_that_has_stopped_is_not_ready(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(settings.home))
    asking = client(settings)
    assert asking.get("/readyz").status_code == 200

    def stopped(*_: object) -> None:
        raise duckdb.FatalException("database has been invalidated because of a previous fatal error")

    monkeypatch.setattr("pipelines.store.engine.Engine._borrowed", stopped)
    assert asking.get("/readyz").status_code == 503
