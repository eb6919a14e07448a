"""The requests of a benefit that wait, each with the way to its desk."""

from typing import Any

import streamlit as st

from pages.ui.answers import answer
from pages.ui.session import t, user
from pages.ui.written import plain


def show(row: dict[str, Any]) -> None:
    """A line for each request of this benefit that waits: what was asked for, how long ago, and a link for the desk."""
    rows = answer("requests", "request", partner=[row["partner_id"]], state=["waiting"])
    for one in rows.filter(entitlement_id=row["entitlement_id"]).to_dicts():
        kind, days = t(f"request_kind.{one['request_kind']}"), one["days_waiting"]
        line = plain(t("requests.open", kind=kind, number=one["request_no"], days=days))
        if user().may("see:requests"):
            st.page_link("desk/requests.py", label=line, icon=":material/inbox:", query_params=_address(one))
        else:
            st.caption(line)


def _address(one: dict[str, Any]) -> dict[str, str]:
    return {"request": one["request_no"]}
