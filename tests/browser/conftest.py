"""The real server, and a browser that notes what it asks of other hosts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipelines.demo import make
from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.store import Store
from tests.backend import copied
from tests.browser.traffic import Traffic
from tests.serving import WAIT_SECONDS, serving
from tests.the_cast import NOW, TODAY

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
expect.set_options(timeout=WAIT_SECONDS * 1000)


@pytest.fixture(scope="session")
def server(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the cast's data and the demo's sign-in, shared by tests that change nothing."""
    folder = tmp_path_factory.mktemp("server")
    with serving(copied(cast_files, folder / "home"), folder / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo's three companies, to be copied by tests that change it."""
    folder = tmp_path_factory.mktemp("demo")
    store = Store(folder / "home")
    files = [Incoming(one.path.name, one.path, one.settings) for one in make(folder / "files", on_day=TODAY)]
    assert load(store, files, Order(OPERATOR, NOW, TODAY, {})).status == "loaded"
    store.close()
    return folder / "home"


@pytest.fixture(scope="session")
def demo_server(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo's three companies, shared by tests that change nothing."""
    folder = tmp_path_factory.mktemp("demo-server")
    with serving(copied(demo_files, folder / "home"), folder / "server.log") as address:
        yield address


@pytest.fixture
def fresh_server(cast_home: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the test's own, that nobody has asked for anything yet."""
    with serving(cast_home, tmp_path / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, started once."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing; `make test` says how to install it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A window without history or cookies on the shared server."""
    with visiting(browser, server) as opened:
        yield opened


@pytest.fixture
def first_page(browser: Browser, fresh_server: str) -> Iterator[Page]:
    """A window on a server of the test's own."""
    with visiting(browser, fresh_server) as opened:
        yield opened


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Page]:
    """A new window on a server; the test fails if its pages asked another host for anything, or an answer came without
    the headers that keep them from it."""
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_SECONDS * 1000)
    opened = context.new_page()
    traffic = Traffic(address)
    traffic.watch(opened)
    yield opened
    context.close()
    traffic.check()
