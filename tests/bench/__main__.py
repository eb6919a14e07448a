"""`make bench`: a load beside DuckDB's own reader in the same run, and its memory; rules beside filters made by hand.

Each load is a process of its own; what is measured and its reference take turns; figures are medians. The ratios go to
the terminal and to build/bench.json as a list of {name, ratio, aim, median_s, reference_s, peak_mb}; a figure without a
reference is memory.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tests.bench.portfolio import measured
from tests.bench.usage import write_usage

ROOT = Path(__file__).parents[2]
PEAK_AIM_MB = 1500


@dataclass(frozen=True)
class Figure:
    """One result: a ratio against the reference of the same run, or a memory peak; `aim` is the most it should be."""

    name: str
    ratio: float
    aim: float
    median_s: float
    reference_s: float | None
    peak_mb: float


@dataclass(frozen=True)
class Run:
    """One measured process."""

    seconds: float
    peak_mb: float


def main(
    rows: Annotated[int, typer.Option(help="Rows of the file that is timed.")] = 5_000_000,
    runs: Annotated[int, typer.Option(help="Runs of each; the median counts.")] = 5,
    twice: Annotated[bool, typer.Option(help="Also load a file of twice the rows, for its memory.")] = True,
    entitlements: Annotated[int, typer.Option(help="Rows of the portfolio that the rules decide on.")] = 200_000,
) -> None:
    """Measures and prints; does not fail where an aim is missed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = [*_figures(Path(folder), rows, runs, twice), _decided(entitlements, runs)]
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
    _print(figures)


def _figures(folder: Path, rows: int, runs: int, twice: bool) -> list[Figure]:
    file = write_usage(folder / "usage.csv", rows)
    pairs = [(_run("load", file, folder), _run("reference", file, folder)) for _ in range(runs)]
    loads, references = zip(*pairs, strict=True)
    first = _figure(f"load of {rows:,} rows : DuckDB read_csv", loads, references, 1.5)
    figures = [first, _peak(f"peak memory, {rows:,} rows : {PEAK_AIM_MB} MB", first.peak_mb, PEAK_AIM_MB, loads)]
    if twice:
        file = write_usage(folder / "usage.csv", 2 * rows)
        larger = [_run("load", file, folder) for _ in range(max(1, runs // 2))]
        peak = median(run.peak_mb for run in larger)
        figures.append(_peak(f"peak memory, {2 * rows:,} rows : {rows:,} rows", peak, first.peak_mb, larger, aim=1.15))
    return figures


def _decided(rows: int, runs: int) -> Figure:
    """All actions about entitlements over a portfolio; its peak is that of this process."""
    told = [measured(rows) for _ in range(runs)]
    ratio = median(one.decide_s / one.filter_s for one in told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, reference_s = median(one.decide_s for one in told), median(one.filter_s for one in told)
    name = f"decide on {rows:,} entitlements : polars filters"
    return Figure(name, round(ratio, 3), 30, round(seconds, 2), round(reference_s, 2), round(peak))


def _run(what: str, file: Path, folder: Path) -> Run:
    scratch = Path(tempfile.mkdtemp(dir=folder))
    command = [sys.executable, "-m", "tests.bench.child", what, str(file), str(scratch)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(scratch)
    return Run(**json.loads(told))


def _figure(name: str, loads: tuple[Run, ...], references: tuple[Run, ...], aim: float) -> Figure:
    ratio = median(load.seconds / reference.seconds for load, reference in zip(loads, references, strict=True))
    peak = median(load.peak_mb for load in loads)
    seconds, reference_s = median(load.seconds for load in loads), median(one.seconds for one in references)
    return Figure(name, round(ratio, 3), aim, round(seconds, 2), round(reference_s, 2), round(peak))


def _peak(name: str, peak: float, against: float, loads: list[Run] | tuple[Run, ...], aim: float = 1) -> Figure:
    seconds = median(load.seconds for load in loads)
    return Figure(name, round(peak / against, 3), aim, round(seconds, 2), None, round(peak))


def _print(figures: list[Figure]) -> None:
    table = Table("figure", "ratio", "aim", "median, s", "reference, s", "peak, MB")
    for one in figures:
        reference_s = "-" if one.reference_s is None else f"{one.reference_s}"
        table.add_row(one.name, f"{one.ratio}", f"{one.aim}", f"{one.median_s}", reference_s, f"{one.peak_mb:.0f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    typer.run(main)
