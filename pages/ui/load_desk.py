"""The desk for files: give, rehearse, answer, load."""

from dataclasses import replace

import streamlit as st

from pages.ui import incoming, load_report, load_turn, questions, templates
from pages.ui.load_turn import Turn
from pages.ui.session import listed, t, user
from pipelines.rules.access import known_roles, roles_with
from pipelines.rules.model import FILE_FORMATS


def show() -> None:
    """From the drop zone to the button, for those who may load; the others are told who may.

    The outcome of the last load stands above until the page runs again.
    """
    if not any(user().may(f"load:{name}") for name in FILE_FORMATS):
        st.caption(t("loads.only_list", roles=listed(_roles())))
        return
    turn = load_turn.of_session()
    if turn.report:
        load_report.show(turn.report)
    number = turn.number
    sent = incoming.given(number)
    turn.report = None
    if sent:
        _rehearse(sent, turn, number)
    else:
        templates.show()


def _roles() -> list[str]:
    """The roles that load files of some format."""
    loading = {role for name in FILE_FORMATS for role in roles_with(f"load:{name}")}
    return [t(f"role.{role}") for role in known_roles() if role in loading]


def _rehearse(sent: list[incoming.Sent], turn: Turn, number: int) -> None:
    keep_good = st.toggle(t("loads.keep_good"), help=t("loads.keep_good.help"), key="loads.keep_good")
    asking = st.container()
    with asking:
        told = questions.answered(sent)
    wanted = incoming.Wanted(sent, told, keep_good, dry_run=True)
    report = load_turn.rehearsed(turn, wanted)
    with asking:
        questions.ask_new(sent, report)
    load_report.show(report, rehearsed=True)
    if load_report.unknown(report):
        templates.show()
    ready = report.status == "dry-run" and load_report.changes(report)
    if st.button(t("loads.go"), type="primary", icon=":material/upload:", disabled=not ready, key="loads.go"):
        load_turn.carry_out(turn, number, replace(wanted, dry_run=False))
        st.rerun()
