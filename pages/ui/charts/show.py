"""A picture on the page: its finding above it, in a frame of its own where asked."""

import streamlit as st

from pages.ui import written
from pages.ui.charts.base import Picture


def show(picture: Picture, *, titled: bool = True, drawn: bool = True, note: str | None = None) -> None:
    """Draws a picture with its words for screen readers; `note` is a quiet line under the finding.

    Not `drawn`, the finding stands alone.
    """
    if titled:
        st.markdown(f"**{written.plain(picture.finding)}**")
    if note:
        st.caption(note)
    if drawn:
        st.altair_chart(picture.chart, alt=picture.alt)
