"""How long one waits from nothing: for the first page, and for a command."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import servers
from tests.bench.bench import Bench
from tests.bench.drawn import browser, seconds_until_drawn, window
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run, process
from tests.bench.turns import taking_turns
from tests.bench.world import READER

BENEFITS = Path(sys.executable).parent / "benefits"
COMMANDS = {"start_help": ("--help",), "start_report": ("report", "loads")}


def figures(bench: Bench) -> Iterator[Figure]:
    """On a home as a small company has it, with the reader's cookie at hand."""
    home = bench.copy_of(bench.home(*bench.size.started))
    yield from _commands(bench, home)
    yield _page(bench, home)


def _commands(bench: Bench, home: Path) -> Iterator[Figure]:
    for aim, words in COMMANDS.items():
        ours, imports = taking_turns(
            bench.size.runs,
            lambda words=words: process(BENEFITS, *words, BENEFITS_HOME=str(home)),
            lambda: process(sys.executable, "-c", "import polars, duckdb"),
        )
        yield ratio(aim, f"benefits {' '.join(words)}", ours, imports)


def _page(bench: Bench, home: Path) -> Figure:
    cookie = servers.cookie_of(READER, home)
    with browser() as chromium:
        ours, theirs = taking_turns(
            bench.size.runs,
            lambda: _cold(chromium, lambda: servers.app(home), cookie),
            lambda: _cold(chromium, servers.hello, {}),
        )
    return ratio("start_page", "from the start of the server to the last mark", ours, theirs)


def _cold(
    chromium: Browser, serve: Callable[[], AbstractContextManager[servers.Server]], cookies: Mapping[str, str]
) -> Run:
    start = time.perf_counter()
    with serve() as server:
        answers = time.perf_counter() - start
        with window(chromium, server.address, cookies) as opened:
            return Run(answers + seconds_until_drawn(opened, "/"))
