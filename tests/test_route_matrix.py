"""Role by page, by report and by route: every cell of a table, and nothing that the table does not know."""

import json
import runpy
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import streamlit as st
import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from pages.ui import session
from pages.ui.frame import PAGES
from pages.ui.identity import COOKIE, demo_cookie
from pages.ui.readers import find_reader
from pipelines.actions import Token
from pipelines.reports import REPORTS
from pipelines.rules.access import known_roles
from pipelines.settings import PROJECT, Settings
from pipelines.text import text
from tests.backend import copied
from tests.page_visits import MAIN
from tests.page_visits import PAGES as SCRIPTS
from tests.role_cells import EMAIL
from tests.route_cells import COLUMNS, NOBODY, STRANGER, furnished, rows
from tests.the_cast import TODAY
from tests.tokens import with_bearer

HERE = "http://localhost:8501"
EVERY_PAGE = {name for pages in PAGES.values() for name in pages}
# Who may not see the first page is led on to the first that he may.
LED_ON = "led_on"
# What is tried in every run; the deep one tries all.
FEW_PAGES = ("overview", "people")
FEW_REPORTS = ("expiry", "tokens")


@dataclass
class Server:
    """The app's own routes, those of Streamlit behind them, and what every request goes through."""

    settings: Settings
    tokens: dict[str, Token]
    routes: list[BaseRoute]
    client: TestClient

    def cookie(self, column: str) -> dict[str, str]:
        """What the browser of who stands for a column brings."""
        return {} if column == NOBODY else {"cookie": f"{COOKIE}={demo_cookie(EMAIL[column], self.settings)}"}


@pytest.fixture(scope="module")
def server(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = copied(cast_files, tmp_path_factory.mktemp("routes") / "home")
    tokens = furnished(home)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"HOME": home, "SIGN_IN": "demo", "AS_OF": TODAY, "METRICS_TOKEN": "m" * 32}.items():
            patch.setenv(f"BENEFITS_{name}", str(value))
        patch.setenv("BENEFITS_TRIES_PER_MINUTE", "100000")
        told = app_made(patch)
        app = Starlette(routes=[*told["routes"], *beyond()], middleware=told["middleware"])
        with TestClient(app, HERE, client=("127.0.0.1", 50000), follow_redirects=False) as client:
            yield Server(Settings(), tokens, app.routes, client)
    session._store_at.cache_clear()


class Ready:
    """Says, as often as it is awaited, that the server may be asked."""

    def __await__(self) -> Generator[None, None, tuple[bool, str]]:
        yield from ()
        return True, "ok"


