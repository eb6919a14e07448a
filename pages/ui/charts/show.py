"""A picture on the page: its finding above it, its words in the ink of the page, only quieter."""

from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from pages.ui import written
from pages.ui.charts.base import SMALL, Drawing, Picture
from pages.ui.charts.spec import spec_of

# No one colour can be read on both grounds: the words take that of the text around them, also when the reader's machine
# goes from light to dark meanwhile. tests/test_theme.py measures how far they may fade.
INK, FADED = "currentColor", 0.7


def show(picture: Picture, *, titled: bool = True, drawn: bool = True, note: str | None = None) -> None:
    """Draws a picture with its words for screen readers; `note` is a quiet line under the finding.

    Not `drawn`, the finding stands alone.
    """
    if titled:
        st.markdown(f"**{written.plain(picture.finding)}**")
    if note:
        st.caption(note)
    if drawn:
        st.vega_lite_chart(spec=_spec(picture), alt=picture.alt)


@lru_cache(maxsize=400)
def _spec(picture: Picture) -> dict[str, Any]:
    return spoken(spec_of(inked(picture.chart)), picture.finding)


def inked(chart: Drawing) -> Drawing:
    """The chart with all its words in one colour and size."""
    words: dict[str, Any] = {"labelColor": INK, "labelOpacity": FADED, "labelFontSize": SMALL, "aria": False}
    title: dict[str, Any] = {"titleColor": INK, "titleOpacity": FADED, "titleFontSize": SMALL}
    axis = alt.AxisConfig(**words, **title, titleFontWeight="normal")
    said = alt.MarkConfig(color=INK, opacity=FADED)
    return chart.properties(config=alt.Config(axis=axis, legend=alt.LegendConfig(**words), text=said))


def spoken(spec: dict[str, Any], words: str) -> dict[str, Any]:
    """The chart whose marks tell screen readers what others see who point at them, and its lines the `words`.

    Vega itself would name the columns by their codes, in English.
    """
    for layer in spec.get("layer", [spec]):
        encoding = spec.get("encoding", {}) | layer["encoding"]
        told = encoding.get("tooltip", encoding.get("text"))
        if told is None or layer["mark"]["type"] in ("line", "area"):
            layer["mark"]["description"] = words
        else:
            layer["encoding"]["description"] = told
    return spec
