"""The way down from all that was spent to the rows of the files: each choice is in the address and narrows the rest."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from pages.ui import written
from pages.ui.answers import Filters, answer
from pages.ui.session import language, t
from pages.ui.tables import Pick

ROW = "row"
# The levels in their order, each with the column that names its rows.
PATH = {"month": "month", "service": "service", "resource_group": "resource_group"}
NARROWS = PATH | {"subscription": "subscription_id"}
NAMES = NARROWS | {"subscription": "subscription"}

Narrowed = Mapping[str, Sequence[str]]


def narrowed(asked: Filters) -> dict[str, list[str]]:
    """What the address chose on the way, by level; a choice that is not there counts as not made."""
    found: dict[str, list[str]] = {}
    for level, column in NARROWS.items():
        told = st.query_params.get(level)
        if told is not None and told in answer("credit-usage", level, **asked, **found)[column]:
            found[level] = [told]
    return found


def levels(found: Narrowed) -> list[str]:
    """What the rest can be shown by; the rows of the files within a month only, where they are few enough to hold."""
    return [*(level for level in NARROWS if level not in found), "day", *([ROW] if "month" in found else [])]


def next_level(found: Narrowed) -> str:
    """The first level on which nothing is chosen; the rows of the files after the last."""
    return next((level for level in PATH if level not in found), ROW)


def pick(rows: pl.DataFrame, by: str, found: Narrowed) -> Pick | None:
    """Makes a click on a row of report `credit-usage` the next choice."""
    if by not in NARROWS:
        return None
    values = rows[NARROWS[by]].to_list()
    return Pick(f"drill.{by}.{len(found)}", None, lambda place: _choose(by, values[place]))


def _choose(level: str, value: str) -> None:
    st.query_params[level] = value
    st.query_params.pop("by", None)


def way_back(found: Narrowed, asked: Filters) -> None:
    """The choices made, each a button that takes it back."""
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("spend.narrowed"), width="content")
        for level, [value] in found.items():
            one = answer("credit-usage", level, **asked, **{level: [value]})
            label = written.plain(names(one, level)[0])
            st.button(label, icon=":material/close:", key=f"back.{level}", on_click=_take_back, args=(level,))


def _take_back(level: str) -> None:
    st.query_params.pop(level, None)


def names(rows: pl.DataFrame, by: str) -> list[str]:
    """What the rows of a level are called: months in words, and a word for what has no name."""
    told = rows[NAMES[by]].to_list()
    if by == "month":
        return [written.month(date.fromisoformat(f"{month}-01"), language()) for month in told]
    return [one or t(f"spend.without.{by}") for one in told]
