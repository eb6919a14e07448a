"""What can be done with seats beside giving one: reassign, remove, and the file for the vendor's bulk add."""

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import outcomes, seats, written
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import as_of, language, listed, snapshot, t, user
from pipelines.reports.export import file_name, to_csv
from pipelines.reports.seats import bulk_add

Row = dict[str, Any]
# Seats that a deed gave and no export confirms.
WAITING = ("deed", "contradicted")
# So many seats are named one by one.
NAMED = 12


def reassign(row: Row) -> None:
    """The form that moves a seat to somebody else; each seat with the day from which it is free."""
    held = seats.of(row)
    note = f"{t('seats.reassign_note')} {movable(held)}".strip()
    deed_form("reassign_seat", **_of(row), options={"person": _people(held)}, note=note)


def remove(row: Row) -> None:
    """The form that takes a seat back."""
    deed_form("remove_seat", **_of(row), options={"person": _people(seats.of(row))})


def export(row: Row) -> None:
    """The form that makes the bulk-add file, and the file once it is made."""
    waiting = seats.of(row).filter(pl.col("said_by").is_in(WAITING)).height
    deed_form("export_bulk_add", **_of(row), note=t("bulk_add.note", count=written.number(waiting, language())))
    if outcomes.is_done(What("export_bulk_add", row["partner_id"], row["entitlement_id"])):
        _file(row)


def movable(held: pl.DataFrame) -> str:
    """Which seats are free to move now, or when the first one will be; nothing where there is no seat."""
    free = held.filter(free_in=0)["seat"].cast(pl.String).to_list()
    if free:
        return t("seats.movable", seats=listed(free)) if len(free) <= NAMED else t("seats.many", count=len(free))
    first = held["free_on"].min()
    return t("seats.next_free", day=written.day(first, language())) if isinstance(first, date) else ""


def _people(held: pl.DataFrame) -> dict[str, str]:
    """'2 · developer-b@contoso.example · in 72 days' by e-mail."""
    rows = held.filter(pl.col("email").is_not_null()).to_dicts()
    return {row["email"]: f"{row['seat']} · {row['email']} · {seats.free_in(row['free_in'])}" for row in rows}


def _file(row: Row) -> None:
    content = to_csv(bulk_add(snapshot(), row["partner_id"], row["entitlement_id"], as_of(), user().scope))
    name = file_name("bulk-add", as_of(), content, "csv")
    st.download_button(t("bulk_add.download"), content, name, "text/csv", icon=":material/download:", on_click="ignore")


def _of(row: Row) -> dict[str, Any]:
    return {"partner_id": row["partner_id"], "about": row["entitlement_id"]}
