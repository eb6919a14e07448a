"""A line without axes, for the trend under a figure."""

import altair as alt
import polars as pl

from pages.ui.charts.base import MAIN, QUIET, Picture, floats, utc
from pages.ui.once import once
from pipelines.text import text

HEIGHT = 34
EDGE = {"left": 2, "right": 2, "top": 2, "bottom": 2}


@once
def sparkline(frame: pl.DataFrame, column: str, language: str, name: str) -> Picture:
    """`column` over `date`: the way it went, its last point marked."""
    data = floats(frame.drop_nulls(column))
    x = alt.X("date:T", scale=utc(), axis=None)
    y = alt.Y(f"{column}:Q", scale=alt.Scale(zero=False, padding=4), axis=None)
    line = alt.Chart(data).mark_line(color=QUIET, strokeWidth=1.5).encode(x=x, y=y)
    last = alt.Chart(data.tail(1)).mark_circle(color=MAIN, size=30, opacity=1).encode(x=x, y=y)
    return Picture(
        alt.layer(line, last).properties(height=HEIGHT, padding=EDGE), name, text("alt.sparkline", language, name=name)
    )
