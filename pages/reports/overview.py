"""What matters first: value held, used, idle and at risk, the nearest credit, what lapses when, what to do next."""

import streamlit as st

from pages.ui import answers, cards, empty, figures, filters, head, next_actions
from pages.ui.answers import answer

head.show("overview")
if answer("overview").is_empty():
    empty.nothing_loaded()
else:
    with st.container(horizontal=True):
        chosen = {"partner": filters.partners(answers.partners()), "currency": filters.currency(answers.currencies())}
        chosen["family"] = filters.family(answers.families())
    now = answer("overview", **chosen)
    if now.is_empty():
        empty.nothing_matches()
    else:
        figures.show(answer("overview", "month", **chosen))
        cards.at_risk(
            credits=answer("credit-balance", partner=chosen["partner"], currency=chosen["currency"]),
            bands=answer("expiry", "band", decisive=["true"], **chosen),
            now=now.row(0, named=True),
        )
        next_actions.show(answer("next-actions", **chosen))
