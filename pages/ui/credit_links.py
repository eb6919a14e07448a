"""Which subscriptions draw on an Azure credit, and the forms that link one and take a link back."""

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import credit_holders, tables, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import as_of, language, t

Row = dict[str, Any]
SEEN = {"subscription": 164, "starts_on": 86, "ends_on": 86, "linked_by": 76, "last_usage_on": 90}
# What a link does not say where a grant of the credit runs already.
OF_A_GRANT = dict.fromkeys(("ends_on", "amount", "currency"), "")


def show_with_holders(row: Row) -> None:
    """Who has access to the chosen credit, and below them what draws on it."""
    credit_holders.show(row)
    found = of(row)
    st.header(t("links.title"), anchor=False)
    if found.is_empty():
        st.caption(t("links.none"))
    else:
        tables.show(found, "credit-subscriptions", seen=SEEN)


def of(row: Row) -> pl.DataFrame:
    """Report `credit-subscriptions` of one row of report `benefits`."""
    return answer("credit-subscriptions", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])


def link(row: Row, subscription: Row | None = None) -> None:
    """The form that links a subscription to the credit: a known one (a row of report `unlinked-subscriptions`), else
    one that is written down. A credit whose grant runs lends its pot; another gets a grant with the link."""
    known = {"subscription_id": subscription["subscription_id"]} if subscription else {}
    first = subscription["first_on"] if subscription else None
    runs = of(row).filter(pl.lit(as_of()).is_between("starts_on", "ends_on")).sort("starts_on")
    if runs.is_empty():
        _form(row, known, _start(first) | _grant(row), t("links.no_grant"))
    else:
        since, until = runs["starts_on"][0], runs["ends_on"][0]
        start = _start(max(first, since) if first else None)
        _form(row, known | OF_A_GRANT, start, t("links.pot", day=written.day(until, language())))


def unlink(row: Row) -> None:
    """The form that takes a link of a deed back."""
    linked = of(row).filter(linked_by="deed").to_dicts()
    options = {one["subscription_id"]: f"{one['subscription']} · {one['starts_on']}" for one in linked}
    deed_form("unlink_subscription", **_of(row), options={"subscription_id": options}, note=t("links.unlink"))


def _form(row: Row, fixed: dict[str, str], start: dict[str, str], note: str) -> None:
    deed_form("link_subscription", **_of(row), fixed=fixed, start=start, note=note)


def _start(first: date | None) -> dict[str, str]:
    return {"starts_on": first.isoformat()} if first else {}


def _grant(row: Row) -> dict[str, str]:
    """What a grant begins with: the benefit's own amount and last day."""
    ends_on = {"ends_on": row["use_until"].isoformat()} if row["use_until"] else {}
    return {"amount": f"{row['held']:.2f}"} | ends_on


def _of(row: Row) -> dict[str, Any]:
    return {"partner_id": row["partner_id"], "about": row["entitlement_id"]}
