"""Everything that waits for the vendor or for a decision: ageing, answered by form or by file, withdrawn."""

import streamlit as st

from pages.ui import answers, filters, head, history, request_desk
from pages.ui.answers import answer
from pages.ui.session import t

DEEDS = ("record_answer", "withdraw_request")
STATES = {"waiting": ["waiting"], "all": []}

head.show("requests", valued=False)
with st.container(horizontal=True):
    partner = filters.partners(answers.partners())
    state = filters.one_of("state", list(STATES), "requests.state")
request_desk.waiting(answer("requests", "request", partner=partner))
rows = answer("requests", "request", partner=partner, state=STATES[state])
if rows.is_empty():
    st.info(t("requests.empty"), icon=":material/inbox:")
else:
    row = request_desk.choose(rows)
    request_desk.one(row, partner)
request_desk.differences(partner)
history.show(partner=partner, deeds=DEEDS)
