"""How the server bears many readers who click at the same time."""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from tests.bench import servers
from tests.bench.bench import Bench
from tests.bench.clicks import Clicks, clicked
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run
from tests.bench.world import READER

# Where readers go; the first page stands at the root, where they come in.
PATHS = ("", "utilization", "expiry", "value", "credits", "spend")


def figures(bench: Bench) -> Iterator[Figure]:
    """Readers on the app against as many on a server with a small page, in turns."""
    home = bench.copy_of(bench.home(bench.size.usage[1], bench.size.entitlements[1]))
    readers, clicks = bench.size.readers, bench.size.clicks
    with ExitStack() as opened:
        app, small = opened.enter_context(servers.app(home)), opened.enter_context(servers.small_page())
        cookie = servers.cookie_of(READER, home)
        clicked(app.address, cookie, 1, PATHS, len(PATHS)), clicked(small.address, {}, 1, [""], 1)
        ours: list[Clicks] = []
        theirs: list[Clicks] = []
        for _ in range(bench.size.runs):
            theirs.append(clicked(small.address, {}, readers, [""], clicks))
            ours.append(clicked(app.address, cookie, readers, PATHS, clicks))
        of = f"{readers} readers, {clicks} clicks each"
        yield ratio("sessions", of, [Run(one.p95) for one in ours], [Run(one.p95) for one in theirs])
        errors = [error for one in ours for error in one.errors]
        yield Figure("session_errors", ": ".join([of, *errors[:1]]), len(errors), len(ours))
        yield Figure("server_peak", of, round(app.peak_mb), 1, median(one.p95 for one in ours))
