"""A command that needs the ledger runs where the ledger is: here, or in the app that holds it."""

import time
from collections.abc import Callable, Sequence

from pipelines.errors import BenefitsError

# The code of LedgerBusy: it is known by its name, so that a command that opens no store does not load one.
_BUSY = "ledger_busy"
_PATIENCE_SECONDS = 10
_STEP_SECONDS = 0.1


def where_the_ledger_is(words: Sequence[str], here: Callable[[Sequence[str]], int]) -> int:
    """Runs a command here, or in the app where that holds the ledger; gives its exit code.

    Another command holds the ledger for a moment only; who holds it for longer is named by LedgerBusy.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return here(words)
        except BenefitsError as busy:
            if busy.code != _BUSY:
                raise
            code = _in_the_app(words, str(busy.facts["pid"]))
            if code is not None:
                return code
            if time.monotonic() >= deadline:
                busy.facts["seconds"] = _PATIENCE_SECONDS
                raise
        time.sleep(_STEP_SECONDS)


def _in_the_app(words: Sequence[str], holder: str) -> int | None:
    # Loaded by a command that finds the ledger taken, which few do.
    from pipelines.commands.loopback import in_the_app

    return in_the_app(words, holder)
