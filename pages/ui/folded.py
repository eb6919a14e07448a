"""The figures of a page's charts as tables, folded away until somebody wants them."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages.ui import tables
from pages.ui.session import t

KEY = "figures"


@dataclass(frozen=True)
class Figures:
    """What a chart draws: the rows of a report, and the columns in sight with their widths in pixels."""

    frame: pl.DataFrame
    report: str
    by: str
    seen: Mapping[str, int]


def show(*drawn: Figures) -> None:
    """A table for each chart, once it is unfolded; an address with `figures=true` comes unfolded."""
    with st.expander(t("chart.tables"), icon=":material/table:", key=KEY, bind="query-params") as fold:
        if fold.open:
            for one in drawn:
                st.caption(t(f"report.{one.report}"))
                tables.show(one.frame, one.report, one.by, seen=one.seen)
