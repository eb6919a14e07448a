"""What all charts share: the cast to numbers, colours, quiet axes, and the picture a builder gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pipelines.text import text

Drawing = alt.Chart | alt.LayerChart | alt.FacetChart
# Fixed on every page. Each pair stays apart in normal, red-blind, green-blind and blue-blind sight, and each colour
# has a contrast of 3:1 or more with the light and with the dark ground; tests/test_charts.py measures both.
FAMILY_COLOURS = {
    "software": "#AC490B",
    "azure_credit": "#205CDF",
    "cloud": "#0E9F6F",
    "visual_studio": "#A37EE7",
    "technical": "#5A6372",
    "go_to_market": "#ED5AAF",
}
WIDE = 600
MAIN = FAMILY_COLOURS["azure_credit"]
QUIET = "#76818F"
SMALL = 12

# Streamlit fits the whole chart into its height, so what stands under the bars is counted in.
AXIS_ROOM = 30
TITLE_ROOM = 26
LEGEND_ROW = 20
LEGEND_COLUMNS = 2
WORDS_ABOVE = 18
EDGE = {"left": 1, "right": 4, "top": 4, "bottom": 2}


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart, what it shows in one sentence (its title), and the words for those who cannot see it.

    One picture is only like itself, which is quick to tell.
    """

    chart: Drawing
    finding: str
    alt: str


def floats(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimal columns as numbers that a chart can draw: a Decimal 1.10 would be drawn as 110."""
    return frame.with_columns(pl.selectors.decimal().cast(pl.Float64))


def told(frame: pl.DataFrame, said: Callable[[dict[str, Any]], str]) -> pl.DataFrame:
    """The rows with `told`, what a reader finds who points at the mark of one.

    A sentence of ours: Vega itself would name the columns by their codes, and a day by the clock of the browser.
    """
    return frame.with_columns(pl.Series("told", [said(row) for row in frame.to_dicts()], dtype=pl.String))


def family_colour(families: Sequence[str], language: str, *, legend: bool = True) -> alt.Color:
    """Families by their fixed colours, in their fixed order; the legend names only those that occur."""
    present = [family for family in FAMILY_COLOURS if family in set(families)]
    words, colours = [word("family", f, language) for f in present], [FAMILY_COLOURS[f] for f in present]
    return alt.Color(
        "family_word:N",
        scale=alt.Scale(domain=words, range=colours),
        legend=_legend() if legend and len(present) > 1 else None,
    )


def _legend() -> alt.Legend:
    columns = alt.expr(f"width > {WIDE} ? {len(FAMILY_COLOURS)} : {LEGEND_COLUMNS}")
    return alt.Legend(
        title=None, orient="bottom", columns=columns, symbolType="square", symbolOpacity=1, offset=8, padding=0
    )


def legend_room(families: Sequence[str]) -> int:
    """The height that the legend of these families takes, in pixels."""
    present = len(set(families))
    return LEGEND_ROW * -(-present // LEGEND_COLUMNS) + 16 if present > 1 else 0


def with_family_words(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """The frame with `family_word`, the family as the reader calls it, and `family_order` for stacking."""
    words = {family: word("family", family, language) for family in FAMILY_COLOURS}
    order = {family: number for number, family in enumerate(FAMILY_COLOURS)}
    family = pl.col("family")
    return frame.with_columns(
        family.replace_strict(words, default=None, return_dtype=pl.String).alias("family_word"),
        family.replace_strict(order, default=None, return_dtype=pl.Int8).alias("family_order"),
    )


def money_axis(title: str, **settings: Any) -> alt.Axis:
    """An axis of amounts: few ticks, no frame, the currency in its title."""
    said = "abs(datum.value) >= 10000 ? format(datum.value, '~s') : format(datum.value, ',~r')"
    return alt.Axis(title=title, tickCount=4, labelExpr=said, domain=False, ticks=False, **settings)


def framed(chart: Drawing, height: int, above: int = 4) -> Drawing:
    """The chart at its height, close to the edge of what surrounds it; `above` is room for words over the bars."""
    return chart.properties(height=height, padding=EDGE | {"top": above})


def month_axis(language: str) -> alt.Axis:
    """An axis of days with the months named in the reader's way; the first one and January have their year below."""
    month, year = (f"utcFormat(datum.value, '{text(key, language)}')" for key in ("chart.month", "chart.year"))
    said = f"datum.index == 0 || utcmonth(datum.value) == 0 ? [{month}, {year}] : {month}"
    return alt.Axis(
        title=None,
        labelExpr=said,
        tickCount="month",
        labelOverlap="parity",
        labelAlign="left",
        labelFlush=False,
        grid=False,
        domain=False,
        ticks=False,
    )


def month_of(column: str, language: str, span: tuple[date, date] | None = None) -> alt.X:
    """A bar that spans the month of a date, on an axis from the first day of `span` to the last."""
    days = [{"year": one.year, "month": one.month, "date": one.day, "utc": True} for one in span or ()]
    scale = alt.Scale(type="utc", domain=days) if days else alt.Scale(type="utc")
    return alt.X(f"{column}:T", timeUnit="utcyearmonth", axis=month_axis(language), scale=scale)


def utc() -> alt.Scale:
    """A date is a day: on a local time scale it would move to the day before, west of Greenwich."""
    return alt.Scale(type="utc")


def note(data: pl.DataFrame, **style: Any) -> alt.Chart:
    """Quiet words in the chart."""
    usual: dict[str, Any] = {"fontSize": SMALL, "align": "left"}
    return alt.Chart(data).mark_text(**(usual | style))


def word(area: str, code: str | None, language: str) -> str:
    """A code as the reader's word, such as that of 'family' and 'cloud' in 'en'; a dash for none."""
    return written.DASH if code is None else text(f"{area}.{code}", language)
