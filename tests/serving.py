"""The real server on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.settings import PROJECT
from tests.the_cast import TODAY

WAIT_SECONDS = 60


@contextmanager
def serving(home: Path, log: Path, program: str = "streamlit", **settings: str) -> Iterator[str]:
    """Starts `streamlit run app.py` on a free port until the block ends; gives its address. `program`: a module that
    does so too."""
    with server_process(home, log, program, **settings) as (process, address):
        wait_for(address, process, log)
        yield address


@contextmanager
def server_process(
    home: Path, log: Path, program: str = "streamlit", **settings: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The server's process, which may not answer yet, and its address. It is ended with the block."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = {"BENEFITS_HOME": str(home), "BENEFITS_SIGN_IN": "demo", "BENEFITS_AS_OF": TODAY.isoformat()}
    # One address asks for everybody here.
    told |= {"BENEFITS_ADDRESS": address, "BENEFITS_TRIES_PER_MINUTE": "100000"}
    command = [sys.executable, "-m", program, "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **told, **settings}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process, address
        finally:
            process.terminate()
            process.wait(timeout=WAIT_SECONDS)


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until a server answers; fails where it ends before."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer after {WAIT_SECONDS} seconds: {log.read_text('utf-8')}")
