"""The figures as a picture that needs nothing but a browser: how much of its aim each has used up."""

import math
from collections.abc import Sequence
from html import escape

from tests.bench.aims import AIMS
from tests.bench.figure import Figure

_ROW, _NAMES, _BARS, _EDGE = 18, 520, 420, 16
_MOST = 16  # times the aim: where the picture ends
_MET, _MISSED, _INK = "#205CDF", "#AC490B", "#0F1722"


def chart(figures: Sequence[Figure]) -> str:
    """A bar a figure that has an aim, on a scale of doublings; what ends left of the line meets its aim."""
    rows = [(figure, share) for figure in figures if (share := _share(figure)) is not None]
    height = len(rows) * _ROW + 3 * _EDGE
    parts = [_row(number, figure, share) for number, (figure, share) in enumerate(rows)]
    line = _NAMES + _place(1)
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{_NAMES + _BARS + 90}" height="{height}" '
                f'font-family="sans-serif" font-size="11" fill="{_INK}">'
            ),
            '<rect width="100%" height="100%" fill="white"/>',
            f'<text x="{line}" y="{_EDGE}" text-anchor="middle">aim</text>',
            *parts,
            f'<path d="M{line} {_EDGE * 1.5}V{height - _EDGE}" stroke="{_INK}"/>',
            "</svg>\n",
        )
    )


def _share(figure: Figure) -> float | None:
    """The figure in aims, so that 1 just meets it; None where the aim is none or zero."""
    aim = AIMS[figure.aim]
    if not aim.limit or not figure.value:
        return None
    return aim.limit / figure.value if aim.least else figure.value / aim.limit


def _place(share: float) -> float:
    """How far right of the names a share of the aim is; an eighth of it and less is at the left end."""
    held = min(max(share, 1 / 8), _MOST)
    return round(_BARS * math.log2(held * 8) / math.log2(_MOST * 8), 1)


def _row(number: int, figure: Figure, share: float) -> str:
    y, aim = number * _ROW + 2 * _EDGE, AIMS[figure.aim]
    name = escape(f"{aim.name}, {figure.of}")
    end, ink = _place(share), _MET if figure.met else _MISSED
    value = f"{figure.value:g} {aim.unit}"
    return (
        f'<text x="{_NAMES - 8}" y="{y + 9}" text-anchor="end">{name}</text>'
        f'<rect x="{_NAMES}" y="{y}" width="{max(end, 2)}" height="{_ROW - 6}" fill="{ink}"/>'
        f'<text x="{_NAMES + max(end, _place(1)) + 6}" y="{y + 9}">{value}</text>'
    )
