"""What was sent to whom and how it stands; what was given up or refused is sent again from here."""

import streamlit as st

from pages.ui import answers, filters, head, message_desk, tables
from pages.ui.session import t

STATES = {
    "all": [],
    "waiting": ["waiting"],
    "undelivered": ["failed", "refused", "forgotten"],
    "delivered": ["sent", "written"],
}
SEEN = {
    "written_at": 124,
    "letter_kind": 190,
    "sent_to": 206,
    "message_state": 104,
    "attempts": 76,
    "letter_reason": 190,
    "partner": 110,
    "tried_at": 124,
}

head.show("messages", valued=False)
st.caption(message_desk.how())
letters = message_desk.letters()
with st.container(horizontal=True):
    partner = filters.partners(answers.partners())
    state = filters.one_of("message_state", list(STATES), "messages.state")
    kind = message_desk.kind(letters)
every = message_desk.of(letters, partner_id=partner)
rows = message_desk.of(every, message_state=STATES[state], letter_kind=kind)
if rows.is_empty():
    st.info(t("messages.none"), icon=":material/mail:")
else:
    st.caption(message_desk.told(every))
    tables.show(rows, "messages", seen=SEEN)
message_desk.send_again(every)
