"""Taking the last load back, for those who may: it changes what everybody sees, so it asks twice."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui import rules_said
from pages.ui.deeds import new_request_id
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import snapshot, store, t, today, user
from pages.ui.written import plain
from pipelines.actions import Refused
from pipelines.actions.take_back import TakenBack, take_back
from pipelines.rules.access import ROLLBACK

TOLD, REQUEST = "loads.rollback.told", "loads.rollback.request"


def show() -> None:
    """The form, where there is a state to go back to; a reader who may not sees nothing of it."""
    _say(st.session_state.pop(TOLD, None))
    pointer = store().pointer()
    if not user().may(ROLLBACK) or pointer.base not in pointer.numbers:
        return
    with st.expander(t("loads.rollback"), icon=":material/undo:"), st.form("loads.rollback"):
        st.markdown(t("loads.rollback.what", live=snapshot().number, base=pointer.base))
        sure = st.checkbox(t("loads.rollback.sure"), key="loads.rollback.sure")
        if st.form_submit_button(t("loads.rollback.go"), key="loads.rollback.go"):
            _take_back() if sure else st.warning(t("loads.rollback.tick"))


def _take_back() -> None:
    request = st.session_state.setdefault(REQUEST, new_request_id())
    st.session_state[TOLD] = take_back(store(), user().email, snapshot().number, request, datetime.now(UTC), today())
    del st.session_state[REQUEST]
    st.rerun()


def _say(told: TakenBack | Refused | None) -> None:
    match told:
        case TakenBack(before, live):
            st.success(plain(t("loads.rollback.done", before=before, live=live)), icon=":material/undo:")
        case Refused(broken):
            rules_said.show(broken, EVERY_PARTNER)
