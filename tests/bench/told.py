"""Figures for people and for programs: a table, JSON, a chart."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from tests.bench.aims import AIMS
from tests.bench.chart import chart
from tests.bench.figure import Figure

_SAID = {True: "met", False: "missed", None: ""}


def write(figures: Sequence[Figure], folder: Path) -> None:
    """Writes bench.json, a list of figures with their aims, and bench.svg."""
    folder.mkdir(exist_ok=True)
    told = [figure.told() for figure in figures]
    (folder / "bench.json").write_text(json.dumps(told, indent=2) + "\n")
    (folder / "bench.svg").write_text(chart(figures), "utf-8")


def table(figures: Sequence[Figure]) -> Table:
    """A row a figure, in the order of the sections."""
    found = Table("figure", "of", "value", "aim", "", "median, s", "reference, s", "cpu ratio", "peak, MB", "runs")
    for one in figures:
        aim = AIMS[one.aim]
        limit = "" if aim.limit is None else f"{'>=' if aim.least else '<='} {aim.limit:g}"
        value = f"{one.value:g} {aim.unit}"
        seconds = [_plain(one.seconds), _plain(one.reference_s), _plain(one.cpu), _plain(one.peak_mb)]
        found.add_row(aim.name, one.of, value, limit, _SAID[one.met], *seconds, f"{one.runs}")
    return found


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
