"""What each membership cost, and what of it is held, used and idle."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, head, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHAT = {"offer_name": 160, "partner": 124, "fee": 84}
WORTH = {"value_held": 108, "value_used": 108, "value_idle": 108, "used_share": 82, "used_less_fee": 126}

head.show("value")
every = answer("value")
if every.is_empty():
    empty.nothing_loaded()
else:
    with st.container(horizontal=True):
        chosen = {"partner": filters.partners(answers.partners())}
        chosen["currency"] = filters.currency(every["currency"].drop_nulls().unique(maintain_order=True).to_list())
    offers = answer("value", **chosen)
    if offers.is_empty():
        empty.nothing_matches()
    else:
        cards.value(offers)
        st.header(t("value.table"), anchor=False)
        tables.show(offers, "value", seen=WHAT | WORTH, samples=answers.samples(), asked=chosen, two_lines=True)
        st.caption(t("value.compared"))
