"""One credit over time, and what a month used of it or let lapse."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.ui import written
from pages.ui.charts.base import (
    MAIN,
    QUIET,
    WORDS_ABOVE,
    Picture,
    floats,
    framed,
    money_axis,
    month_axis,
    month_of,
    note,
    told,
    utc,
)
from pages.ui.once import once
from pipelines.text import text

MARKS = (50, 75, 90)
HEIGHT = 240
# Many side by side, or one under the other in one card.
SMALL_HEIGHT = 185


@once
def burn_down(days: pl.DataFrame, credit: dict[str, Any], language: str, *, small: bool = False) -> Picture:
    """What is left of one credit day by day: the past solid, the forecast dashed with its band, the end as a rule.

    `days` is report `credit-burn-down` of one credit, of one month where it is fresh each month; `credit` is its row of
    `credit-balance`.
    """
    data = floats(days)
    title = text("axis.left", language, currency=credit["currency"])
    past, ahead = data.filter(phase="past"), data.filter(phase="forecast")
    under = [*_marks(data, credit, language), *_past(past, title, language)]
    chart = alt.layer(*under, *_forecast(past, ahead), *_end(_last_day(days, credit), language))
    height = SMALL_HEIGHT if small or credit["kind"] == "monthly" else HEIGHT
    return Picture(framed(chart, height, WORDS_ABOVE), finding(credit, language), _alt(credit, language))


@once
def credit_months(frame: pl.DataFrame, language: str, *, small: bool = False) -> Picture:
    """Report `credit-balance` by month of one credit: above zero what each month spent, below it what lapsed."""
    said = told(frame, lambda row: _month_said(row, language))
    data = floats(said).with_columns(pl.col("month").str.to_date("%Y-%m").alias("starts"), below=-pl.col("lapsed"))
    axis = money_axis(text("axis.spent", language, currency=frame["currency"][0]))
    layers = [_bar(data, "spent", MAIN, axis, language), _bar(data, "below", QUIET, axis, language)]
    chart = framed(alt.layer(*layers), SMALL_HEIGHT if small else HEIGHT)
    return Picture(chart, _most_spent(frame, language), _months_alt(frame, language))


def finding(credit: dict[str, Any], language: str) -> str:
    """What will become of a credit, in one sentence."""
    facts = {
        "ends": written.day(credit["ends_on"], language),
        "starts": written.day(credit["starts_on"], language),
        "runs_out": written.day(credit["runs_out_on"], language),
        "left": written.amount(credit["left"], credit["currency"], language),
        "lapses": written.amount(credit["lapses_at_end"], credit["currency"], language),
        "lapsed": written.amount(credit["lapsed"], credit["currency"], language),
    }
    return text(f"finding.credit.{_fate(credit)}", language, **facts)


def _fate(credit: dict[str, Any]) -> str:
    if credit["status"] in ("used_up", "ended", "not_started"):
        return str(credit["status"])
    going = "lapses" if credit["lapses_at_end"] else "runs_out"
    fate = "no_usage" if credit["status"] == "no_usage" else going
    return f"{fate}_{credit['kind']}"


def _past(past: pl.DataFrame, title: str, language: str) -> list[alt.Chart]:
    base = alt.Chart(past).encode(
        x=alt.X("date:T", scale=utc(), axis=month_axis(language)),
        y=alt.Y("balance:Q", scale=alt.Scale(zero=True), axis=money_axis(title, grid=False)),
    )
    return [base.mark_area(color=MAIN, opacity=0.1), base.mark_line(color=MAIN, strokeWidth=2)]


def _forecast(past: pl.DataFrame, ahead: pl.DataFrame) -> list[alt.Chart]:
    """It sets out from the last known day. Nothing for a credit that is over: a mark without data is a picture without
    words to a screen reader."""
    if ahead.is_empty():
        return []
    today = past.tail(1).with_columns(low="balance", high="balance")
    base = alt.Chart(pl.concat([today, ahead])).encode(x=alt.X("date:T", scale=utc()))
    edged: dict[str, Any] = {"fillOpacity": 0.18, "stroke": MAIN, "strokeWidth": 1}
    band = base.mark_area(color=MAIN, **edged).encode(y="low:Q", y2="high:Q")
    return [band, base.mark_line(color=MAIN, strokeWidth=2, strokeDash=[5, 4]).encode(y="balance:Q")]


def _last_day(days: pl.DataFrame, credit: dict[str, Any]) -> Any:
    """That of the term; of a credit that is fresh each month, that of the month."""
    return days["date"].max() if credit["kind"] == "monthly" else credit["ends_on"]


def _end(last: date, language: str) -> list[alt.Chart]:
    said = text("chart.ends", language, day=written.day(last, language))
    data = pl.DataFrame({"day": [last], "said": [said]})
    x = alt.X("day:T", scale=utc())
    words = note(data, align="right", dx=2, dy=-3, baseline="bottom").encode(x=x, y=alt.value(0), text="said:N")
    return [alt.Chart(data).mark_rule(color=QUIET).encode(x=x), words]


def _marks(data: pl.DataFrame, credit: dict[str, Any], language: str) -> list[alt.Chart]:
    """Where 50, 75 and 90 % are used. A monthly credit starts anew each month, so its month's amount counts."""
    whole = float(credit["amount"] or 0)
    marks = pl.DataFrame(
        {
            "y": [whole * (100 - mark) / 100 for mark in MARKS],
            "said": [text("chart.mark", language, share=written.share(mark / 100, language)) for mark in MARKS],
            "day": [data["date"].min()] * len(MARKS),
        }
    )
    rule = alt.Chart(marks).mark_rule(color=QUIET, strokeDash=[1, 3]).encode(y="y:Q")
    return [rule, note(marks, dx=4, dy=-5, fontSize=11).encode(x=alt.X("day:T", scale=utc()), y="y:Q", text="said:N")]


def _bar(data: pl.DataFrame, column: str, colour: str, axis: alt.Axis, language: str) -> alt.Chart:
    return (
        alt.Chart(data)
        .mark_bar(color=colour, width={"band": 0.7})
        .encode(
            x=month_of("starts", language),
            y=alt.Y(f"{column}:Q", axis=axis),
            tooltip="told:N",
        )
    )


def _alt(credit: dict[str, Any], language: str) -> str:
    name = f"{credit['subscription']}, {credit['partner']}"
    return text("alt.burn_down", language, name=name, finding=finding(credit, language))


def _most_spent(frame: pl.DataFrame, language: str) -> str:
    row = frame.sort("spent", descending=True).row(0, named=True)
    return text("finding.spend", language, **_facts(row, language))


def _months_alt(frame: pl.DataFrame, language: str) -> str:
    rows = [_month_said(row, language) for row in frame.to_dicts()]
    return text("alt.spend", language, rows="; ".join(rows))


def _month_said(row: dict[str, Any], language: str) -> str:
    return text("alt.credit_month", language, **_facts(row, language))


def _facts(row: dict[str, Any], language: str) -> dict[str, str]:
    month = written.month(date.fromisoformat(f"{row['month']}-01"), language)
    amounts = {"worth": row["spent"], "lapsed": row["lapsed"]}
    return {"month": month} | {name: written.amount(one, row["currency"], language) for name, one in amounts.items()}
