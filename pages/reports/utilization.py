"""What is held, assigned, used and idle, the most idle value first."""

import streamlit as st

from pages.ui import answers, cards, empty, filters, head, tables
from pages.ui.answers import answer

PARTS = {"unit": 96, "held": 64, "assigned": 76, "used": 76, "idle": 78, "utilization": 84, "value_idle": 106}
FOUND = {"held": 58, "idle": 78, "utilization": 84, "value_idle": 108}
SEEN = {
    "product": {"product_name": 334} | PARTS,
    "partner": {"partner": 242} | PARTS,
    "family": {"family": 242} | PARTS,
    "offer": {"offer_name": 242} | PARTS,
    "entitlement": {"product_name": 214, "offer_name": 138, "partner": 124, "status": 110} | FOUND,
}

head.show("utilization")
if answer("utilization").is_empty():
    empty.nothing_loaded()
else:
    with st.container(horizontal=True):
        chosen = {"partner": filters.partners(answers.partners()), "currency": filters.currency(answers.currencies())}
        chosen["family"] = filters.family(answers.families())
        by = filters.one_of("by", list(SEEN), "by")
        chosen["product"] = filters.product(answers.products())
    frame = answer("utilization", by, **chosen)
    if frame.is_empty():
        empty.nothing_matches()
    else:
        cards.utilization(frame, by)
        full = by == "entitlement"
        tables.show(frame, "utilization", by, seen=SEEN[by], samples=answers.samples(), two_lines=full)
