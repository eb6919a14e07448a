"""The figures at the top of the overview: a card each, with its number in full and the way it went."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl
import streamlit as st

from pages.ui import charts, written
from pages.ui.session import language, t

FIGURES = ("value_held", "used_share", "value_idle", "lapsing_90")
Colour = Literal["normal", "inverse", "off"]
# Whether more of it is good, bad, or neither.
COLOURS: dict[str, Colour] = {
    "value_held": "off",
    "used_share": "normal",
    "value_idle": "inverse",
    "lapsing_90": "inverse",
}
UNCHANGED = "0"


@dataclass(frozen=True)
class Figure:
    """What a card says: label, number and change in words, and the colour and the arrow of the change."""

    label: str
    value: str
    change: str | None
    colour: Colour
    arrow: Literal["auto", "off"]


def show(trend: pl.DataFrame) -> None:
    """Four cards from report `overview` by month, of one currency: the last row is today, the one before last month."""
    data = trend.with_columns(used_share())
    with st.grid(len(FIGURES), min_column_width=150, gap="small"):
        for name in FIGURES:
            _card(data, name)
    st.caption(" ".join(_notes(data)))


def _card(data: pl.DataFrame, name: str) -> None:
    figure = figure_of(data, name)
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.caption(figure.label)
        st.metric(
            figure.label,
            figure.value,
            figure.change,
            delta_color=figure.colour,
            delta_arrow=figure.arrow,
            label_visibility="collapsed",
        )
        charts.show(charts.sparkline(data, name, language(), figure.label), titled=False)


def _notes(data: pl.DataFrame) -> list[str]:
    """Since when the changes are, and what no amount can say."""
    now = data.row(-1, named=True)
    notes = [t("figure.since", day=written.day(data["date"][-2], language()))] if data.height > 1 else []
    if now["unvalued"]:
        notes.append(t("figure.unvalued", unvalued=now["unvalued"], benefits=now["benefits"]))
    return notes


def figure_of(data: pl.DataFrame, name: str) -> Figure:
    """One figure of the last row of `data`, against the row before it."""
    now = data.row(-1, named=True)
    before = data.row(-2, named=True) if data.height > 1 else {}
    label, value = t(f"figure.{name}", currency=now["currency"]), _written(now[name], name)
    change = _change(now[name], before.get(name), name)
    if change == UNCHANGED:
        return Figure(label, value, t("figure.unchanged"), "off", "off")
    return Figure(label, value, change, COLOURS[name], "auto")


def used_share() -> pl.Expr:
    """Idle is what is not used, so the share in use is the rest of what is held."""
    held = pl.col("value_held").cast(pl.Float64)
    return pl.when(held > 0).then(1 - pl.col("value_idle").cast(pl.Float64) / held).alias("used_share")


def _written(value: Decimal | float | None, name: str) -> str:
    return written.share(value, language()) if name == "used_share" else written.money(value, language())


def _change(now: Decimal | float | None, before: Decimal | float | None, name: str) -> str | None:
    """'+9,220', '-0.4 points'; UNCHANGED where it rounds to nothing, which has no direction."""
    if now is None or before is None:
        return None
    said = _difference(abs(Decimal(now) - Decimal(before)), name)
    if not any(digit in said for digit in "123456789"):
        return UNCHANGED
    return f"{'-' if now < before else '+'}{said}"


def _difference(difference: Decimal, name: str) -> str:
    if name == "used_share":
        return t("figure.points", points=written.number(difference * 100, language(), 1))
    return written.money(difference, language())
