"""A report as a table of text."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from rich.cells import cell_len

from pipelines.commands.terminal import inert
from pipelines.reports import Column
from pipelines.text import text

_GAP = "  "
_TO_THE_RIGHT = {"quantity", "money", "share", "count", "number"}


def as_text(rows: Sequence[Sequence[object]], shape: Sequence[Column], title: str, language: str) -> str:
    """The title, the names of the columns, a line a row. No cell is cut: lines may be long. An empty cell is a dash."""
    names = [text(f"column.{column.name}", language) for column in shape]
    cells = [[_cell(row[place], language) for row in rows] for place in range(len(shape))]
    widths = [max(map(cell_len, (name, *column))) for name, column in zip(names, cells, strict=True)]
    lines = [title, "", _line(names, widths, shape), _GAP.join("-" * width for width in widths)]
    told = [_line(row, widths, shape) for row in zip(*cells, strict=True)] or [text("table.empty", language)]
    return "".join(f"{line}\n" for line in (*lines, *told))


def _line(cells: Sequence[str], widths: Sequence[int], shape: Sequence[Column]) -> str:
    placed = (
        _pad(width - cell_len(cell), cell, to_the_right=column.kind in _TO_THE_RIGHT)
        for cell, width, column in zip(cells, widths, shape, strict=True)
    )
    return _GAP.join(placed).rstrip()


def _pad(blanks: int, cell: str, *, to_the_right: bool) -> str:
    """Padded by hand: a Chinese character is two columns wide, which str.ljust does not know."""
    return " " * blanks + cell if to_the_right else cell + " " * blanks


def _cell(value: object, language: str) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return text("word.yes" if value else "word.no", language)
        case Decimal():
            return _amount(value)
        case float():
            return f"{value:.1%}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case _:
            return inert(str(value))


def _amount(value: Decimal) -> str:
    """1,234 or 1,234.50: all decimals there are, and never only one."""
    whole, _, decimals = f"{value:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}" if decimals.strip("0") else whole
