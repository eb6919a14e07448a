"""The seats of a benefit: who has which, since when, from when each is free to move, and where an export disagrees."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import tables, written
from pages.ui.answers import answer
from pages.ui.session import language, t

WHO = {"seat": 42, "email": 210, "free_in": 84, "assigned_on": 84}
CONFLICT = {"email": 210, "deed_says": 120, "file_says": 120, "since": 88, "loaded_at": 120}


def of(row: dict[str, Any]) -> pl.DataFrame:
    """Report `seats` of one row of report `benefits`, as far as the reader may see it."""
    return answer("seats", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])


def show(row: dict[str, Any]) -> None:
    """The table of a benefit's seats, with what to look at above it and the disagreements below."""
    seats = of(row)
    st.header(t("seats.title"), anchor=False)
    _warn(row, seats)
    if seats.is_empty():
        st.caption(t("seats.none"))
    else:
        tables.show(seats, "seats", seen=_seen(seats), words={"free_in": free(seats)})
    _conflicts(row)
    st.caption(t("seats.manage"))


def _warn(row: dict[str, Any], seats: pl.DataFrame) -> None:
    if row["assigned"] > row["held"]:
        counts = {name: written.number(row[name], language()) for name in ("assigned", "held")}
        st.warning(t("seats.over_claimed", **counts), icon=":material/warning:")
    marked = seats.filter(status="over_claimed").height
    if marked:
        st.caption(f":material/warning: {t('seats.marked_over', count=marked)}")


def _seen(seats: pl.DataFrame) -> dict[str, int]:
    """What says most beside who and since when: over-claimed seats, who says so where deeds do, else the activation."""
    if seats.filter(status="over_claimed").height:
        return WHO | {"status": 98}
    if seats.filter(pl.col("said_by") != "file").height:
        return WHO | {"said_by": 104}
    return WHO | {"activated": 74}


def free(seats: pl.DataFrame) -> list[str]:
    """'now', 'in 72 days', or 'unknown' for each seat."""
    return [free_in(days) for days in seats["free_in"]]


def free_in(days: int | None) -> str:
    """From when a seat may go to somebody else, in words."""
    match days:
        case None:
            return t("seats.unknown")
        case 0:
            return t("seats.now")
        case 1:
            return t("seats.in_one_day")
        case _:
            return t("seats.in_days", days=written.number(days, language()))


def _conflicts(row: dict[str, Any]) -> None:
    found = answer("reconciliation", partner=[row["partner_id"]]).filter(entitlement_id=row["entitlement_id"])
    if found.height:
        st.warning(t("seats.disagree", count=found.height), icon=":material/rule:")
        st.subheader(t("seats.disagree.title"), anchor=False)
        tables.show(found, "reconciliation", seen=CONFLICT)
