"""Who did or tried what and when, at the bottom of a page."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import tables
from pages.ui.answers import answer
from pages.ui.session import t

SEEN = {
    "done_at": 132,
    "actor": 138,
    "deed": 208,
    "subject": 150,
    "outcome": 96,
    "rules": 200,
    "partner": 120,
    "product_name": 220,
}
OF_A_BENEFIT = {name: width for name, width in SEEN.items() if name not in ("partner", "product_name")}


def show(*, partner: Sequence[str] = (), entitlement: str | None = None, deeds: Sequence[str] = ()) -> None:
    """Report `history`, the newest first: of one benefit, or of partners and of some actions; empty limits nothing.

    What the reader may not see is not in the report: an employee finds only what he did himself.
    """
    st.header(t("held.history"), anchor=False)
    of_one = [] if entitlement is None else [entitlement]
    rows = answer("history", partner=partner, entitlement=of_one, deed=deeds)
    if rows.is_empty():
        st.caption(t("history.none"))
    else:
        tables.show(rows, "history", seen=OF_A_BENEFIT if entitlement else SEEN)
