"""The language that a page's shell names, by which it is read aloud."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.ui.spoken import Spoken
from pipelines.settings import Settings

SHELL = Path(streamlit.__file__).parent / "static" / "index.html"
PAGE = {"accept": "text/html,*/*"}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    app = Starlette(
        routes=[
            Route("/own", lambda _: HTMLResponse('<html lang="en">')),
            Route("/{page}", lambda _: FileResponse(SHELL)),
        ]
    )
    app.add_middleware(Spoken, settings=Settings(home=tmp_path))
    return TestClient(app)


def language_of(html: str) -> str:
    [named] = re.findall(r'<html lang="([^"]+)"', html)
    return str(named)


@pytest.mark.parametrize(
    ("path", "wanted", "named"),
    [
        ("/credits", "en-GB", "en"),
        ("/credits", "zh-TW,zh;q=0.9", "zh-Hant"),
        ("/credits?language=zh-Hans", "en-GB", "zh-Hans"),
        ("/credits?language=en", "zh-TW", "en"),
        ("/credits?language=%22%3E%3Cb", "zh-CN", "zh-Hans"),
        ("/credits?language=xx", "de", "en"),
    ],
)
def test_the_shell_names_the_language_of_the_page(client: TestClient, path: str, wanted: str, named: str) -> None:
    answer = client.get(path, headers=PAGE | {"accept-language": wanted})
    assert language_of(answer.text) == named
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.replace(f'lang="{named}"', 'lang="en"') == SHELL.read_text("utf-8")


def test_a_shell_that_the_browser_has_in_another_language_comes_anew(client: TestClient) -> None:
    first = client.get("/credits", headers=PAGE | {"accept-language": "en"})
    again = PAGE | {"accept-language": "zh-TW", "if-none-match": first.headers["etag"]}
    assert language_of(client.get("/credits", headers=again).text) == "zh-Hant"


def test_a_page_of_our_own_says_its_language_itself(client: TestClient) -> None:
    assert language_of(client.get("/own?language=zh-Hans", headers=PAGE).text) == "en"
