"""What a key does to a subscription: two bars over time, as thick as there are seats, so that areas can be compared."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import MAIN, QUIET, Picture, floats, framed, month_axis, note, utc, word
from pages.ui.once import once
from pipelines.text import text

HEIGHT = 190
# Room over each bar for its words, as a share of the thickest bar.
WORDS = 0.55
COLOURS = {"now": QUIET, "after": MAIN}


@once
def redemption(frame: pl.DataFrame, language: str, span: tuple[date, date], most_seats: int) -> Picture:
    """One way to redeem a key: what runs now above what runs afterwards.

    Columns mode, phase (now, after), seats, starts_on, ends_on, months_won; one mode. `span` and `most_seats` are those
    of both ways, so that they can be compared.
    """
    data = _placed(_worded(floats(frame), language), most_seats)
    low = 2 * most_seats * (1 + WORDS)
    bars = [_bar(data.filter(phase=phase), span, low, colour, language) for phase, colour in COLOURS.items()]
    words = note(data, dx=2, dy=-4, baseline="bottom").encode(
        x=alt.X("starts_on:T", scale=utc()), y=alt.Y("top:Q"), text="said:N"
    )
    return Picture(framed(alt.layer(*bars, words), HEIGHT), _finding(frame, language), _alt(data, language))


def _worded(data: pl.DataFrame, language: str) -> pl.DataFrame:
    said = [text(f"chart.redemption.{row['phase']}", language, **_facts(row, language)) for row in data.to_dicts()]
    return data.with_columns(pl.Series("said", said, dtype=pl.String))


def _placed(data: pl.DataFrame, most: float) -> pl.DataFrame:
    """Where each bar begins and ends, counted downwards."""
    top = pl.when(pl.col("phase") == "now").then(most * WORDS).otherwise(most * (1 + 2 * WORDS))
    return data.with_columns(top=top, bottom=top + pl.col("seats"))


def _bar(data: pl.DataFrame, span: tuple[date, date], low: float, colour: str, language: str) -> alt.Chart:
    days = [{"year": one.year, "month": one.month, "date": one.day, "utc": True} for one in span]
    down = alt.Scale(domain=[0, low], reverse=True, nice=False)
    return (
        alt.Chart(data)
        .mark_rect(color=colour, stroke=colour, cornerRadius=2)
        .encode(
            x=alt.X("starts_on:T", scale=alt.Scale(type="utc", domain=days), axis=month_axis(language)),
            x2="ends_on:T",
            y=alt.Y("top:Q", scale=down, axis=None),
            y2="bottom:Q",
            tooltip="said:N",
        )
    )


def _finding(frame: pl.DataFrame, language: str) -> str:
    """'Add seats: 10 seats until 15 Dec 2026, 6 of the key's months lost'."""
    row = frame.filter(phase="after").row(0, named=True)
    won = row["months_won"]
    kind = "kept" if not won else "won" if won > 0 else "lost"
    months = written.number(abs(won), language, 1)
    mode = word("choice.mode", row["mode"], language)
    return text(f"finding.redemption_{kind}", language, mode=mode, months=months, **_facts(row, language))


def _alt(data: pl.DataFrame, language: str) -> str:
    rows = "; ".join(data.sort("top")["said"])
    return text("alt.redemption", language, mode=word("choice.mode", data["mode"][0], language), rows=rows)


def _facts(row: dict[str, Any], language: str) -> dict[str, str]:
    return {"seats": written.number(row["seats"], language, 2), "ends": written.day(row["ends_on"], language)}
