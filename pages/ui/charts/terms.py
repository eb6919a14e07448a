"""Terms of membership on a line of time: the year, the time after it in which benefits go on, the open refund."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import (
    AXIS_ROOM,
    FAMILY_COLOURS,
    LEGEND_COLUMNS,
    LEGEND_ROW,
    MAIN,
    QUIET,
    SMALL,
    WORDS_ABOVE,
    Picture,
    floats,
    framed,
    month_axis,
    note,
    told,
    utc,
    word,
)
from pages.ui.once import once
from pipelines.text import text

ROW = 44
OVER: dict[str, Any] = {"align": "left", "baseline": "bottom", "dy": -11, "fontSize": SMALL + 1}
MOST_TERMS = 12
# Drawn in this order: the next year lies on what goes on of the year before, the refund on the year it belongs to.
SPANS = {"grace": (QUIET, 16), "term": (MAIN, 16), "refund": (FAMILY_COLOURS["software"], 6)}
_KINDS = {
    "term": ("starts_on", "ends_on"),
    "grace": ("ends_on", "grace_ends_on"),
    "refund": ("purchased_on", "refund_until"),
}
_ONE_DAY = pl.duration(days=1)


@once
def terms(frame: pl.DataFrame, language: str, today: date) -> Picture:
    """Report `memberships` by term: one row an offer, the latest above, today as a rule."""
    named = floats(frame.head(MOST_TERMS)).with_columns(_label(frame))
    spans = pl.concat(_span(named, kind, language, today) for kind in SPANS)
    data = told(spans, lambda row: f"{row['label']}, {row['word']}: {text('chart.ends', language, day=row['last'])}")
    present = [kind for kind in SPANS if kind in set(data["kind"])]
    order = named["label"].unique(maintain_order=True)
    bars = [_bars(data.filter(kind=kind), order.to_list(), present, language) for kind in present]
    height = ROW * order.len() + AXIS_ROOM + LEGEND_ROW * -(-len(present) // LEGEND_COLUMNS) + 2 * WORDS_ABOVE
    chart = framed(alt.layer(*bars, *_today(today, language), _names(order)), height, 2 * WORDS_ABOVE)
    return Picture(chart, _finding(frame, language), _alt(named, language))


def _label(frame: pl.DataFrame) -> pl.Expr:
    """The offer, with its partner where there are several; the terms of one offer follow each other in one row."""
    several = frame["partner_id"].n_unique() > 1
    return pl.concat_str("offer_name", *(["partner"] if several else []), separator=" · ").alias("label")


def _span(named: pl.DataFrame, kind: str, language: str, today: date) -> pl.DataFrame:
    first, last = _KINDS[kind]
    begins = pl.col(first) + _ONE_DAY if kind == "grace" else pl.col(first)
    rows = named.filter(_drawn(kind, today))
    return rows.select(
        "label",
        begins.alias("begins"),
        (pl.col(last) + _ONE_DAY).alias("ends"),
        pl.lit(kind).alias("kind"),
        pl.lit(word("membership_span", kind, language)).alias("word"),
        pl.col(last).map_elements(lambda day: written.day(day, language), return_dtype=pl.String).alias("last"),
        "fee",
    )


def _drawn(kind: str, today: date) -> pl.Expr:
    if kind == "term":
        return pl.col("ends_on").is_not_null()
    if kind == "grace":
        return pl.col("grace_ends_on") > pl.col("ends_on")
    return (pl.col("refund_until") >= today) & pl.col("state").is_in(["running", "not_started"])


def _bars(data: pl.DataFrame, labels: list[str], present: list[str], language: str) -> alt.Chart:
    words = [word("membership_span", kind, language) for kind in present]
    scale = alt.Scale(domain=words, range=[SPANS[kind][0] for kind in present])
    legend = alt.Legend(
        title=None, orient="bottom", columns=LEGEND_COLUMNS, symbolType="square", symbolOpacity=1, offset=8, padding=0
    )
    return (
        alt.Chart(data)
        .mark_bar(size=SPANS[data["kind"][0]][1], cornerRadius=2)
        .encode(
            x=alt.X("begins:T", axis=month_axis(language), scale=utc()),
            x2="ends:T",
            y=_row(labels),
            color=alt.Color("word:N", scale=scale, legend=legend),
            tooltip="told:N",
        )
    )


def _row(labels: list[str]) -> alt.Y:
    return alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels), axis=None)


def _names(labels: pl.Series) -> alt.Chart:
    """Each offer over its bar, where it has the whole width, on a phone too."""
    mark = alt.Chart(labels.to_frame("label").with_columns(name="label")).mark_text(limit=alt.expr("width"), **OVER)
    return mark.encode(y=_row(labels.to_list()), x=alt.value(0), text="name:N")


def _today(today: date, language: str) -> list[alt.Chart]:
    data = pl.DataFrame({"day": [today], "said": [text("chart.today", language)]})
    where = alt.X("day:T", scale=utc())
    rule = alt.Chart(data).mark_rule(color=QUIET, strokeDash=[2, 2]).encode(x=where)
    said = note(data, align="center", dy=-12, baseline="bottom", fontSize=SMALL)
    return [rule, said.encode(x=where, y=alt.value(0), text="said:N")]


def _finding(frame: pl.DataFrame, language: str) -> str:
    """Which membership ends first of those that run."""
    running = frame.filter(pl.col("state").is_in(["running", "refund_requested"])).sort("ends_on")
    if running.is_empty():
        return text("finding.terms_over", language)
    first = running.row(0, named=True)
    return text("finding.terms", language, offer=first["offer_name"], day=written.day(first["ends_on"], language))


def _alt(named: pl.DataFrame, language: str) -> str:
    return text("alt.terms", language, rows="; ".join(_said(row, language) for row in named.to_dicts()))


def _said(row: dict[str, Any], language: str) -> str:
    starts, ends = written.day(row["starts_on"], language), written.day(row["ends_on"], language)
    return text("alt.term_row", language, offer=row["label"], starts=starts, ends=ends)
