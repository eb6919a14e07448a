"""What each membership is worth its fee: what of its value is used, and where the fee is earned back."""

from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import AXIS_ROOM, MAIN, QUIET, SMALL, Picture, floats, framed, told
from pages.ui.once import once
from pipelines.text import text

MOST_BARS = 8
ROW = 44
# On a phone the words to the right are the share used alone, so that the name keeps its room.
SAID, LIMIT = "width > 520 ? datum.said : datum.short", "width > 520 ? width - 330 : width - 60"
OVER: dict[str, Any] = {"baseline": "bottom", "dy": -11, "fontSize": SMALL + 1}
CLOSER = -12
INK_OF_FEE = "#C2416B"


@once
def value_bars(frame: pl.DataFrame, language: str) -> Picture:
    """The first rows of report `value`, of one currency, each as a share of the value held.

    A bar is what is used, the line over it the fee: a bar that does not reach the line has not earned its fee yet. A
    fee above all that is held has no line; an offer without known values has words only.
    """
    data = _drawn(frame.head(MOST_BARS), language)
    layers = [_held(data), _used(data), *_fee(data), _names(data), _said(data)]
    return Picture(
        framed(alt.layer(*layers), ROW * data.height + AXIS_ROOM), _finding(frame, language), _alt(frame, language)
    )


def _drawn(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    rows = frame.to_dicts()
    words = told(frame, lambda row: f"{_name(row)}: {_worth(row, language)}").with_columns(
        pl.Series("name", [_name(row) for row in rows], dtype=pl.String),
        pl.Series("said", [_worth(row, language) for row in rows], dtype=pl.String),
        pl.Series("short", [written.share(row["used_share"], language) for row in rows], dtype=pl.String),
    )
    held = pl.when(pl.col("value_held") > 0).then("value_held")
    shares = floats(words.with_row_index("line")).with_columns(
        held=pl.when(held.is_not_null()).then(1.0), used=pl.col("value_used") / held, earned=pl.col("fee") / held
    )
    return shares.select("line", "name", "said", "short", "told", "held", "used", "earned", "value_used", "fee")


def _held(data: pl.DataFrame) -> alt.Chart:
    mark = alt.Chart(data).mark_bar(filled=False, stroke=QUIET, strokeWidth=1, size=14, cornerRadius=2)
    return mark.encode(y=_y(), x=_x("held"), tooltip="told:N")


def _used(data: pl.DataFrame) -> alt.Chart:
    mark = alt.Chart(data).mark_bar(color=MAIN, cornerRadius=2, size=8)
    return mark.encode(y=_y(), x=_x("used"), tooltip="told:N")


def _fee(data: pl.DataFrame) -> list[alt.Chart]:
    """Nothing where no fee lies within what is held: a mark without data has no words for a screen reader."""
    within = data.filter(pl.col("earned") <= 1)
    mark = alt.Chart(within).mark_tick(color=INK_OF_FEE, opacity=1, thickness=2, size=22)
    return [mark.encode(y=_y(), x=_x("earned"), tooltip="told:N")] if within.height else []


def _names(data: pl.DataFrame) -> alt.Chart:
    name = alt.Chart(data).mark_text(align="left", limit=alt.expr(LIMIT), **OVER)
    return name.encode(y=_y(), x=alt.value(0), text="name:N")


def _said(data: pl.DataFrame) -> alt.Chart:
    said = alt.Chart(data).mark_text(align="right", text=alt.expr(SAID), **OVER)
    return said.encode(y=_y(), x=alt.value("width"), detail=["said:N", "short:N"])


def _y() -> alt.Y:
    return alt.Y("line:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.3))


def _x(column: str) -> alt.X:
    axis = alt.Axis(title=None, format=".0%", values=[0, 0.5, 1], domain=False, ticks=False, grid=False, offset=CLOSER)
    return alt.X(f"{column}:Q", axis=axis)


def _name(row: dict[str, Any]) -> str:
    return f"{row['offer_name']} · {row['partner']}"


def _worth(row: dict[str, Any], language: str) -> str:
    """'168,194 of 543,155 USD used · fee 4,125 USD'; what is not known is said."""
    facts = _facts(row, language)
    held = text("chart.value.used" if row["value_held"] is not None else "chart.value.no_value", language, **facts)
    fee = text("chart.value.fee" if row["fee"] is not None else "chart.value.no_fee", language, **facts)
    return f"{held} · {fee}"


def _finding(frame: pl.DataFrame, language: str) -> str:
    """Of the offers whose fee can be compared, the one that falls shortest of it, or earned least more than it; else
    what of the first one lies idle."""
    compared = frame.drop_nulls("used_less_fee").sort("used_less_fee", maintain_order=True).head(1).to_dicts()
    if compared:
        fate = "short" if compared[0]["used_less_fee"] < 0 else "earned"
        return text(f"finding.value.{fate}", language, **_facts(compared[0], language))
    known = frame.drop_nulls("value_idle").sort("value_idle", descending=True, maintain_order=True).head(1).to_dicts()
    return (
        text("finding.value.idle", language, **_facts(known[0], language))
        if known
        else text("finding.value.unknown", language)
    )


def _facts(row: dict[str, Any], language: str) -> dict[str, str]:
    amounts = {"used": "value_used", "held": "value_held", "idle": "value_idle", "fee": "fee"}
    said = {name: written.amount(row[column], row["currency"], language) for name, column in amounts.items()}
    short = None if row["used_less_fee"] is None else abs(row["used_less_fee"])
    return said | {"offer": _name(row), "short": written.amount(short, row["currency"], language)}


def _alt(frame: pl.DataFrame, language: str) -> str:
    rows = [f"{_name(row)}: {_worth(row, language)}" for row in frame.head(MOST_BARS).to_dicts()]
    return text("alt.value", language, rows="; ".join(rows))
