"""The program `benefits`: its commands, and what becomes of a refusal and of a fault of ours."""

import os
import sys
from collections.abc import Callable, Sequence

import typer

from pipelines import faults
from pipelines.commands.act import act
from pipelines.commands.audit import audit
from pipelines.commands.backup import backup
from pipelines.commands.can import can
from pipelines.commands.deliver import deliver
from pipelines.commands.demo import demo
from pipelines.commands.erase import erase
from pipelines.commands.evidence import evidence
from pipelines.commands.load import load
from pipelines.commands.loopback import AnswerLost
from pipelines.commands.pack import pack
from pipelines.commands.person import person
from pipelines.commands.remind import remind
from pipelines.commands.report import report
from pipelines.commands.restore import restore
from pipelines.commands.rotate_key import rotate_key
from pipelines.commands.serve import serve
from pipelines.commands.setup_code import setup_code
from pipelines.commands.shared import FAULT, REFUSED, language
from pipelines.commands.template import template
from pipelines.commands.terminal import complain
from pipelines.commands.token import token
from pipelines.commands.warehouse import check, rollback
from pipelines.errors import BenefitsError
from pipelines.ingest.outcome import TotalsDisagree
from pipelines.settings import load_settings
from pipelines.text import text

# Plain help and usage errors: a box breaks sentences that automation reads.
program = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Loads what a partner has, reports what is used, idle and lapsing, does what the programme allows.",
)
COMMANDS = (
    load, report, pack, evidence, can, act, template, demo, serve, setup_code, deliver, remind, rotate_key, erase,
    rollback, check, backup, restore,
)  # fmt: skip
for command in COMMANDS:
    program.command()(command)
program.add_typer(audit, name="audit")
program.add_typer(token, name="token")
program.add_typer(person, name="person")

# Refusals that are no fault of what was asked.
OUR_FAULTS = (TotalsDisagree, AnswerLost)


def run(words: Sequence[str]) -> int:
    """Runs a command; gives its exit code. Raises what the command raises."""
    try:
        program(list(words), prog_name="benefits")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def told(work: Callable[[], int]) -> int:
    """The exit code of the work: of a refusal, which is told in a sentence, 2; of a fault of ours, told with a
    reference, 1."""
    try:
        return work()
    except BenefitsError as refusal:
        complain(refusal.sentence(language()))
        return FAULT if isinstance(refusal, OUR_FAULTS) else REFUSED
    except BrokenPipeError:
        _leave_the_pipe()
        return FAULT
    # The last resort: a traceback would tell the user nothing, and could show what a file holds.
    except Exception as fault:  # noqa: BLE001
        reference, log = faults.record(fault, load_settings().home)
        complain(text("error.fault", language(), reference=reference, log=log))
        return FAULT


def _leave_the_pipe() -> None:
    """Whoever reads our output has gone: nothing more is written there, not even at the end of the process."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
