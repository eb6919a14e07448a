"""How many deeds several replicas do on one PostgreSQL, beside one replica alone; and whether all of them are there."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count, islice
from statistics import median

from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.replica import Replica, replica
from tests.bench.run import Run, apart, here
from tests.bench.turns import taking_turns
from tests.bench.world import ACTING
from tests.postgres import Server, running

REPLICAS = 3
_DATABASE = "benefits"
_DONE = "SELECT count(*), count(DISTINCT request_id) FROM ledger.deed WHERE outcome = 'done' AND action = 'assign_seat'"


def figures(bench: Bench) -> Iterator[Figure]:
    """The same number of deeds, over the same partners, by one replica and shared by three."""
    numbers, deeds, of = count(), bench.size.deeds, f"{bench.size.deeds} deeds, {ACTING} partners"
    with ExitStack() as opened:
        server = opened.enter_context(running(lasting=True))
        settings = _loaded(bench, server)
        replicas = [opened.enter_context(replica(bench.scratch(), settings)) for _ in range(REPLICAS)]
        for one in replicas:
            _done([one], list(islice(numbers, ACTING)))
        shared, parted, alone = taking_turns(
            bench.size.runs,
            lambda: here(lambda: _done(replicas, list(islice(numbers, deeds)))),
            lambda: here(lambda: _done(replicas, sorted(islice(numbers, deeds), key=_partner))),
            lambda: here(lambda: _done(replicas[:1], list(islice(numbers, deeds)))),
        )
        yield Figure("replica_deeds", of, round(median(deeds / one.seconds for one in alone), 1), len(alone))
        yield ratio("replicas", f"{of}, each replica at all", _waited(shared), _waited(alone))
        yield ratio("replicas", f"{of}, each replica at its own", _waited(parted), _waited(alone))
        yield Figure("replicas_lost", of, _lost(server, next(numbers)), 1)


def _loaded(bench: Bench, server: Server) -> dict[str, str]:
    """The settings of a ledger and a warehouse on the server, which hold a world."""
    words, size = server.create(_DATABASE), bench.size
    settings = {
        "BENEFITS_LEDGER": f"postgres:{words}",
        "BENEFITS_WAREHOUSE": f"ducklake:postgres:{words}",
        "BENEFITS_WAREHOUSE_DATA": str(bench.scratch()),
    }
    usage, files = bench.usage(size.usage[0]), bench.world_files(size.entitlements[0])
    apart("tests.bench.works:world", bench.scratch(), usage, files, **settings)
    return settings


def _done(replicas: Sequence[Replica], numbers: Sequence[int]) -> None:
    """All begin at once; the last one ends it."""
    share = -(-len(numbers) // len(replicas))
    for place, one in enumerate(replicas):
        one.begin(numbers[place * share : (place + 1) * share])
    for one in replicas:
        one.end()


def _partner(number: int) -> int:
    """What brings the deeds of a partner together, so that they are mostly one replica's."""
    return number % ACTING


def _waited(runs: Sequence[Run]) -> list[Run]:
    """The time alone: the work is done in other processes."""
    return [Run(one.seconds) for one in runs]


def _lost(server: Server, given: int) -> int:
    """By how many the deeds in the ledger differ from those that were done, or are there twice."""
    deeds, different = map(int, server.run(_DONE, _DATABASE).split("|"))
    return abs(given - deeds) + deeds - different
