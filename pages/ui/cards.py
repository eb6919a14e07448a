"""Framed charts: what a page puts side by side."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import charts, credit_cards, written
from pages.ui.session import as_of, language, t
from pipelines.rules.model import DATE_KINDS

MEMBERSHIP = ("membership_ends_on", "grace_ends_on")


def at_risk(credits: pl.DataFrame, bands: pl.DataFrame, now: dict[str, Any]) -> None:
    """The nearest credit beside what lapses when; each alone where the other has nothing to show."""
    nearest = credit_cards.nearest(credits)
    if nearest is None:
        lapses(bands, now)
        return
    left, right = st.columns([5, 4])
    with left:
        credit_cards.one(nearest)
    with right:
        lapses(bands, now)


def lapses(bands: pl.DataFrame, figures: dict[str, Any]) -> None:
    """What lapses when; its sentence is the overview's figure for 90 days."""
    worth = figures["lapsing_90"]
    said = written.amount(worth, figures["currency"], language())
    finding = t("finding.lapsing", worth=said) if worth else t("finding.lapsing_none")
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.caption(t("overview.lapses"))
        charts.show(charts.lapse_bands(bands, language(), finding), drawn=_any(bands, "value_idle"))


def utilization(frame: pl.DataFrame, by: str) -> None:
    """The bars of what is held, assigned and used."""
    with st.container(border=True, gap="xsmall"):
        charts.show(
            charts.utilization_bars(frame.head(charts.MOST_BARS), language(), by), note=_bars_note(frame.height)
        )


def timelines(frame: pl.DataFrame, measure: str) -> None:
    """One timeline under the other for each kind of date, on the same months; those of the membership folded away."""
    kinds = [kind for kind in DATE_KINDS if kind in set(frame["date_kind"])]
    own, common = [k for k in kinds if k not in MEMBERSHIP], [k for k in kinds if k in MEMBERSHIP]
    if own:
        with st.container(border=True, gap="xsmall"):
            _timelines(frame, own, measure)
    if common:
        with st.expander(t("expiry.membership"), expanded=not own):
            _timelines(frame, common, measure)


def _timelines(frame: pl.DataFrame, kinds: list[str], measure: str) -> None:
    chosen = frame.filter(pl.col("date_kind").is_in(kinds))
    for kind in kinds:
        of_kind = chosen.filter(pl.col("date_kind") == kind)
        picture = charts.expiry_timeline(of_kind, language(), as_of(), measure, among=chosen, legend=kind == kinds[-1])
        charts.show(picture, drawn=_any(of_kind, measure))


def value(frame: pl.DataFrame) -> None:
    """What each offer is worth its fee, of one currency."""
    with st.container(border=True, gap="xsmall"):
        drawn = _any(frame, "value_held")
        note = t("chart.value_key") if drawn else None
        charts.show(charts.value_bars(frame, language()), drawn=drawn, note=note)


def _any(frame: pl.DataFrame, column: str) -> bool:
    """Whether there is anything to draw: axes without bars say less than the sentence above them."""
    return bool((frame[column].fill_null(0) > 0).any())


def _bars_note(rows: int) -> str:
    key = t("chart.held_key")
    if rows <= charts.MOST_BARS:
        return key
    return f"{t('chart.first_rows', shown=charts.MOST_BARS, all=rows)} {key}"
