"""What is lost when: each date of each benefit, month by month and in one list, the soonest first."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, folded, head, tables
from pages.ui.answers import answer
from pages.ui.folded import Figures
from pages.ui.session import t

DATES = {"expires_on": 90, "days_left": 75, "date_kind": 134}
MONTH = {"date_kind": 150, "month": 84, "family": 150, "benefits": 84, "value_idle": 116, "currency": 72}
WHAT = {"product_name": 334, "partner": 167, "value_idle": 114, "currency": 72}

head.show("expiry")
if answer("utilization").is_empty():
    empty.nothing_loaded()
else:
    with st.container(horizontal=True):
        chosen = {"partner": filters.partners(answers.partners()), "currency": filters.currency(answers.currencies())}
        chosen["family"] = filters.family(answers.families())
        measure = filters.one_of("measure", ["value_idle", "benefits"], "measure")
        chosen["product"] = filters.product(answers.products())
    dates = answer("expiry", "date", **chosen)
    if dates.is_empty():
        empty.nothing_matches()
    else:
        months = answer("expiry", "month", **chosen)
        cards.timelines(months, measure)
        folded.show(Figures(months, "expiry", "month", MONTH))
        st.header(t("expiry.table"), anchor=False)
        tables.show(dates, "expiry", "date", seen=DATES | WHAT, samples=answers.samples())
