"""What was spent: by month, service, resource group, subscription or day, down to the rows of the files."""

import streamlit as st

from pages.ui import answers, drill, empty, filters, head, spend
from pages.ui.answers import answer
from pages.ui.session import t

head.show("spend", valued=False)
if not answers.datasets():
    empty.no_spend()
else:
    with st.container(horizontal=True):
        told = {"partner": filters.partners(answers.partners()), "dataset": spend.dataset()}
        every = answer("credit-usage", "currency", **told)
        asked = told | {"currency": filters.currency(every["currency"].to_list())}
        found = drill.narrowed(asked)
        by = filters.one_of("by", drill.levels(found), "by", drill.next_level(found))
    if every.is_empty():
        empty.nothing_matches()
    else:
        if told["dataset"]:
            st.caption(t("spend.instead"))
        drill.way_back(found, asked)
        spend.show(by, asked, found)
        spend.totals(told, found)
