"""What lapses when: by band of days, and month by month."""

from datetime import date, timedelta
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import (
    AXIS_ROOM,
    QUIET,
    TITLE_ROOM,
    WORDS_ABOVE,
    Picture,
    family_colour,
    floats,
    framed,
    legend_room,
    money_axis,
    month_of,
    note,
    told,
    utc,
    with_family_words,
    word,
)
from pages.ui.once import once
from pipelines.text import text

AHEAD = ("0-30", "31-60", "61-90", "later")
HEIGHT = 180
# Timelines that stand together begin at the same place, whatever their amounts.
AMOUNTS_WIDTH = 46
ROW = 28


@once
def lapse_bands(frame: pl.DataFrame, language: str, finding: str) -> Picture:
    """Unused value by days to go, stacked by family. Columns band, family, currency, value_idle; one currency."""
    ahead = told(frame.filter(pl.col("band").is_in(AHEAD)), lambda row: _band_said(row, language))
    data = floats(with_family_words(ahead, language))
    words = {band: word("chart.band", band, language) for band in AHEAD}
    data = data.with_columns(pl.col("band").replace_strict(words, default=None).alias("band_word"))
    title = text("axis.unused", language, currency=_currency(frame))
    height = ROW * len(AHEAD) + AXIS_ROOM + TITLE_ROOM + legend_room(data["family"].to_list())
    chart = alt.Chart(data).mark_bar(size=20)
    chart = chart.encode(
        y=alt.Y(
            "band_word:N",
            sort=None,
            scale=alt.Scale(domain=list(words.values())),
            axis=alt.Axis(title=None, domain=False, ticks=False),
        ),
        x=alt.X("value_idle:Q", axis=money_axis(title)),
        color=family_colour(data["family"].to_list(), language),
        order="family_order:Q",
        tooltip="told:N",
    )
    return Picture(framed(chart, height), finding, _bands_alt(frame, language))


@once
def expiry_timeline(
    frame: pl.DataFrame,
    language: str,
    today: date,
    measure: str = "value_idle",
    among: pl.DataFrame | None = None,
    *,
    legend: bool = True,
) -> Picture:
    """Report `expiry` by month for one kind of date: bars by month stacked by family, today as a rule.

    `measure` is `value_idle` (one currency) or `benefits` (how many). `among` are the rows of all the timelines that
    stand together: they share their months and the colours' legend, which one of them shows.
    """
    months = told(_months(frame), lambda row: text("alt.timeline_row", language, **_facts(row, language)))
    data = floats(with_family_words(months, language))
    shared = frame if among is None else among
    families = shared["family"].to_list()
    bars = alt.Chart(data).mark_bar(width={"band": 0.8})
    bars = bars.encode(
        x=month_of("starts", language, _span(shared, today)),
        y=alt.Y(
            f"{measure}:Q",
            stack="zero",
            axis=money_axis(_measure_title(frame, language, measure), minExtent=AMOUNTS_WIDTH),
        ),
        color=family_colour(families, language, legend=legend),
        order="family_order:Q",
        tooltip="told:N",
    )
    height = HEIGHT + (legend_room(families) if legend else 0)
    chart = framed(alt.layer(bars, *_today(today, language)), height, WORDS_ABOVE)
    return Picture(chart, _timeline_finding(frame, language), _timeline_alt(frame, language))


def _span(frame: pl.DataFrame, today: date) -> tuple[date, date]:
    """From the month of the first date, or of today, to the end of the month of the last."""
    months = [date.fromisoformat(f"{month}-01") for month in frame["month"]] + [today.replace(day=1)]
    return min(months), (max(months) + timedelta(days=32)).replace(day=1)


def _months(frame: pl.DataFrame) -> pl.DataFrame:
    """Each month with its first day, from which its bar is drawn."""
    return frame.with_columns(pl.col("month").str.to_date("%Y-%m").alias("starts"))


def _today(today: date, language: str) -> list[alt.Chart]:
    data = pl.DataFrame({"day": [today], "said": [text("chart.today", language)]})
    rule = alt.Chart(data).mark_rule(color=QUIET, strokeDash=[2, 2]).encode(x=alt.X("day:T", scale=utc()))
    return [
        rule,
        note(data, align="center", dy=-3, baseline="bottom").encode(
            x=alt.X("day:T", scale=utc()), y=alt.value(0), text="said:N"
        ),
    ]


def _measure_title(frame: pl.DataFrame, language: str, measure: str) -> str:
    if measure == "benefits":
        return text("axis.benefits", language)
    return text("axis.unused", language, currency=_currency(frame))


def _currency(frame: pl.DataFrame) -> str:
    known = frame["currency"].drop_nulls()
    return str(known[0]) if len(known) else ""


def _bands_alt(frame: pl.DataFrame, language: str) -> str:
    said = [_band_said(row, language) for row in frame.drop_nulls("value_idle").to_dicts()]
    return text("alt.lapse_bands", language, rows="; ".join(said) or written.DASH)


def _band_said(row: dict[str, Any], language: str) -> str:
    """'Within 30 days, Cloud: 1,234 USD'."""
    worth = written.amount(row["value_idle"], row["currency"], language)
    return f"{word('band', row['band'], language)}, {word('family', row['family'], language)}: {worth}"


def _timeline_finding(frame: pl.DataFrame, language: str) -> str:
    """The largest single bar in words: which family, which month, how much."""
    kind = word("date_kind", frame["date_kind"][0], language)
    valued = frame.drop_nulls("value_idle").sort("value_idle", "month", descending=[True, False])
    if valued.is_empty() or not valued["value_idle"][0]:
        return text("finding.timeline_unvalued", language, kind=kind)
    row = valued.row(0, named=True)
    return text("finding.timeline", language, kind=kind, **_facts(row, language))


def _timeline_alt(frame: pl.DataFrame, language: str) -> str:
    rows = [text("alt.timeline_row", language, **_facts(row, language)) for row in frame.to_dicts()]
    return text("alt.timeline", language, kind=word("date_kind", frame["date_kind"][0], language), rows="; ".join(rows))


def _facts(row: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "family": word("family", row["family"], language),
        "month": written.month(date.fromisoformat(f"{row['month']}-01"), language),
        "worth": written.amount(row["value_idle"], row["currency"], language),
        "benefits": written.number(row["benefits"], language),
    }
