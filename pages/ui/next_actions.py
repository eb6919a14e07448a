"""What to do next, worth most first, each row with the way to where it can be looked at."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from pages.ui import tables
from pages.ui.session import t

CREDIT_ACTIONS = ("spend_credit", "link_subscription")
SEEN = {"action": 158, "product_name": 334, "partner": 167, "due_on": 88, "value": 111, "currency": 72}
KEPT = ("as_of", "language")


def show(frame: pl.DataFrame) -> None:
    """The rows of report `next-actions` as a table of links; a sentence where there is nothing to do."""
    st.header(t("overview.next_actions"), anchor=False)
    if frame.is_empty():
        st.caption(f":material/task_alt: {t('overview.no_actions')}")
        return
    links = [address(row) for row in frame.to_dicts()]
    tables.show(frame, "next-actions", seen=SEEN, links=links)


def address(row: dict[str, Any]) -> str:
    """Where an action can be looked at: the report that holds its benefit, filtered to it."""
    kept = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    if row["action"] in CREDIT_ACTIONS:
        return "/credits?" + urlencode({"partner": row["partner_id"], **kept})
    wanted = {"product": row["product"], "partner": row["partner_id"], **kept}
    if row["action"] in ("activate", "renew"):
        return "/expiry?" + urlencode(wanted)
    return "/utilization?" + urlencode({"by": "entitlement", **wanted})
