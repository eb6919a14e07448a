"""Servers that are measured: the app, one with the small page, Streamlit's own hello."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pages.ui.identity import COOKIE, demo_cookie
from pipelines.settings import load_settings
from tests.bench.app_pages import SETTINGS, SMALL_PAGE
from tests.bench.run import ROOT, peak_mb
from tests.serving import free_port

_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A server that answers, and its process."""

    address: str
    process: int

    @property
    def peak_mb(self) -> float:
        """The most memory that it has had."""
        return peak_mb(self.process)


@contextmanager
def app(home: Path) -> Iterator[Server]:
    """The app on a home, where readers sign in as in the demo and may ask as often as they like."""
    settings = {"BENEFITS_HOME": str(home), "BENEFITS_TRIES_PER_MINUTE": "1000000", **SETTINGS}
    with _served("run", "app.py", **settings) as server:
        yield server


@contextmanager
def small_page() -> Iterator[Server]:
    """The page with one chart and one small table."""
    with _served("run", SMALL_PAGE) as server:
        yield server


@contextmanager
def hello() -> Iterator[Server]:
    """Streamlit's own first page."""
    with _served("hello") as server:
        yield server


def cookie_of(reader: str, home: Path) -> dict[str, str]:
    """What the browser of somebody who has signed in at the app sends."""
    settings = load_settings().model_copy(update={"home": home})
    return {COOKIE: demo_cookie(reader, settings)}


@contextmanager
def _served(*command: str, **settings: str) -> Iterator[Server]:
    port = free_port()
    # Whatever the server is called by, it is this address.
    told = {"BENEFITS_ADDRESS": f"http://127.0.0.1:{port}", **settings}
    arguments = [sys.executable, "-m", "streamlit", *command, "--server.port", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            arguments, cwd=ROOT, env={**os.environ, **told}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(port, process)
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            process.wait(timeout=_SECONDS)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.01)
    raise AssertionError(f"no answer after {_SECONDS} seconds")
