"""How fast a file is loaded: beside DuckDB's own reader, beside what people use instead, and a second time."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run
from tests.bench.turns import taking_turns

_WORKS = "tests.bench.works"


def figures(bench: Bench) -> Iterator[Figure]:
    """A load against each of its references."""
    yield from _beside_duckdb(bench)
    yield from _a_second_time(bench)
    if bench.size.peers:
        yield from _beside_peers(bench)


def _beside_duckdb(bench: Bench) -> Iterator[Figure]:
    file, of = bench.usage(bench.size.rows), f"{bench.size.rows:,} rows"
    loads, plain, typed = taking_turns(
        bench.size.runs,
        lambda: _once(bench, "load", file),
        lambda: _once(bench, "read_csv", file),
        lambda: _once(bench, "read_csv_typed", file),
    )
    yield ratio("load", of, loads, plain)
    yield ratio("load_typed", of, loads, typed)


def _once(bench: Bench, work: str, file: Path) -> Run:
    with bench.briefly() as folder:
        return bench.run(f"{_WORKS}:{work}", file, folder)


def _a_second_time(bench: Bench) -> Iterator[Figure]:
    rows = bench.size.rows
    first, again, shuffled = [], [], []
    for _ in range(bench.size.runs):
        with bench.briefly() as home:
            first.append(bench.run(f"{_WORKS}:load", bench.usage(rows), home))
            again.append(bench.run(f"{_WORKS}:load", bench.usage(rows), home))
            shuffled.append(bench.run(f"{_WORKS}:load", bench.shuffled(rows), home))
    yield ratio("load_again", f"{rows:,} rows", again, first)
    yield ratio("load_shuffled", f"{rows:,} rows", shuffled, first)


def _beside_peers(bench: Bench) -> Iterator[Figure]:
    size = bench.size
    for aim, script, rows in (
        ("load_dlt", "dlt_arrow", size.peer_rows),
        ("load_pandera", "pandera_frame", size.peer_rows),
        ("load_frictionless", "frictionless_check", size.checked_rows),
    ):
        file = bench.usage(rows)
        loads, theirs = taking_turns(
            size.runs, lambda file=file: _once(bench, "load", file), lambda s=script, f=file: _peer(bench, s, f)
        )
        yield ratio(aim, f"{rows:,} rows", loads, theirs)


def _peer(bench: Bench, script: str, file: Path) -> Run:
    with bench.briefly() as folder:
        return bench.peer(script, file, folder)
