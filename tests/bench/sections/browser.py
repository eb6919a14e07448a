"""How long a page takes in a browser, from the address to the last mark that is drawn."""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import servers
from tests.bench.app_pages import loaded_anew
from tests.bench.bench import Bench
from tests.bench.drawn import browser, seconds_until_drawn, window
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run
from tests.bench.world import READER

MEASURED = ("overview", "utilization", "expiry", "value", "credits", "spend")


def figures(bench: Bench) -> Iterator[Figure]:
    """Pages of a reader of everything, against a page with one chart and one small table.

    Both servers run and both windows have been open: what a browser keeps of a site, it has.
    """
    home = bench.copy_of(bench.home(bench.size.usage[1], bench.size.entitlements[1]))
    with ExitStack() as opened:
        app, small = opened.enter_context(servers.app(home)), opened.enter_context(servers.small_page())
        chromium = opened.enter_context(browser())
        signed_in = opened.enter_context(window(chromium, app.address, servers.cookie_of(READER, home)))
        nobody = opened.enter_context(window(chromium, small.address, {}))
        seconds_until_drawn(nobody, "/"), seconds_until_drawn(signed_in, "/")
        for name in MEASURED[: bench.size.most]:
            first, cached, its = [], [], []
            for _ in range(bench.size.runs):
                loaded_anew(home)
                its.append(Run(seconds_until_drawn(nobody, "/")))
                first.append(Run(seconds_until_drawn(signed_in, _path(name))))
                cached.append(Run(seconds_until_drawn(signed_in, _path(name))))
            yield ratio("browser_first", name, first, its)
            yield ratio("browser_cached", name, cached, its)


def _path(name: str) -> str:
    """The first page stands at the root."""
    return "/" if name == MEASURED[0] else f"/{name}"
