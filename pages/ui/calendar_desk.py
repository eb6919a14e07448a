"""The address of the reader's calendar: made, shown once, revoked."""

import streamlit as st

from pages.ui import outcomes, written
from pages.ui.answers import SQL
from pages.ui.calendar_feed import PATH
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import language, snapshot, t, user
from pipelines.actions import Token
from pipelines.actions.reminders import new_calendar
from pipelines.settings import load_settings
from pipelines.store.chain import APP

MAKES, REVOKES = What("create_calendar", APP), What("revoke_calendar", APP)
_MINE = (SQL / "my_calendar.sql").read_text("utf-8")
# In the session of the reader alone: the token of the form that is not sent yet, and the one that was made last.
_NEXT, _MADE = "calendar.next", "calendar.made"


def show() -> None:
    """The new address if one was made just now, and the forms."""
    st.header(t("calendar.title"), anchor=False)
    if new := _made():
        _show(new)
    drawn = st.session_state.setdefault(_NEXT, new_calendar())
    since = snapshot().query(_MINE, {"email": user().email})["made_on"].to_list()
    note = t("calendar.since", day=written.day(since[0], language())) if since else t("calendar.what")
    deed_form(MAKES.action, partner_id=APP, fixed=drawn.told, note=note)
    if since:
        deed_form(REVOKES.action, partner_id=APP)
    elif outcomes.said(REVOKES):
        outcomes.show(REVOKES)


def _made() -> Token | None:
    """The token that the reader made just now; None once something else was done, or another page was opened."""
    receipt, drawn = outcomes.receipt(MAKES), st.session_state.get(_NEXT)
    if receipt is None:
        st.session_state.pop(_MADE, None)
    elif drawn and receipt.subject == drawn.token_id:
        st.session_state[_MADE] = drawn  # before the other goes: a click between the two must not lose the address
        del st.session_state[_NEXT]
    made: Token | None = st.session_state.get(_MADE)
    return made


def _show(new: Token) -> None:
    with st.container(border=True):
        st.caption(t("calendar.once"))
        st.code(address_of(new.text), language=None, wrap_lines=True)
        st.button(t("tokens.hide"), icon=":material/visibility_off:", on_click=st.session_state.pop, args=(_MADE,))


def address_of(token: str) -> str:
    """The address of a calendar in the reader's language."""
    return f"{load_settings().address.rstrip('/')}{PATH}{token}.ics?language={language()}"
