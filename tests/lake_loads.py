"""A machine of its own that loads what it is told into a lake, again and again."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.ingest import Incoming
from tests.lakes import machine
from tests.usage_files import load_file

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.lake_loads"])
_PATIENCE_SECONDS = 120


@contextmanager
def loader(home: Path, words: str, folder: Path, wait_seconds: float) -> Iterator[Connection]:
    """A process that loads each file whose path it is sent, and says the load's status or the refusal's code.

    None ends it.
    """
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_load, args=(theirs, home, words, folder, wait_seconds))
    process.start()
    try:
        assert told(ours) == "ready"
        yield ours
        ours.send(None)
        process.join(_PATIENCE_SECONDS)
    finally:
        process.kill()


def told(line: Connection) -> str:
    """What a process says next."""
    assert line.poll(_PATIENCE_SECONDS), "the process says nothing"
    return str(line.recv())


def _load(line: Connection, home: Path, words: str, folder: Path, wait_seconds: float) -> None:
    with machine(home, words, folder, wait_seconds=wait_seconds) as store:
        line.send("ready")
        while (path := line.recv()) is not None:
            try:
                line.send(load_file(store, Incoming(path.name, path)).status)
            except BenefitsError as refusal:
                line.send(refusal.code)
