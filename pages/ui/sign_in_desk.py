"""The forms on who may come in: the sessions of a person end, a person is disabled and enabled, one's own end."""

from typing import Any

import streamlit as st

from pages.ui import deeds, outcomes
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import t, user
from pages.ui.written import plain
from pipelines.store.chain import APP

ENDS, DISABLES, ENABLES = (What(name, APP) for name in ("end_sessions", "disable_person", "enable_person"))
# In the session of the reader: the name of the deed that is not done yet, so that a double click is one.
_NEXT = "sign_out.everywhere.next"


def forms(row: dict[str, Any]) -> None:
    """What can be done with the sign-in of a row of report `people`, folded away until it is wanted or used."""
    said = any(outcomes.said(what) for what in (ENDS, DISABLES, ENABLES))
    title = plain(t("people.sign_in", person=row["name"]))
    with st.expander(title, icon=":material/lock_person:", expanded=said or row["disabled"]):
        st.caption(t("people.sign_in.help"))
        allowed = DISABLES if not row["disabled"] else ENABLES
        for what in (ENDS, allowed):
            deed_form(what.action, partner_id=APP, fixed={"person": row["email"]})


def sign_out_everywhere() -> None:
    """Ends the reader's own sessions, this one too: the next run finds nobody."""
    with st.popover(t("sign_out.everywhere"), type="tertiary"):
        st.caption(t("sign_out.everywhere.help"))
        if st.button(t("sign_out.everywhere"), key="sign_out.everywhere", type="primary"):
            request_id = st.session_state.setdefault(_NEXT, deeds.new_request_id())
            keep = outcomes.keeper(ENDS)
            keep(deeds.carry_out(ENDS, {"person": user().email}, request_id, None))
            del st.session_state[_NEXT]
            st.rerun()
