"""`make bench`: what is aimed at, measured beside its references in the same run; BENCH="…" passes options.

Prints a table, and writes build/bench.json and build/bench.svg. What is measured and its reference take turns; figures
are medians. Nothing fails where an aim is missed.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from streamlit.logger import set_log_level

from tests.bench.bench import Bench
from tests.bench.figure import Figure
from tests.bench.run import ROOT
from tests.bench.sections import SECTIONS
from tests.bench.size import FULL, SMALL, Size
from tests.bench.told import table, write

_WIDTH = 180


def main(
    section: Annotated[list[str] | None, typer.Option(help=f"Of {', '.join(SECTIONS)}; all. May be repeated.")] = None,
    small: Annotated[bool, typer.Option(help="Small sizes, which take a few minutes and show little.")] = False,
    runs: Annotated[int | None, typer.Option(help="Runs of each; the median counts.")] = None,
    rows: Annotated[int | None, typer.Option(help="Rows of the cost file that is loaded.")] = None,
    usage: Annotated[int | None, typer.Option(help="Rows of use behind reports and pages.")] = None,
    entitlements: Annotated[int | None, typer.Option(help="Benefits behind reports and pages.")] = None,
    readers: Annotated[int | None, typer.Option(help="Readers who click at once.")] = None,
    peers: Annotated[bool, typer.Option(help="Also measure dlt, pandera and frictionless.")] = True,
    keep: Annotated[Path | None, typer.Option(help="A folder for files and homes, which the next run finds.")] = None,
) -> None:
    """Measures and prints."""
    unknown = set(section or ()) - set(SECTIONS)
    if unknown:
        raise typer.BadParameter(f"there is no section {', '.join(sorted(unknown))}")
    told = {"runs": runs, "rows": rows, "readers": readers}
    size = replace(SMALL if small else FULL, peers=peers, **{name: value for name, value in told.items() if value})
    set_log_level(logging.ERROR)
    figures: list[Figure] = []
    try:
        with _folder(keep) as folder:
            bench = Bench(_with_most(size, usage, entitlements), folder)
            figures.extend(_measured(bench, section or list(SECTIONS)))
    finally:
        write(figures, ROOT / "build")
        Console(width=_WIDTH).print(table(figures))


def _with_most(size: Size, usage: int | None, entitlements: int | None) -> Size:
    """The size with other numbers of rows behind the large homes."""
    many = (size.usage[0], usage or size.usage[1])
    return replace(size, usage=many, entitlements=(size.entitlements[0], entitlements or size.entitlements[1]))


def _measured(bench: Bench, sections: list[str]) -> Iterator[Figure]:
    """The figures, each told as soon as it is known: a whole run takes long."""
    console = Console(stderr=True, width=_WIDTH)
    for name in sections:
        console.rule(name)
        for figure in SECTIONS[name](bench):
            console.print(f"{figure.aim}, {figure.of}: {figure.value:g}")
            yield figure


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """A folder that is kept, or one that is gone afterwards."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    made = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made)


if __name__ == "__main__":
    typer.run(main)
