"""What tests say of a mutant. Each is judged in a process of its own, forked from one that has imported all libraries
and nothing of ours."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from tests.mutants.inside import judged
from tests.mutants.mutant import Mutant

# What takes longest to import. A fork loses the threads that some of it starts, which no test needs.
_LIBRARIES = ("altair", "babel.numbers", "duckdb", "hypothesis", "pandera.polars", "polars", "streamlit.testing.v1")
_FORK = get_context("fork")
# Added to pytest's exit codes, which are told from those of a process that dies by this.
_PYTEST = 10


class Verdict(StrEnum):
    """All but `survived` is a mutant that was killed."""

    BROKEN = "does not start"
    FAILED = "a test fails"
    ENDLESS = "no end"
    SURVIVED = "survived"


_BY_CODE = {_PYTEST: Verdict.SURVIVED, _PYTEST + 1: Verdict.FAILED, None: Verdict.ENDLESS}


def warm() -> None:
    """Imports what every mutant needs."""
    for name in _LIBRARIES:
        import_module(name)


def verdict(mutant: Mutant | None, tests: Sequence[str], folder: Path, seconds: float) -> Verdict:
    """What these tests say of the mutant, or of the code as it is; `seconds` is how long they may take."""
    process = _FORK.Process(target=_judge, args=(mutant, tests, folder))
    process.start()
    process.join(seconds)
    code = process.exitcode
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    return _BY_CODE.get(code, Verdict.BROKEN)


def _judge(mutant: Mutant | None, tests: Sequence[str], folder: Path) -> None:
    """Ends with the code. What the tests start is of the same group, so that it can be ended with them."""
    os.setsid()
    sys.exit(_PYTEST + judged(mutant, tests, folder))
