"""What each Azure credit has left, what will become of it, and what it was spent on."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, head, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHOSE = {"subscription": 260, "partner": 165, "status": 132, "ends_on": 88}
BALANCE = WHOSE | {"amount": 104, "used_share": 82, "left": 83, "currency": 72}
USAGE = {"month": "month", "day": "date", "service": "service", "subscription": "subscription"}
SPENT = {"cost": 160, "usage_rows": 160}

head.show("credits", valued=False)
partner = filters.partners(answers.partners())
covered = {"partner": answers.covered(partner)}
credits, spent = answer("credit-balance", partner=partner), answer("credit-usage", "month", partner=partner)
if credits.is_empty() and spent.is_empty():
    empty.no_credits()
if credits.height:
    cards.credits(credits)
    st.header(t("credits.table"), anchor=False)
    tables.show(credits, "credit-balance", seen=BALANCE, asked=covered)
    st.caption(t("credits.eligible"))
if spent.height:
    st.header(t("credits.usage"), anchor=False)
    with st.container(horizontal=True):
        by = filters.one_of("usage", list(USAGE), "by")
        currency = filters.currency(answers.largest_first(spent))
    chosen = {"partner": partner, "currency": currency}
    cards.spend(answer("credit-usage", "month", **chosen))
    rows = answer("credit-usage", by, **chosen)
    tables.show(rows, "credit-usage", by, seen={USAGE[by]: 300} | SPENT, asked=chosen | covered)
