"""Processes with homes of their own that share one ledger and one lake, as apps on several machines do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from pipelines.actions import Done, Order, Refused, act
from pipelines.errors import BenefitsError
from pipelines.ingest import Incoming
from pipelines.store import Store
from tests.lakes import machine
from tests.load_process import Loading, started
from tests.usage_files import load_file

# What a process answers: "done" and the deed's hash, "refused" and the rules, what a load came to, or a refusal's code.
Told = tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """Where the ledger and the lake are: a database, by libpq's words, and a folder for the lake's files."""

    words: str
    folder: Path


@contextmanager
def replicas(count: int, homes: Path, shared: Shared) -> Iterator[list[Loading]]:
    """So many processes, each ready to work; those that still live end with the block."""
    with ExitStack() as held:
        made = [held.enter_context(started(_serve, homes / f"replica-{n}", shared)) for n in range(count)]
        for one in made:
            assert one.told() == "ready"
        yield made


def at_once(processes: Sequence[Loading], works: Sequence[Sequence[Order | Incoming]]) -> list[list[Told]]:
    """What comes of works that processes do at the same time, each in its order."""
    for one, work in zip(processes, works, strict=True):
        one.line.send(list(work))
    return [answers(one) for one in processes]


def answers(process: Loading) -> list[Told]:
    """What comes of the work that a process was given."""
    assert wait_for([process.line], 240), "the process says nothing"
    return list(process.line.recv())


def _serve(line: Connection, home: Path, shared: Shared) -> None:
    with machine(home, shared.words, shared.folder) as store:
        with store.snapshot():
            line.send("ready")
        while True:
            line.send([_told(lambda one=one: _done(store, one)) for one in line.recv()])


def _told(work: Callable[[], Told]) -> Told:
    try:
        return work()
    except BenefitsError as refusal:
        return refusal.code, str(refusal)


def _done(store: Store, asked: Order | Incoming) -> Told:
    if isinstance(asked, Incoming):
        return (load_file(store, asked).status,)
    outcome = act(store, asked)
    if isinstance(outcome, Done):
        assert outcome.receipt is not None
        return "done", outcome.receipt.hash
    return "refused", *sorted({one.rule.id for one in outcome.broken} if isinstance(outcome, Refused) else ())
