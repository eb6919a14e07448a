"""A frame as files to take away: what is downloaded is what is seen, row for row."""

from functools import partial

import polars as pl
import streamlit as st

from pages.ui import written
from pages.ui.session import as_of, language, t
from pipelines.reports.export import XLSX_ROWS, file_name, to_csv, to_xlsx

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(frame: pl.DataFrame, report: str, by: str | None = None) -> None:
    """Buttons for CSV and Excel, and how many rows there are.

    Both names carry the digest of the CSV: a workbook's own bytes hold the time at which it was made.
    """
    csv = to_csv(frame)
    place = f"{report}.{by or ''}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            t("download.csv"),
            csv,
            file_name(report, as_of(), csv, "csv"),
            "text/csv",
            icon=":material/download:",
            key=f"csv.{place}",
            on_click="ignore",
        )
        if frame.height <= XLSX_ROWS:
            st.download_button(
                t("download.xlsx"),
                partial(to_xlsx, frame),
                file_name(report, as_of(), csv, "xlsx"),
                SHEET,
                icon=":material/table_view:",
                key=f"xlsx.{place}",
                on_click="ignore",
            )
        st.caption(_rows(frame.height))


def _rows(count: int) -> str:
    return t("download.rows.one") if count == 1 else t("download.rows.many", count=written.number(count, language()))
