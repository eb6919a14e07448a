"""The requests desk: what waits, one request with its forms, and where form and file differ."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import downloads, tables, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import language, t
from pages.ui.written import plain

Row = dict[str, Any]
SEEN = {
    "state": 84,
    "days_waiting": 92,
    "request_kind": 112,
    "about": 230,
    "partner": 110,
    "opened_on": 88,
    "opened_by": 132,
    "request_no": 72,
    "answer_outcome": 78,
}
DIFFERENCES = {"request_no": 90, "partner": 130, "answer_field": 140, "by_form": 160, "by_file": 160}
ADDRESS = "request"
DATES = ("active_from", "expires_on")
ANSWER = ("outcome", "access_id", "contract_id", *DATES, "note")


def waiting(rows: pl.DataFrame) -> None:
    """How many wait, and for how long the oldest has."""
    open_ = rows.filter(pl.col("state") == "waiting")
    if open_.is_empty():
        st.caption(t("requests.none_waiting"))
    else:
        st.caption(t("requests.waiting", count=open_.height, days=open_["days_waiting"].max()))


def choose(rows: pl.DataFrame) -> Row:
    """The list, and the request that the address names (`request=`), the first one without."""
    told = st.query_params.get(ADDRESS)
    place = (rows["request_no"].index_of(told) if told else None) or 0
    shown, number = tables.in_sight(rows, place), rows["request_no"][place]
    numbers = shown["request_no"].to_list()
    pick = tables.Pick(f"requests.{number}.{rows.height}", numbers.index(number), lambda one: _go_to(numbers[one]))
    tables.show(shown, "requests", "request", seen=SEEN, pick=pick, whole=rows)
    tables.say_cut(shown, rows)
    return rows.row(place, named=True)


def _go_to(number: str) -> None:
    st.query_params[ADDRESS] = number


def one(row: Row, partner: Sequence[str]) -> None:
    """The chosen request: what the answer said, the form of the answer; the withdrawal, and the answers as a file."""
    st.caption(plain(_line(row)))
    left, right = st.columns(2, gap="medium")
    about = {"partner_id": row["partner_id"], "about": row["request_no"]}
    # Dates and ids are what an activation brings; another request is only granted or not.
    fixed = {} if row["request_kind"] == "activation" else dict.fromkeys(("access_id", "contract_id", *DATES), "")
    with left:
        deed_form("record_answer", **about, fixed=fixed, start=_start(row))
    with right:
        deed_form("withdraw_request", **about, note=t("requests.withdraw"))
        as_template(partner)


def _line(row: Row) -> str:
    """'P-1-R12 · Activation · Cloud support incidents · Contoso · asked on 9 Jun 2026 by Ada'."""
    opened = t("requests.opened", day=written.day(row["opened_on"], language()), person=row["opened_by"])
    ids = [f"{t(f'column.{name}')} {row[name]}" for name in ("access_id", "contract_id") if row[name]]
    dates = [f"{t(f'column.{name}')} {written.day(row[name], language())}" for name in DATES if row[name]]
    said = [row["request_no"], t(f"request_kind.{row['request_kind']}"), row["about"], row["title"], row["partner"]]
    return " · ".join(part for part in (*said, opened, *ids, *dates, row["note"]) if part)


def _start(row: Row) -> dict[str, str]:
    told = {"outcome": row["answer_outcome"]} | {name: row[name] for name in ANSWER[1:]}
    return {name: str(value) for name, value in told.items() if value}


def differences(partner: Sequence[str]) -> None:
    """Answers that form and file give differently, and those of files that fit no request."""
    rows = answer("requests", "difference", partner=partner)
    if not rows.is_empty():
        st.header(t("requests.differences"), anchor=False)
        st.caption(t("requests.differences.help"))
        tables.show(rows, "requests", "difference", seen=DIFFERENCES)


def as_template(partner: Sequence[str]) -> None:
    """The answers as a file in the template's layout."""
    with st.expander(t("requests.template"), icon=":material/upload_file:"):
        st.caption(t("requests.template.help"))
        downloads.show(answer("requests", "template", partner=partner), "requests", "template")
