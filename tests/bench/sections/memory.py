"""How much memory a load takes, and that it does not grow with the file."""

from collections.abc import Iterator
from statistics import median

from tests.bench.bench import Bench
from tests.bench.figure import Figure
from tests.bench.run import Run

_LARGER = {2: "load_peak_twice", 4: "load_peak_fourfold"}


def figures(bench: Bench) -> Iterator[Figure]:
    """Peaks of processes of their own. The larger files are loaded a few times only: each run takes long."""
    rows, few = bench.size.rows, max(1, bench.size.runs // 2)
    once = _loads(bench, rows, bench.size.runs)
    yield Figure("load_peak", f"{rows:,} rows", round(_peak(once)), len(once), _seconds(once))
    for times, aim in _LARGER.items():
        larger = _loads(bench, times * rows, few)
        grown = round(_peak(larger) / _peak(once), 3)
        of = f"{times * rows:,} rows : {rows:,}"
        yield Figure(aim, of, grown, few, _seconds(larger), _seconds(once), peak_mb=round(_peak(larger)))


def _loads(bench: Bench, rows: int, runs: int) -> list[Run]:
    found = []
    for _ in range(runs):
        with bench.briefly() as home:
            found.append(bench.run("tests.bench.works:load", bench.usage(rows), home))
    return found


def _peak(runs: list[Run]) -> float:
    return median(run.peak_mb for run in runs)


def _seconds(runs: list[Run]) -> float:
    return round(median(run.seconds for run in runs), 2)
