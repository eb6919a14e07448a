"""`benefits …`: the commands, and what becomes of a refusal and of a fault of ours."""

import sys
from io import TextIOWrapper

import typer

from pipelines import faults
from pipelines.commands.demo import demo
from pipelines.commands.load import load
from pipelines.commands.report import report
from pipelines.commands.serve import serve
from pipelines.commands.shared import FAULT, REFUSED, language
from pipelines.commands.template import template
from pipelines.commands.terminal import complain
from pipelines.commands.warehouse import check, rollback
from pipelines.errors import BenefitsError
from pipelines.ingest.outcome import TotalsDisagree
from pipelines.settings import load_settings
from pipelines.text import text

# Plain help and usage errors: a box breaks sentences that automation reads.
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Loads what a partner has, reports what is used, idle and lapsing.",
)
for command in (load, report, template, demo, serve, rollback, check):
    app.command()(command)


def main() -> None:
    """Runs a command. A refusal is a sentence and exit 2, a fault of ours a sentence with a reference and exit 1."""
    _show_what_the_terminal_can()
    try:
        app(prog_name="benefits")
    except BenefitsError as refusal:
        complain(refusal.sentence(language()))
        sys.exit(FAULT if isinstance(refusal, TotalsDisagree) else REFUSED)
    # The last resort: a traceback would tell the user nothing, and could show what a file holds.
    except Exception as fault:  # noqa: BLE001
        reference, log = faults.record(fault, load_settings().home)
        complain(text("error.fault", language(), reference=reference, log=log))
        sys.exit(FAULT)


def _show_what_the_terminal_can() -> None:
    """Names in letters that the terminal lacks are shown in codes; they must not stop a load that is done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
