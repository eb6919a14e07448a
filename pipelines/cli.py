"""`benefits …`: a command of the program, run where the ledger is."""

import sys
from io import TextIOWrapper

from pipelines.commands.later import later
from pipelines.commands.program import run, told
from pipelines.commands.where import where_the_ledger_is


def main() -> None:
    """Runs a command. A refusal is a sentence and exit 2, a fault of ours a sentence with a reference and exit 1."""
    _show_what_the_terminal_can()
    later("polars")
    sys.exit(told(lambda: where_the_ledger_is(sys.argv[1:], run)))


def _show_what_the_terminal_can() -> None:
    """Names in letters that the terminal lacks are shown in codes; they must not stop a load that is done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
