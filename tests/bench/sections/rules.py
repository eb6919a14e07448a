"""How fast the rules decide on a whole portfolio."""

from collections.abc import Iterator

from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.portfolio import measured
from tests.bench.run import Run


def figures(bench: Bench) -> Iterator[Figure]:
    """All actions about benefits over all of them."""
    rows = bench.size.entitlements[1]
    told = [measured(rows) for _ in range(bench.size.runs)]
    decided, filtered = [Run(one.decide_s) for one in told], [Run(one.filter_s) for one in told]
    yield ratio("decide", f"{rows:,} benefits", decided, filtered)
