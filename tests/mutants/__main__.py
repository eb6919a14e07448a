"""`make mutants`: how many small faults in rules and actions the tests notice; MUTANTS="…" passes options.

Prints those that nobody noticed as they are found, and a row a room. Ends with 1 where fewer than 85 of 100 that could
be noticed are. What cannot be noticed is listed in equal.toml.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.mutants.judge import judged
from tests.mutants.mutant import ROOMS, Mutant, drawn, files_of
from tests.mutants.result import ENOUGH, Result, table, told
from tests.mutants.verdict import Verdict

_WIDTH = 160


def main(
    room: Annotated[list[str] | None, typer.Option(help=f"Of {', '.join(ROOMS)}; both. May be repeated.")] = None,
    number: Annotated[int, typer.Option(help="Mutants of each room.")] = 300,
    seed: Annotated[int, typer.Option(help="Which ones; the same seed draws the same.")] = 7,
    file: Annotated[str, typer.Option(help="Only of files whose path holds this.")] = "",
) -> None:
    """Draws, judges and prints."""
    console = Console(width=_WIDTH)
    results = []
    for one in room or ROOMS:
        files = [name for name in files_of(one) if file in name]
        results.append(_result(one, drawn(files, number, seed), console))
    console.print(table(results))
    raise typer.Exit(any(one.killed < ENOUGH for one in results))


def _result(room: str, mutants: list[Mutant], console: Console) -> Result:
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        for mutant, said in judged(mutants, Path(folder)):
            verdicts.append((mutant, said))
            if said is Verdict.SURVIVED:
                console.print(told(mutant), highlight=False, markup=False)
    return Result(room, verdicts)


if __name__ == "__main__":
    typer.run(main)
