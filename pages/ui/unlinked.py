"""A to-do of page credits: subscriptions that cost something and draw on no credit, and the form that links one."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import choices, credit_links, tables
from pages.ui.answers import answer
from pages.ui.session import t

SEEN = {"subscription": 260, "first_on": 96, "last_on": 96, "cost": 140, "currency": 72, "claimed": 88}
Row = dict[str, Any]


def show(partner: Sequence[str] = ()) -> None:
    """The subscriptions and the form, for readers of all partners, whose they are until they are linked; nothing where
    every subscription is linked. `partner`: whose credits can be chosen, all in sight where none is named."""
    rows = answer("unlinked-subscriptions")
    if rows.is_empty():
        return
    st.header(t("unlinked.title"), anchor=False)
    st.caption(t("unlinked.why"))
    tables.show(rows, "unlinked-subscriptions", seen=SEEN)
    credits = answer("benefits", partner=list(partner), family=["azure_credit"])
    free = rows.filter(~pl.col("claimed")).unique("subscription_id", keep="first", maintain_order=True)
    if credits.is_empty():
        st.caption(t("unlinked.no_credit"))
    elif free.height:
        _form(free.to_dicts(), credits.to_dicts())


def _form(free: list[Row], credits: list[Row]) -> None:
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            subscription = _one_of("subscription", free, "subscription_id", "subscription")
        with right:
            credit = _one_of("credit", credits, "entitlement_id", "partner", "product_name")
        credit_links.link(credit, subscription)


def _one_of(name: str, rows: list[Row], key: str, *words: str) -> Row:
    """The row that the reader chose; rows whose words are alike are told apart by their id."""
    said = {row[key]: " · ".join(str(row[word]) for word in words) for row in rows}
    often = Counter(said.values())
    named = {one: f"{text} · {one}" if often[text] > 1 else text for one, text in said.items()}
    chosen = choices.of_several(name, named, t(f"unlinked.{name}"))
    return next(row for row in rows if row[key] == chosen)
