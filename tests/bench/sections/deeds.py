"""How long a deed takes, and how many are done in a second."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median

import duckdb

from pipelines.store import Store
from tests.bench.bench import Bench
from tests.bench.desk import Desk
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run, here
from tests.bench.turns import taking_turns
from tests.bench.world import ACTING, NOW

_THREADS = (1, 4)
_MOST = 100  # deeds that are measured one by one
# A row like one of the ledger's, as long, with its keys.
_TABLE = """
CREATE TABLE deed (stream_id VARCHAR NOT NULL, version BIGINT NOT NULL, request_id VARCHAR NOT NULL UNIQUE,
    done_at TIMESTAMPTZ NOT NULL, details VARCHAR NOT NULL, previous_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL,
    PRIMARY KEY (stream_id, version))
"""
_ROW = "INSERT INTO deed VALUES ('P-1', $number, $request, $now, $details, $hash, $hash)"


def figures(bench: Bench) -> Iterator[Figure]:
    """Seats are given: facts, rules, a row of the ledger."""
    home = bench.copy_of(bench.home(bench.size.usage[0], bench.size.entitlements[0]))
    store = Store(home)
    try:
        desk = Desk(store)
        desk.give(next(desk.numbers))
        yield _one(bench, desk)
        for threads in _THREADS:
            yield _sustained(bench, desk, threads)
    finally:
        store.close()


def _one(bench: Bench, desk: Desk) -> Figure:
    rows = count(1)
    with duckdb.connect(bench.scratch() / "bare.duckdb") as bare:
        bare.execute(_TABLE)
        done, committed = taking_turns(
            min(bench.size.deeds, _MOST),
            lambda: here(lambda: desk.give(next(desk.numbers))),
            lambda: here(lambda: _commit(bare, next(rows))),
        )
    return ratio("deed", f"{ACTING} partners in turn", done, committed)


def _commit(bare: duckdb.DuckDBPyConnection, number: int) -> None:
    row = {"number": number, "request": f"r-{number}", "now": NOW, "details": "x" * 150, "hash": "f" * 64}
    bare.execute("BEGIN")
    bare.execute(_ROW, row)
    bare.execute("COMMIT")


def _sustained(bench: Bench, desk: Desk, threads: int) -> Figure:
    """Every thread has partners of its own, as people at different companies have."""
    rounds = [[next(desk.numbers) for _ in range(bench.size.deeds)] for _ in range(bench.size.runs)]
    seconds = [_round(desk, numbers, threads).seconds for numbers in rounds]
    a_second = round(median(bench.size.deeds / one for one in seconds), 1)
    of = f"{threads} {'thread' if threads == 1 else 'threads'}, {ACTING} partners"
    return Figure("deeds_sustained", of, a_second, len(seconds), round(median(seconds), 3))


def _round(desk: Desk, numbers: list[int], threads: int) -> Run:
    shares = [[number for number in numbers if number % ACTING % threads == thread] for thread in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        return here(lambda: list(pool.map(lambda share: [desk.give(number) for number in share], shares)))
