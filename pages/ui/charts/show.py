"""A picture on the page: its finding above it, its words in an ink that the reader's theme lets be read."""

import altair as alt
import streamlit as st

from pages.ui import written
from pages.ui.charts.base import SMALL, Picture

# No one colour can be read on both grounds; tests/test_charts.py measures each.
INK = {"light": "#566170", "dark": "#A9B4C2"}


def show(picture: Picture, *, titled: bool = True, drawn: bool = True, note: str | None = None) -> None:
    """Draws a picture with its words for screen readers; `note` is a quiet line under the finding.

    Not `drawn`, the finding stands alone.
    """
    if titled:
        st.markdown(f"**{written.plain(picture.finding)}**")
    if note:
        st.caption(note)
    if drawn:
        st.altair_chart(inked(picture.chart, INK[st.context.theme.type or "light"]), alt=picture.alt)


def inked(chart: alt.Chart | alt.LayerChart, ink: str) -> alt.Chart | alt.LayerChart:
    """The chart with all its words in one colour and size."""
    words = {"labelColor": ink, "labelFontSize": SMALL}
    axis = alt.AxisConfig(**words, titleColor=ink, titleFontSize=SMALL, titleFontWeight="normal")
    return chart.properties(
        config=alt.Config(axis=axis, legend=alt.LegendConfig(**words), text=alt.MarkConfig(color=ink))
    )
