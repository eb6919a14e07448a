"""What the vendor's directory says of a tenant's licences: whose users cannot work with theirs, and the whole count."""

import streamlit as st

from pages.ui import tables, written
from pages.ui.answers import answer
from pages.ui.session import language, t

SEEN = {
    "partner": 112,
    "sku": 170,
    "product_name": 190,
    "enabled": 72,
    "suspended": 84,
    "consumed": 76,
    "standing": 200,
}
# Of more than that, the table tells.
LINES = 3


def show(partners: list[str]) -> None:
    """A line for each SKU that users have and cannot work with, and the count of all; nothing where none is loaded."""
    skus = answer("licence-skus", partner=partners)
    if skus.is_empty():
        return
    for row in skus.filter(skus["standing"].is_in(["suspended", "exceeded"])).head(LINES).to_dicts():
        counts = {name: written.number(row[name], language()) for name in ("consumed", "without")}
        words = t(f"skus.{row['standing']}", sku=row["sku"], partner=row["partner"], **counts)
        st.warning(words, icon=":material/warning:")
    with st.expander(t("skus.title"), icon=":material/badge:"):
        tables.show(skus, "licence-skus", seen=SEEN)
        if skus.filter(standing="unnamed").height:
            st.caption(t("skus.unnamed"))
