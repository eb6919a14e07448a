"""What the reader is reminded of, soonest first: snoozed, handled, by letter or in the reader's own calendar."""

import streamlit as st

from pages.ui import calendar_desk, head, reminder_desk
from pages.ui.session import t

head.show("reminders", valued=False)
found = reminder_desk.rows()
left, right = st.columns([8, 5], gap="medium")
with left:
    if found.is_empty():
        st.info(t("reminders.none"), icon=":material/notifications_off:")
    else:
        chosen = reminder_desk.choose(found)
with right:
    if not found.is_empty():
        reminder_desk.forms(chosen)
    reminder_desk.letters()
    calendar_desk.show()
