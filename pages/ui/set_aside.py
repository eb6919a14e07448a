"""The rows that loads set aside, to fetch at any time after."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import downloads, written
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import store, t, user
from pipelines.store.sealed_file import is_as_sealed

MOST = 20


def show(loads: pl.DataFrame) -> None:
    """A button a file, for the newest loads of report `loads` whose rows set aside the reader may see.

    These rows are as the source has them, of any partner: so they are for those who see every partner, and for those
    who loaded them.
    """
    reader = user()
    mine = pl.lit(reader.scope.partners == EVERY_PARTNER) | (pl.col("loaded_by") == reader.email)
    rows = loads.filter(mine, pl.col("rows_rejected") > 0).unique(["load_id", "file", "rows_rejected"]).to_dicts()
    kept = [(row, path) for row in sorted(rows, key=_newest_first) for path in _files(row)][:MOST]
    if kept:
        st.header(t("loads.aside"), anchor=False)
    for row, path in kept:
        _button(row, path)


def _newest_first(row: dict[str, Any]) -> tuple[int, str]:
    return -row["load_id"], row["file"]


def _files(row: dict[str, Any]) -> list[Path]:
    """The file that this load made of this source, while it is still there."""
    name = re.compile(rf"load-{row['load_id']}-\d+_{re.escape(Path(row['file']).stem)}\.csv")
    return sorted(path for path in store().home.quarantine.glob("*.csv") if name.fullmatch(path.name))


def _button(row: dict[str, Any], path: Path) -> None:
    if not is_as_sealed(path):
        st.error(t("check.set_aside_damaged", file=written.plain(path.name)), icon=":material/block:")
        return
    said = downloads.rows(row["rows_rejected"])
    st.download_button(
        t("loads.aside.of", load_id=row["load_id"], file=written.plain(row["file"]), rows=said),
        partial(path.read_bytes),
        path.name,
        "text/csv",
        icon=":material/download:",
        key=f"aside.{path.name}",
        on_click="ignore",
    )
