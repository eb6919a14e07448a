"""What to do next, worth most first, each row with the way to the form that does it."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from pages.ui import tables
from pages.ui.session import t

SEEN = {"action": 158, "product_name": 334, "partner": 167, "due_on": 88, "value": 111, "currency": 72}
KEPT = ("as_of", "language")


def show(frame: pl.DataFrame) -> None:
    """The rows of report `next-actions` as a table of links; a sentence where there is nothing to do."""
    st.header(t("overview.next_actions"), anchor=False)
    if frame.is_empty():
        st.caption(f":material/task_alt: {t('overview.no_actions')}")
        return
    kept = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    links = [address(row, kept) for row in frame.head(tables.MOST_ROWS).to_dicts()]
    tables.show(frame, "next-actions", seen=SEEN, links=links)


def address(row: dict[str, Any], kept: dict[str, str]) -> str:
    """Where an action is done: the form of its benefit or membership; a subscription without a grant is only looked at.

    A partner's credit that no benefit names has no form either. `kept`: what the address says further.
    """
    partner = {"partner": row["partner_id"]} if row["partner_id"] else {}
    if row["action"] == "renew":
        return "/membership?" + urlencode({**partner, "offer": row["product"], **kept})
    if row["action"] == "link_subscription" or not row["entitlement_id"]:
        return "/credits?" + urlencode(partner | kept)
    return f"/{row['family']}?" + urlencode({"entitlement": row["entitlement_id"], **partner, **kept})