def app_made(patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What app.py hands to Streamlit's server."""
    made: dict[str, Any] = {}
    patch.setattr(st, "App", lambda script, **told: made.update(told))
    runpy.run_path(str(PROJECT / "app.py"), run_name="app")
    structlog.reset_defaults()
    return made


def beyond() -> list[BaseRoute]:
    """Streamlit's own routes, of a server where nobody has a page open."""
    runtime = Mock(is_ready_for_browser_connection=Ready())
    runtime.media_file_mgr._storage = MemoryMediaFileStorage("/media")
    runtime.is_active_session.return_value = False
    runtime.component_registry.get_component_path.return_value = None
    runtime.bidi_component_registry.get_component_path.return_value = None
    return create_streamlit_routes(runtime)


def test_every_page_and_every_report_has_a_row_and_there_is_no_other() -> None:
    assert sorted(row.path for row in rows("page")) == sorted(EVERY_PAGE) == sorted(SCRIPTS)
    assert sorted(row.path for row in rows("report")) == sorted(REPORTS)


def test_every_role_has_a_column() -> None:
    assert set(COLUMNS) == {*known_roles(), "employee", "guest", STRANGER, NOBODY}


def test_every_route_of_the_server_has_a_row_and_there_is_no_other(server: Server) -> None:
    there = {(path_of(one), method) for one in server.routes for method in methods_of(one)}
    listed = {(row.path, method) for row in rows("route") for method in row.method.split()}
    assert there == listed


def path_of(route: BaseRoute) -> str:
    return str(getattr(route, "path", "")) or "/"


def methods_of(route: BaseRoute) -> set[str]:
    """HEAD is GET without the content."""
    if type(route).__name__ == "WebSocketRoute":
        return {"WEBSOCKET"}
    return set(getattr(route, "methods", None) or {"GET"}) - {"HEAD"}


@pytest.mark.parametrize("row", [*rows("route")], ids=lambda row: f"{row.method} {row.path}")
def test_every_route_gives_each_role_what_the_table_says(server: Server, row: Any) -> None:
    for column, expected in row.cells.items():
        for method in row.method.split():
            assert answered(server, method, row.asked, server.cookie(column)) == expected, (column, method)


def answered(server: Server, method: str, path: str, headers: dict[str, str]) -> str:
    if method != "WEBSOCKET":
        return str(server.client.request(method, path, headers=headers).status_code)
    with server.client.websocket_connect(path, headers={"host": "localhost:8501", "origin": HERE, **headers}):
        return "open"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_report_is_for_the_tokens_that_the_table_says(server: Server, column: str) -> None:
    headers = with_bearer(server.tokens[column]) if column != NOBODY else {}
    with session.store().snapshot() as snapshot:
        reader = find_reader(snapshot, headers, TODAY, "en")
    for row in rows("report"):
        given = reader and reader.scope(row.path)
        assert ("200" if given else "403" if reader else "401") == row.cells[column], row.path


@pytest.mark.parametrize("column", COLUMNS)
def test_a_report_is_answered_by_its_address_as_the_table_says(server: Server, column: str) -> None:
    by_address(server, column, FEW_REPORTS)


@pytest.mark.deep
@pytest.mark.parametrize("column", COLUMNS)
def test_every_report_is_answered_by_its_address_as_the_table_says(server: Server, column: str) -> None:
    by_address(server, column, tuple(REPORTS))


def by_address(server: Server, column: str, reports: tuple[str, ...]) -> None:
    """The table's cells for a token; being signed in on a page gives none of them."""
    headers = with_bearer(server.tokens[column]) if column != NOBODY else {}
    for row in (row for row in rows("report") if row.path in reports):
        assert str(server.client.head(row.asked, headers=headers).status_code) == row.cells[column], row.path
        assert server.client.head(row.asked, headers=server.cookie(column)).status_code == 401


def guarded() -> None:
    """A page that says before which pages its reader is stopped."""
    import json

    import streamlit as st

    from pages.ui import frame, session
    from pages.ui.refusals import NotAllowed

    with session.page_run():
        for name in (name for pages in frame.PAGES.values() for name in pages):
            try:
                session.require(f"see:{name}")
            except NotAllowed:
                st.text(json.dumps([name, "refused"]))
            else:
                st.text(json.dumps([name, "page"]))


@pytest.fixture
def signed_in(server: Server, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("BENEFITS_HOME", str(server.settings.home))
    monkeypatch.setenv("BENEFITS_SIGN_IN", "demo")
    return monkeypatch


def come(patch: pytest.MonkeyPatch, column: str) -> None:
    """Lets whoever comes next be the one who stands for a column."""
    patch.setattr("pages.ui.identity.who", lambda headers, cookies, settings: EMAIL.get(column))


@pytest.mark.parametrize("column", [column for column in EMAIL if column != STRANGER])
def test_every_page_stops_the_roles_that_the_table_says(signed_in: pytest.MonkeyPatch, column: str) -> None:
    come(signed_in, column)
    at = AppTest.from_function(guarded, default_timeout=60).run()
    assert not at.exception
    found = dict(json.loads(line.value) for line in at.text)
    assert found == {row.path: row.cells[column].replace(LED_ON, "refused") for row in rows("page")}


TITLES = {"refused": "refused.title", "no_access": "no_access.title", "sign_in": "sign_in.title"}


def shown(patch: pytest.MonkeyPatch, column: str, page: str) -> str:
    """What somebody finds who comes to a page: the page itself, or which door."""
    come(patch, column)
    at = AppTest.from_file(MAIN, default_timeout=60)
    if page != "overview":
        at.switch_page(SCRIPTS[page])
    at.run()
    assert not at.exception
    title = at.title[0].value
    doors = {text(key, "en"): door for door, key in TITLES.items()}
    return doors.get(title, LED_ON if page == "overview" and title != text("page.overview.title", "en") else "page")


@pytest.mark.parametrize("column", [STRANGER, NOBODY, "service_operator"])
def test_a_page_shows_the_door_that_the_table_says(signed_in: pytest.MonkeyPatch, column: str) -> None:
    seen_pages(signed_in, column, FEW_PAGES)


@pytest.mark.deep
@pytest.mark.parametrize("column", COLUMNS)
def test_every_page_shows_each_role_what_the_table_says(signed_in: pytest.MonkeyPatch, column: str) -> None:
    seen_pages(signed_in, column, tuple(SCRIPTS))


def seen_pages(patch: pytest.MonkeyPatch, column: str, pages: tuple[str, ...]) -> None:
    for row in (row for row in rows("page") if row.path in pages):
        assert shown(patch, column, row.path) == row.cells[column], row.path
