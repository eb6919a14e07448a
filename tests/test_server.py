"""The server beside its pages: who asks, the demo's sign-in, downloads, health; and where files may lie."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from itsdangerous import TimestampSigner
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pages.ui.identity import COOKIE, demo_cookie, who
from pages.ui.routes import local_path, middleware, routes
from pipelines.settings import PROJECT, Settings

HERE = {"host": "localhost:8501"}
EMAIL = "manager@contoso.example"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, sign_in="demo")


def server(settings: Settings) -> Starlette:
    def answered(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"content of {request.url.path}")

    beyond = [Route("/media/{name}", answered), Route("/static/media/{name}", answered)]
    return Starlette(routes=[*routes(settings), *beyond], middleware=middleware(settings))


def ask(
    settings: Settings, path: str, headers: Mapping[str, str] = HERE, client: str = "127.0.0.1", method: str = "GET"
) -> Answer:
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (client, 50000),
        "server": ("127.0.0.1", 8501),
        "scheme": "http",
    }
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(server(settings)(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], told, b"".join(part.get("body", b"") for part in sent[1:]).decode())


def signed_in(settings: Settings) -> dict[str, str]:
    return {**HERE, "cookie": f"{COOKIE}={demo_cookie(EMAIL, settings)}"}


def test_a_signed_cookie_says_who_asks(demo: Settings) -> None:
    assert who(HERE, {COOKIE: demo_cookie("Manager@Contoso.example", demo)}, demo) == EMAIL


@pytest.mark.parametrize(
    "value", ["", "manager@contoso.example", "Im1hbmFnZXJAY29udG9zby5leGFtcGxlIg.aaaaaa.bbbb", "."]
)
def test_a_made_up_cookie_is_nobody(demo: Settings, value: str) -> None:
    assert who(HERE, {COOKIE: value}, demo) is None


def test_a_cookie_changed_in_one_letter_is_nobody(demo: Settings) -> None:
    payload, dot, rest = demo_cookie(EMAIL, demo).partition(".")
    other = demo_cookie("auditor@contoso.example", demo).partition(".")[0]
    assert other != payload
    assert who(HERE, {COOKIE: other + dot + rest}, demo) is None


def test_a_cookie_of_another_installation_is_nobody(demo: Settings, tmp_path: Path) -> None:
    elsewhere = Settings(home=tmp_path / "elsewhere", sign_in="demo")
    assert who(HERE, {COOKIE: demo_cookie(EMAIL, elsewhere)}, demo) is None


@pytest.mark.parametrize(("hours", "expected"), [(11, EMAIL), (13, None)])
def test_a_cookie_ends_after_the_hours_that_are_set(
    demo: Settings, monkeypatch: pytest.MonkeyPatch, hours: int, expected: str | None
) -> None:
    cookie = demo_cookie(EMAIL, demo)
    now = TimestampSigner("any").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: now + hours * 3600)
    assert who(HERE, {COOKIE: cookie}, demo) == expected


def test_a_demo_cookie_is_nobody_where_the_demo_is_off(demo: Settings) -> None:
    closed = demo.model_copy(update={"sign_in": None})
    assert who(HERE, {COOKIE: demo_cookie(EMAIL, demo)}, closed) is None


def test_nobody_without_a_cookie(demo: Settings) -> None:
    assert who(HERE, {}, demo) is None


FOREIGN = [
    {"host": "evil.example"},
    {"host": "localhost.evil.example"},
    {"host": "10.0.0.7:8501"},
    {"host": ""},
    {},
    {**HERE, "x-forwarded-for": "10.0.0.7"},
    {**HERE, "forwarded": "for=10.0.0.7"},
    {**HERE, "x-forwarded-host": "benefits.example"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_the_demo_knows_nobody_from_elsewhere(demo: Settings, headers: dict[str, str]) -> None:
    assert who(headers, {COOKIE: demo_cookie(EMAIL, demo)}, demo) is None
    answer = ask(demo, "/sign-in/demo?as=manager", headers)
    assert answer.status in (403, 421)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:80"])
def test_the_demo_answers_every_name_of_this_machine(demo: Settings, host: str) -> None:
    assert ask(demo, "/sign-in/demo?as=manager", {"host": host}).status == 303


@pytest.mark.parametrize("client", ["10.0.0.7", "192.168.1.2", "::ffff:10.0.0.7", "", "unix"])
def test_the_demo_refuses_a_client_that_is_not_on_this_machine(demo: Settings, client: str) -> None:
    answer = ask(demo, "/sign-in/demo?as=manager", client=client)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_somebody_in_or_out(demo: Settings, site: str) -> None:
    headers = {**HERE, "sec-fetch-site": site}
    assert ask(demo, "/sign-in/demo?as=manager", headers).status == 403
    assert "set-cookie" not in ask(demo, "/sign-out", headers).headers


def test_signing_in_sets_a_cookie_that_scripts_cannot_read_and_goes_where_one_wanted(demo: Settings) -> None:
    answer = ask(demo, "/sign-in/demo?as=manager&next=" + quote("/expiry?family=cloud&language=zh-Hant"))
    assert answer.status == 303
    assert answer.headers["location"] == "/expiry?family=cloud&language=zh-Hant"
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"))
    assert who(HERE, {COOKIE: cookie.partition("=")[2].partition(";")[0]}, demo) == EMAIL


def test_nobody_outside_the_cast_can_be_chosen(demo: Settings) -> None:
    answer = ask(demo, "/sign-in/demo?as=root%40contoso.example")
    assert answer.status == 404
    assert "set-cookie" not in answer.headers


def test_without_the_demo_its_address_does_not_exist(demo: Settings) -> None:
    assert ask(demo.model_copy(update={"sign_in": None}), "/sign-in/demo?as=manager").status == 404


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/x",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        " //evil.example",
        "evil.example",
        "http://[",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(demo: Settings, address: str) -> None:
    assert local_path(address) == "/"
    assert ask(demo, f"/sign-in/demo?as=manager&next={quote(address)}").headers["location"] == "/"
    assert ask(demo, f"/sign-out?next={quote(address)}").headers["location"] == "/"


def test_signing_out_ends_the_cookie(demo: Settings) -> None:
    answer = ask(demo, "/sign-out?next=/expiry", signed_in(demo))
    assert answer.headers["location"] == "/expiry"
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_a_download_needs_somebody_signed_in(demo: Settings) -> None:
    assert ask(demo, "/media/abc.csv").status == 401
    assert ask(demo, "/media/abc.csv", method="HEAD").status == 401
    assert ask(demo, "/media/abc.csv", {**HERE, "cookie": f"{COOKIE}=forged"}).status == 401
    assert ask(demo, "/media/abc.csv", signed_in(demo)).body == "content of /media/abc.csv"


def test_a_refusal_is_said_in_the_readers_language(demo: Settings) -> None:
    assert "請先登入" in ask(demo, "/media/abc.csv", {**HERE, "accept-language": "zh-TW"}).body


def test_fonts_and_health_are_for_everybody(demo: Settings) -> None:
    assert ask(demo, "/static/media/font.woff2").status == 200
    assert ask(demo, "/healthz").body == '{"status":"ok"}'


def test_the_first_pages_name_leads_to_the_first_page(demo: Settings) -> None:
    assert ask(demo, "/overview?family=cloud").headers["location"] == "/?family=cloud"
    assert ask(demo, "/overview").headers["location"] == "/"


def test_nothing_but_main_and_folders_lies_in_pages() -> None:
    scripts = {path.name for path in (PROJECT / "pages").iterdir() if path.is_file()}
    assert scripts <= {"main.py", "__init__.py"}
    assert not (PROJECT / "pages" / "pages").exists()
