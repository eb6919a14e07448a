"""A frame as files to take away: what is downloaded is what is seen, row for row."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import streamlit as st

from pages.ui import written
from pages.ui.answers import Filters
from pages.ui.digests import digest_of, file_of
from pages.ui.faults import logged
from pages.ui.session import as_of, language, snapshot, store, t, today, user
from pipelines.actions import exports
from pipelines.reports import Request
from pipelines.reports.export import file_name_of, fits, to_csv, to_xlsx
from pipelines.reports.manifest import OF_FINANCE, manifest
from pipelines.reports.manifest import written as written_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(frame: pl.DataFrame, report: str, by: str | None = None, asked: Filters | None = None) -> None:
    """Buttons for CSV and Excel, and how many rows there are; with the filters that were `asked`, the CSV's manifest.

    All names carry the digest of the CSV; a large file is made when somebody takes it. Of what is finance's, the ledger
    tells who did.
    """
    place, digest = f"{report}.{by or ''}", digest_of(frame)
    limited = {name: told for name, told in (asked or {}).items() if told}
    request = Request(report, as_of(), by, limited)
    kept = report in OF_FINANCE and asked is not None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            t("download.csv"),
            _file(frame, to_csv),
            file_name_of(report, as_of(), digest, "csv"),
            "text/csv",
            icon=":material/download:",
            key=f"csv.{place}",
            on_click=_told_of(request, frame, "csv") if kept else "ignore",
        )
        if fits(frame):
            st.download_button(
                t("download.xlsx"),
                _file(frame, to_xlsx),
                file_name_of(report, as_of(), digest, "xlsx"),
                SHEET,
                icon=":material/table_view:",
                key=f"xlsx.{place}",
                on_click=_told_of(request, frame, "xlsx") if kept else "ignore",
            )
        if asked is not None:
            _manifest(request, frame, file_name_of(report, as_of(), digest, "csv"), place)
        st.caption(rows(frame.height))


def _file(frame: pl.DataFrame, make: Callable[[pl.DataFrame], bytes]) -> bytes | Callable[[], bytes]:
    file = file_of(frame, make)
    return file if isinstance(file, bytes) else logged(file)


def _told_of(request: Request, frame: pl.DataFrame, form: str) -> Callable[[], None]:
    """What notes in the ledger that this reader took the file: who, what, and the digest that its name carries."""
    number, email, day = snapshot().number, user().email, today()

    def note() -> None:
        told = written_of(request, number, frame, to_csv(frame)).in_ledger(form)
        with store().snapshot() as live:
            exports.record(live, email, told, datetime.now(UTC), day)

    return note


def _manifest(request: Request, frame: pl.DataFrame, file: str, place: str) -> None:
    number = snapshot().number
    st.download_button(
        t("download.manifest"),
        logged(lambda: manifest(request, number, frame, file, to_csv(frame))),
        f"{file}.manifest.json",
        "application/json",
        icon=":material/fact_check:",
        help=t("download.manifest.help"),
        key=f"manifest.{place}",
        on_click="ignore",
    )


def rows(count: int) -> str:
    """'1 row', '1,234 rows'."""
    return t("download.rows.one") if count == 1 else t("download.rows.many", count=written.number(count, language()))
