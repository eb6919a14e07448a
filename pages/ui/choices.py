"""What a reader chooses on one page and nowhere else, kept in the address too: a reload and a link show the same."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from pages.ui import filters
from pages.ui.fields import FIRST_DAY, LAST_DAY

DAY_WIDTH = 140


def of_several(
    key: str, known: Mapping[str, str], label: str, usual: str | None = None, width: int | None = None
) -> str:
    """One of codes and their words in a list; without a choice it is `usual`, or the first."""
    usual = usual or next(iter(known))
    chosen = (filters.told(key, known) or [usual])[0]
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(known),
        format_func=lambda one: known[one],
        key=key,
        on_change=filters.remember,
        args=(key, usual),
        width=width or "stretch",
    )
    return chosen


def search(key: str, label: str) -> str:
    """Words to look for; empty for none."""
    wanted = st.query_params.get(key, "")
    st.session_state[key] = wanted
    st.text_input(label, icon=":material/search:", key=key, on_change=filters.remember, args=(key, ""))
    return wanted


def day(key: str, label: str, usual: date | None = None) -> date | None:
    """A day; one that cannot be read, or that no calendar offers, counts as not chosen, and then it is `usual`."""
    told = _read(st.query_params.get(key, "")) or usual
    st.session_state[key] = told
    st.date_input(
        label,
        None,
        FIRST_DAY,
        LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        on_change=filters.remember,
        args=(key, usual),
        width=DAY_WIDTH,
    )
    return told


def _read(told: str) -> date | None:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
