"""How fast rows are written as CSV."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.turns import taking_turns


def figures(bench: Bench) -> Iterator[Figure]:
    """The rows of the files as the app exports them, against DuckDB writing the same query's."""
    home = bench.home(bench.size.exported, bench.size.entitlements[0])
    ours, theirs = bench.scratch() / "ours.csv", bench.scratch() / "theirs.csv"
    exports, copies = taking_turns(
        bench.size.runs,
        lambda: bench.run("tests.bench.works:export", home, ours),
        lambda: bench.run("tests.bench.works:copy", home, theirs),
    )
    assert _lines(ours) == _lines(theirs)
    yield ratio("export", f"{bench.size.exported:,} rows", exports, copies)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
