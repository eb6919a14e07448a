"""A line without axes, for the trend under a figure."""

import altair as alt
import polars as pl

from pages.ui import written
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
    chart = alt.layer(line, last).properties(height=HEIGHT, padding=EDGE)
    return Picture(chart, name, text("alt.sparkline", language, name=name, rows=_rows(frame, column, language)))


def _rows(frame: pl.DataFrame, column: str, language: str) -> str:
    """'31 May 2026: 1,234; 15 Jun 2026: 1,300'. An amount is never a float, so a float is a share."""
    say = written.share if frame[column].dtype.is_float() else written.money
    points = frame.drop_nulls(column).select("date", column).iter_rows()
    said = [{"month": written.day(day, language), "worth": say(value, language)} for day, value in points]
    return "; ".join(text("alt.spend_row", language, **one) for one in said)
