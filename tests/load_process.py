"""A load in a process of its own, to be killed, to hold the lock, or to run beside another."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from pipelines.errors import BenefitsError
from pipelines.ingest import Incoming
from pipelines.store import Store
from tests.usage_files import load_file

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.load_process"])
_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Loading:
    """A process that loads a file: it says "ready", waits for a word to begin, then says what came of it."""

    process: BaseProcess
    line: Connection

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self.process.pid is not None
        return self.process.pid

    def begin(self) -> None:
        """Lets the load begin."""
        self.line.send("begin")

    def told(self) -> str:
        """What the process says next: the status of its load, or the sentence of its refusal."""
        assert self.line.poll(_PATIENCE_SECONDS), "the process says nothing"
        return str(self.line.recv())

    def kill(self) -> None:
        """Ends the process as `kill -9` does."""
        self.process.kill()
        self.process.join()


@contextmanager
def loading(
    home: Path, incoming: Incoming, *, wait_seconds: float = 60, dies_at: str | None = None
) -> Iterator[Loading]:
    """A process ready to load a file. It kills itself where it would call the function named by `dies_at`."""
    with started(_run, home, incoming, wait_seconds, dies_at) as one:
        assert one.told() == "ready"
        yield one


@contextmanager
def started(work: Callable[..., None], *args: object) -> Iterator[Loading]:
    """A process that does the work with a line to us and the arguments; it is killed in the end."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=work, args=(theirs, *args))
    # A page's test leaves its script as the main module, which the child would run.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    theirs.close()
    one = Loading(process, ours)
    try:
        yield one
    finally:
        one.kill()
        ours.close()


def _run(line: Connection, home: Path, incoming: Incoming, wait_seconds: float, dies_at: str | None) -> None:
    store = Store(home, lock_wait_seconds=wait_seconds)
    line.send("ready")
    line.recv()
    with ExitStack() as stack:
        if dies_at:
            stack.enter_context(patch(dies_at, _die))
        try:
            line.send(load_file(store, incoming).status)
        except BenefitsError as refusal:
            line.send(str(refusal))


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def lock_holder(home: Path) -> Iterator[int]:
    """A process that holds the load lock; gives its number."""
    with started(_hold, home) as holder:
        assert holder.told() == "held"
        yield holder.pid


def _hold(line: Connection, home: Path) -> None:
    with Store(home).writing():
        line.send("held")
        line.recv()
