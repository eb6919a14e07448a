"""What was spent: by month with what the vendor expects, day by day, or as parts of a whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import (
    MAIN,
    QUIET,
    SMALL,
    Picture,
    floats,
    framed,
    money_axis,
    month_axis,
    month_of,
    told,
    utc,
)
from pages.ui.once import once
from pipelines.text import text

HEIGHT, ROW = 240, 40
MOST_PARTS = 8
# On a phone the amount keeps its room, and the name is cut.
LIMIT = "width > 420 ? width - 180 : width - 120"
OVER: dict[str, Any] = {"baseline": "bottom", "dy": -9, "fontSize": SMALL + 1}
DASHES = [5, 4]


@once
def spend_months(frame: pl.DataFrame, forecast: pl.DataFrame, language: str) -> Picture:
    """Report `credit-usage` by month, and on top, dashed, `vendor-forecast` by month. Both of one currency."""
    data, ahead = floats(_told(frame, "month", language)), floats(_expected(forecast, language))
    axis = money_axis(text("axis.spent", language, currency=frame["currency"][0]))
    bars = _month_bars(_starts(data), language).mark_bar(color=MAIN, width={"band": 0.7})
    layers = [bars.encode(y=alt.Y("cost:Q", axis=axis), tooltip="told:N")]
    if ahead.height:
        on_top = ahead.join(data.drop("told"), on="month", how="left").with_columns(pl.col("cost").fill_null(0.0))
        on_top = on_top.with_columns(top=pl.col("cost") + pl.col("forecast"))
        layers.append(_dashed(_starts(on_top), language, axis))
    chart = framed(alt.layer(*layers), HEIGHT)
    return Picture(chart, _largest(frame, "month", language), _alt(frame, "month", language))


@once
def spend_days(frame: pl.DataFrame, language: str) -> Picture:
    """Report `credit-usage` by day, of one currency."""
    data = floats(_told(frame, "date", language))
    axis = money_axis(text("axis.spent_day", language, currency=frame["currency"][0]))
    x = alt.X("date:T", scale=utc(), axis=month_axis(language))
    line = alt.Chart(data).encode(x=x, y=alt.Y("cost:Q", axis=axis, scale=alt.Scale(zero=True)))
    layers = [line.mark_area(color=MAIN, opacity=0.1), line.mark_line(color=MAIN, strokeWidth=2)]
    chart = framed(alt.layer(*layers).encode(tooltip="told:N"), HEIGHT)
    return Picture(chart, _largest(frame, "date", language), _alt(frame, "date", language))


@once
def spend_parts(frame: pl.DataFrame, names: list[str], whole: Decimal, month: str | None, language: str) -> Picture:
    """The first rows of `credit-usage`, the dearest first, by their `names`: parts of `whole`, of a month or of all."""
    said = [written.amount(row["cost"], row["currency"], language) for row in frame.to_dicts()]
    named = frame.with_columns(pl.Series("name", names), pl.Series("said", said)).head(MOST_PARTS)
    data = floats(told(named, _part_said)).with_row_index("line")
    y = alt.Y("line:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.3))
    x = alt.X("cost:Q", axis=None, scale=alt.Scale(zero=True))
    bars = alt.Chart(data).mark_bar(color=MAIN, size=10, cornerRadius=2).encode(y=y, x=x, tooltip="told:N")
    name = alt.Chart(data).mark_text(align="left", limit=alt.expr(LIMIT), **OVER)
    worth = alt.Chart(data).mark_text(align="right", **OVER)
    words = [
        name.encode(y=y, x=alt.value(0), text="name:N"),
        worth.encode(y=y, x=alt.value("width"), text="said:N"),
    ]
    chart = framed(alt.layer(bars, *words), ROW * data.height + 12)
    shown = "; ".join(map(_part_said, named.to_dicts()))
    return Picture(chart, _share(named, whole, month, language), text("alt.spend_parts", language, rows=shown))


def _part_said(row: dict[str, Any]) -> str:
    return f"{row['name']}: {row['said']}"


def _month_bars(data: pl.DataFrame, language: str) -> alt.Chart:
    return alt.Chart(data).encode(x=month_of("starts", language))


def _dashed(data: pl.DataFrame, language: str, axis: alt.Axis) -> alt.Chart:
    style: dict[str, Any] = {
        "filled": False,
        "stroke": QUIET,
        "strokeDash": DASHES,
        "strokeWidth": 1.5,
        "width": {"band": 0.7},
    }
    mark = _month_bars(data, language).mark_bar(**style)
    return mark.encode(y=alt.Y("cost:Q", axis=axis), y2="top:Q", tooltip="told:N")


def _told(frame: pl.DataFrame, name: str, language: str) -> pl.DataFrame:
    return told(frame, lambda row: text("alt.spend_row", language, **_facts(row, name, language)))


def _expected(forecast: pl.DataFrame, language: str) -> pl.DataFrame:
    """What a bar says that stands on what was spent: 'Vendor's forecast, May 2026: 1,234 EUR'."""
    costs = forecast.select("month", "currency", cost="forecast")
    words = [f"{text('column.forecast', language)}, {said}" for said in _told(costs, "month", language)["told"]]
    return forecast.with_columns(pl.Series("told", words, dtype=pl.String))


def _starts(data: pl.DataFrame) -> pl.DataFrame:
    """Each month with its first day, from which its bar is drawn."""
    return data.with_columns(pl.col("month").str.to_date("%Y-%m").alias("starts"))


def _when(name: str, language: str) -> Callable[[Any], str]:
    if name == "date":
        return lambda day: written.day(day, language)
    return lambda month: written.month(date.fromisoformat(f"{month}-01"), language)


def _facts(row: dict[str, Any], name: str, language: str) -> dict[str, str]:
    worth = written.amount(row["cost"], row["currency"], language)
    return {"month": _when(name, language)(row[name]), "worth": worth}


def _largest(frame: pl.DataFrame, name: str, language: str) -> str:
    key = "finding.spend_day" if name == "date" else "finding.spend"
    first = frame.sort("cost", descending=True).row(0, named=True)
    return text(key, language, **_facts(first, name, language))


def _alt(frame: pl.DataFrame, name: str, language: str) -> str:
    key = "alt.spend_days" if name == "date" else "alt.spend"
    return text(key, language, rows="; ".join(_told(frame, name, language)["told"]))


def _share(frame: pl.DataFrame, whole: Decimal, month: str | None, language: str) -> str:
    """'Virtual Machines took 62% of the 1,234 EUR spent in May 2026'; the amount alone where there is no such share."""
    first = frame.row(0, named=True)
    facts = {"name": first["name"], "worth": written.amount(whole, first["currency"], language)}
    if not 0 < first["cost"] <= whole:
        return text("finding.spend_none", language, **facts)
    facts["share"] = written.share(float(first["cost"] / whole), language)
    if month is None:
        return text("finding.spend_share", language, **facts)
    return text("finding.spend_share_of_month", language, month=_when("month", language)(month), **facts)
