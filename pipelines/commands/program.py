"""The program `benefits`: its commands, and what becomes of a refusal and of a fault of ours."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

import typer

from pipelines.commands.names import COMMANDS
from pipelines.errors import BenefitsError

FAULT, REFUSED = 1, 2


def run(words: Sequence[str]) -> int:
    """Runs a command; gives its exit code. Raises what the command raises."""
    try:
        _program(words[0] if words else "")(list(words), prog_name="benefits")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _program(asked: str) -> typer.Typer:
    """The program with the command that is asked for. The others, which would load most of what there is, are named."""
    # Plain help and usage errors: a box breaks sentences that automation reads.
    program = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Loads what a partner has, reports what is used, idle and lapsing, does what the programme allows.",
    )
    for name, (module, says) in COMMANDS.items():
        if name == asked:
            _add(program, name, module)
        else:
            program.command(name, help=says)(_not_asked)
    return program


def _add(program: typer.Typer, name: str, module: str) -> None:
    command = getattr(import_module(f"pipelines.commands.{module}"), name.replace("-", "_"))
    if isinstance(command, typer.Typer):
        program.add_typer(command, name=name)
    else:
        program.command(name)(command)


def _not_asked() -> None:
    """Stands for a command that was not asked for."""


def told(work: Callable[[], int]) -> int:
    """The exit code of the work: of a refusal, which is told in a sentence, 2; of a fault of ours, told with a
    reference, 1."""
    try:
        return work()
    except BenefitsError as refusal:
        _complaints().of_refusal(refusal)
        return FAULT if refusal.ours else REFUSED
    except BrokenPipeError:
        _leave_the_pipe()
        return FAULT
    # The last resort: a traceback would tell the user nothing, and could show what a file holds.
    except Exception as fault:  # noqa: BLE001
        return FAULT if _complaints().of_fault(fault) else REFUSED


def _complaints() -> ModuleType:
    # Loaded by a command that does not end well: it needs the settings and the log.
    from pipelines.commands import complaint

    return complaint


def _leave_the_pipe() -> None:
    """Whoever reads our output has gone: nothing more is written there, not even at the end of the process."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
