"""A machine of its own that loads what it is told into a lake, again and again."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.ingest import Incoming
from tests.lakes import machine
from tests.load_process import Loading, started
from tests.usage_files import load_file


@contextmanager
def loader(home: Path, words: str, folder: Path, wait_seconds: float) -> Iterator[Loading]:
    """A process that loads each file whose path it is sent, and says the load's status or the refusal's code.

    None ends it.
    """
    with started(_load, home, words, folder, wait_seconds) as one:
        assert one.told() == "ready"
        yield one
        one.line.send(None)


def _load(line: Connection, home: Path, words: str, folder: Path, wait_seconds: float) -> None:
    with machine(home, words, folder, wait_seconds=wait_seconds) as store:
        line.send("ready")
        while (path := line.recv()) is not None:
            try:
                line.send(load_file(store, Incoming(path.name, path)).status)
            except BenefitsError as refusal:
                line.send(refusal.code)
