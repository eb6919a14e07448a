"""Taking the last load back, for those who may: it changes what everybody sees, so it asks twice."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from pages.ui import rules_said
from pages.ui.deeds import new_request_id
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import language, snapshot, store, t, today, user
from pages.ui.written import plain
from pipelines.actions import Refused
from pipelines.actions.take_back import TakenBack, take_back
from pipelines.errors import BenefitsError
from pipelines.rules.access import ROLLBACK
from pipelines.store.errors import SnapshotMoved

SLOT = "loads.rollback"


@dataclass
class Slot:
    """The form in a session: the name of what is not done yet, the snapshot that its reader had before him as the live
    one, and what came of it. It is changed in place: what a session keeps by name can be cut off by a click."""

    request_id: str
    live: int = 0
    told: TakenBack | Refused | BenefitsError | None = None


def show() -> None:
    """The form, where there is a state to go back to; a reader who may not sees nothing of it."""
    slot: Slot = st.session_state.setdefault(SLOT, Slot(new_request_id()))
    _say(slot.told)
    pointer = store().pointer()
    if user().may(ROLLBACK) and (pointer.base in pointer.numbers or _is_pressed(slot)):
        _form(slot, pointer.base)
    slot.told, slot.live = None, snapshot().number


def _is_pressed(slot: Slot) -> bool:
    """Whether the form that the reader had before him was sent: he is answered, also where nothing is left to go to."""
    return bool(st.session_state.get(f"{SLOT}.{slot.request_id}.go"))


def _form(slot: Slot, base: int) -> None:
    """A second click on it is none: what it takes back was the live state when it was drawn."""
    request_id, live = slot.request_id, slot.live
    with st.expander(t("loads.rollback"), icon=":material/undo:"), st.form(f"{SLOT}.{request_id}"):
        st.markdown(t("loads.rollback.what", live=snapshot().number, base=base))
        sure = st.checkbox(t("loads.rollback.sure"), key=f"{SLOT}.{request_id}.sure")
        if st.form_submit_button(t("loads.rollback.go"), key=f"{SLOT}.{request_id}.go"):
            _take_back(slot, request_id, live) if sure else _ask_to_tick()


def _ask_to_tick() -> None:
    st.warning(t("loads.rollback.tick"), icon=":material/edit_note:")


def _take_back(slot: Slot, request_id: str, live: int) -> None:
    try:
        slot.told = take_back(store(), user().email, live, request_id, datetime.now(UTC), today())
    except BenefitsError as wrong:
        slot.told = wrong
    slot.request_id = new_request_id()
    st.rerun()


def _say(told: TakenBack | Refused | BenefitsError | None) -> None:
    match told:
        case TakenBack(before, live):
            st.success(plain(t("loads.rollback.done", before=before, live=live)), icon=":material/undo:")
        case Refused(broken):
            rules_said.show(broken, EVERY_PARTNER)
        case SnapshotMoved(facts=now):
            st.warning(plain(t("loads.rollback.moved", live=now["live"])), icon=":material/sync_problem:")
        case BenefitsError() as wrong:
            st.error(plain(wrong.sentence(language())), icon=":material/block:")
