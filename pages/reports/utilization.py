"""What is held, assigned, used and idle, the most idle value first."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, head, tables
from pages.ui.answers import answer

NAMED = {
    "product": {"product_name": 242},
    "partner": {"partner": 242},
    "family": {"family": 242},
    "offer": {"offer_name": 242},
    "entitlement": {"product_name": 172, "offer_name": 128, "partner": 104, "status": 92},
}
COUNTED = {"unit": 96, "held": 66, "assigned": 76, "used": 78, "idle": 84, "utilization": 92, "value_idle": 114}
BRIEF = {"held": 58, "idle": 84, "utilization": 92, "value_idle": 114}

head.show("utilization")
if answer("utilization").is_empty():
    empty.nothing_loaded()
else:
    with st.container(horizontal=True):
        chosen = {"partner": filters.partners(answers.partners()), "currency": filters.currency(answers.currencies())}
        chosen["family"] = filters.family(answers.families())
        by = filters.one_of("by", list(NAMED), "by")
        chosen["product"] = filters.product(answers.products())
    frame = answer("utilization", by, **chosen)
    if frame.is_empty():
        empty.nothing_matches()
    else:
        cards.utilization(frame, by)
        seen = NAMED[by] | (BRIEF if by == "entitlement" else COUNTED)
        tables.show(frame, "utilization", by, seen=seen, samples=answers.samples())
