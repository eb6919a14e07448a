"""What matters first: value held, used, idle and at risk, the nearest credit, what lapses when, what to do next."""

import streamlit as st

from pages.ui import answers, cards, credit_cards, empty, figures, filters, folded, head, next_actions
from pages.ui.answers import answer
from pages.ui.folded import Figures

WORTH = {"date": 92, "value_held": 116, "value_used": 116, "value_idle": 116, "lapsing_90": 150, "currency": 72}
BAND = {"band": 110, "family": 150, "date_kind": 150, "benefits": 84, "value_idle": 116, "currency": 72}

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
        trend = answer("overview", "month", **chosen)
        figures.show(trend)
        credits = answer("credit-balance", partner=chosen["partner"], currency=chosen["currency"])
        bands = answer("expiry", "band", decisive=["true"], **chosen)
        cards.at_risk(credits, bands, now.row(0, named=True))
        folded.show(
            Figures(trend, "overview", "month", WORTH),
            *credit_cards.days_of(credit_cards.nearest(credits)),
            Figures(bands, "expiry", "band", BAND),
        )
        next_actions.show(answer("next-actions", **chosen))
