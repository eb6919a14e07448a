"""What each Azure credit has left, what will become of it, and what it was spent on."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, head, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHOSE = {"subscription": 190, "partner": 128, "status": 118, "ends_on": 92}
BALANCE = WHOSE | {"amount": 85, "used_share": 98, "left": 80, "currency": 75}
USAGE = {"month": "month", "day": "date", "service": "service", "subscription": "subscription"}

head.show("credits")
partner = filters.partners(answers.partners())
credits, spent = answer("credit-balance", partner=partner), answer("credit-usage", "month", partner=partner)
if credits.is_empty() and spent.is_empty():
    empty.no_credits()
if credits.height:
    cards.credits(credits)
    st.subheader(t("credits.table"), anchor=False)
    tables.show(credits, "credit-balance", seen=BALANCE)
    st.caption(t("credits.eligible"))
if spent.height:
    st.subheader(t("credits.usage"), anchor=False)
    with st.container(horizontal=True):
        by = filters.one_of("usage", list(USAGE), "by")
        currency = filters.currency(answers.largest_first(spent))
    chosen = {"partner": partner, "currency": currency}
    cards.spend(answer("credit-usage", "month", **chosen))
    tables.show(
        answer("credit-usage", by, **chosen), "credit-usage", by, seen={USAGE[by]: 300, "cost": 160, "usage_rows": 160}
    )
