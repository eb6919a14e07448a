"""The real server on a free port of this machine, and a browser that notes what it asks of other hosts."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipelines.settings import PROJECT
from tests.the_cast import TODAY

WAIT_SECONDS = 60
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
    with serving(Path(shutil.copytree(cast_files, folder / "home")), folder / "server.log") as address:
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
    """A new window on a server; the test fails if the pages asked any other host for anything."""
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT_SECONDS * 1000)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@contextmanager
def serving(home: Path, log: Path, **settings: str) -> Iterator[str]:
    """Starts `streamlit run app.py` on a free port until the block ends; gives its address."""
    port = _free_port()
    told = {"BENEFITS_HOME": str(home), "BENEFITS_SIGN_IN": "demo", "BENEFITS_AS_OF": TODAY.isoformat()}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **told, **settings}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=WAIT_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"no answer after {WAIT_SECONDS} seconds: {log.read_text('utf-8')}")
