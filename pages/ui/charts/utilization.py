"""One bar a product, partner, family or offer: what is held, what of it is assigned, what is used."""

from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import (
    AXIS_ROOM,
    MAIN,
    QUIET,
    SMALL,
    Picture,
    family_colour,
    floats,
    framed,
    legend_room,
    told,
    with_family_words,
    word,
)
from pages.ui.once import once
from pipelines.text import text

MOST_BARS = 8
ROW = 44
# On a phone the words to the right are the worth alone, so that the name keeps its room.
SAID, LIMIT = "width > 420 ? datum.said : datum.short", "width > 420 ? width - 228 : width - 110"
OVER: dict[str, Any] = {"baseline": "bottom", "dy": -11, "fontSize": SMALL + 1}
NAMES = {"product": "product_name", "partner": "partner", "offer": "offer_name"}
# The axis comes up to the last bar, which stands in the middle of its row.
CLOSER = -12
PARTS = ("held", "assigned", "used")


@once
def utilization_bars(frame: pl.DataFrame, language: str, by: str = "product") -> Picture:
    """The first rows of report `utilization` by `by` (its order: idle value first), each as a share of what is held.

    Shares, because rows count in different units; the words over a bar say how many, of what, and what it is worth.
    """
    first = told(frame.head(MOST_BARS), lambda row: _row_said(row, language, by))
    data = _shares(floats(_named(first, language, by)))
    parts = [_part(data, part, language) for part in ("assigned", "used")]
    layers = [_held(data), *parts, *_names(data, language), _said_right(data)]
    room = legend_room(data["family"].to_list()) if "family" in data.columns else 0
    chart = framed(alt.layer(*layers), ROW * data.height + AXIS_ROOM + room)
    return Picture(chart, _finding(frame, language, by), _alt(frame, language, by))


def _named(frame: pl.DataFrame, language: str, by: str) -> pl.DataFrame:
    """Adds the words that are drawn, and the row number that keeps two rows of one name apart."""
    rows = frame.to_dicts()
    named = frame.with_columns(
        pl.Series("name", [_name(row, language, by) for row in rows], dtype=pl.String),
        pl.Series("said", [_said(row, language) for row in rows], dtype=pl.String),
        pl.Series("short", [_short(row, language) for row in rows], dtype=pl.String),
    ).with_row_index("line")
    return with_family_words(named, language) if "family" in frame.columns else named


def _held(data: pl.DataFrame) -> alt.Chart:
    mark = alt.Chart(data).mark_bar(filled=False, stroke=QUIET, strokeWidth=1, size=14, cornerRadius=2)
    return mark.encode(y=_y(), x=_share("held"), tooltip="told:N")


def _part(data: pl.DataFrame, column: str, language: str) -> alt.Chart:
    """Assigned as a tint with an edge under the solid bar of what is used: the tint alone is too pale to be seen."""
    style = {"size": 14, "fillOpacity": 0.35, "strokeWidth": 1} if column == "assigned" else {"size": 8}
    mark = alt.Chart(data).mark_bar(cornerRadius=2, **style)
    colours = {"color": _colour(data, language), "stroke": _colour(data, language, legend=False)}
    return mark.encode(y=_y(), x=_share(column), tooltip="told:N", **colours)


def _colour(data: pl.DataFrame, language: str, *, legend: bool = True) -> Any:
    if "family" not in data.columns:
        return alt.value(MAIN)
    return family_colour(data["family"].to_list(), language, legend=legend)


def _names(data: pl.DataFrame, language: str) -> list[alt.Chart]:
    """Over each bar its name; before it, where there are families, a square of the family's colour."""
    families = "family" in data.columns
    name = alt.Chart(data).mark_text(align="left", dx=13 if families else 0, limit=alt.expr(LIMIT), **OVER)
    names = [name.encode(y=_y(), x=alt.value(0), text="name:N")]
    square = alt.Chart(data).mark_square(size=70, opacity=1, xOffset=5, yOffset=-17)
    return [*names, square.encode(y=_y(), x=alt.value(0), color=_colour(data, language))] if families else names


def _said_right(data: pl.DataFrame) -> alt.Chart:
    said = alt.Chart(data).mark_text(align="right", text=alt.expr(SAID), **OVER)
    return said.encode(y=_y(), x=alt.value("width"), detail=["said:N", "short:N"])


def _y() -> alt.Y:
    return alt.Y("line:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.3))


def _share(column: str) -> alt.X:
    axis = alt.Axis(title=None, format=".0%", values=[0, 0.5, 1], domain=False, ticks=False, grid=False, offset=CLOSER)
    return alt.X(f"{column}_share:Q", axis=axis)


def _shares(data: pl.DataFrame) -> pl.DataFrame:
    """Where each bar ends. More than is held ends right of 100 %, so that an over-claim shows."""
    part = [pl.when(pl.col("held") > 0).then(pl.col(c) / pl.col("held")).alias(f"{c}_share") for c in PARTS]
    return data.with_columns(part)


def _name(row: dict[str, Any], language: str, by: str) -> str:
    if by == "family":
        return word("family", str(row["family"]), language)
    if by == "entitlement":
        return f"{row['product_name']} · {row['offer_name']} · {row['partner']}"
    return str(row[NAMES[by]])


def _said(row: dict[str, Any], language: str) -> str:
    """'4 of 10 seats idle · 12,300 USD', without the amount where no source gives a value."""
    idle = text(
        "chart.idle_of_held",
        language,
        idle=written.number(row["idle"], language, 1),
        held=written.number(row["held"], language, 1),
        unit=word("unit", row["unit"], language),
    )
    if row["value_idle"] is None:
        return idle
    return f"{idle} · {written.amount(row['value_idle'], row['currency'], language)}"


def _row_said(row: dict[str, Any], language: str, by: str) -> str:
    """'Microsoft 365 E5, Cloud: 4 of 10 seats idle': with the family, which else only the colour says."""
    family = [word("family", str(row["family"]), language)] if by != "family" and "family" in row else []
    return f"{', '.join([_name(row, language, by), *family])}: {_said(row, language)}"


def _short(row: dict[str, Any], language: str) -> str:
    if row["value_idle"] is None:
        return f"{written.number(row['idle'], language)} / {written.number(row['held'], language)}"
    return written.amount(row["value_idle"], row["currency"], language)


def _finding(frame: pl.DataFrame, language: str, by: str) -> str:
    row = frame.row(0, named=True)
    if not row["idle"]:
        return text("finding.nothing_idle", language)
    return text("finding.most_idle", language, name=_name(row, language, by), said=_said(row, language))


def _alt(frame: pl.DataFrame, language: str, by: str) -> str:
    rows = [_row_said(row, language, by) for row in frame.head(MOST_BARS).to_dicts()]
    return text("alt.utilization", language, rows="; ".join(rows))
