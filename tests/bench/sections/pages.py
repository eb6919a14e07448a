"""How long the script of a page runs: the first time after a load, and later."""

from collections.abc import Iterator

from tests.bench.app_pages import PAGES, checked, loaded_anew, page, read_by, small_page
from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run, here
from tests.bench.world import READER


def figures(bench: Bench) -> Iterator[Figure]:
    """Each page of a reader of everything, against a page with one chart and one small table."""
    home = bench.copy_of(bench.home(bench.size.usage[1], bench.size.entitlements[1]))
    with read_by(READER, home):
        checked(page("overview").run())
        small_page().run()
        for name in list(PAGES)[: bench.size.most]:
            first, cached, small = [], [], []
            for _ in range(bench.size.runs):
                loaded_anew(home)
                small.append(here(small_page().run))
                first.append(_run(name))
                cached.append(_run(name))
            yield ratio("page_first", name, first, small)
            yield ratio("page_cached", name, cached, small)


def _run(name: str) -> Run:
    test = page(name)
    run = here(test.run)
    checked(test)
    return run
