"""A picture on the page: its finding above it, its words in an ink that the reader's theme lets be read."""

from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from pages.ui import written
from pages.ui.charts.base import SMALL, Picture
from pages.ui.charts.spec import spec_of

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
        st.vega_lite_chart(spec=_spec(picture, INK[st.context.theme.type or "light"]), alt=picture.alt)


@lru_cache(maxsize=400)
def _spec(picture: Picture, ink: str) -> dict[str, Any]:
    return spec_of(inked(picture.chart, ink))


def inked(chart: alt.Chart | alt.LayerChart, ink: str) -> alt.Chart | alt.LayerChart:
    """The chart with all its words in one colour and size."""
    words = {"labelColor": ink, "labelFontSize": SMALL}
    axis = alt.AxisConfig(**words, titleColor=ink, titleFontSize=SMALL, titleFontWeight="normal")
    return chart.properties(
        config=alt.Config(axis=axis, legend=alt.LegendConfig(**words), text=alt.MarkConfig(color=ink))
    )
