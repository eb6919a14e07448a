"""Who is here, which pages they get, run it. The session's snapshot is held for the whole run."""

import streamlit as st

from pages.ui import faults, foreign_ids, frame, outcomes, session

with session.page_run() as run:
    st.set_page_config(
        page_icon=frame.ICON,
        layout="wide" if run.person else "centered",
        initial_sidebar_state=frame.MENU_WIDTH,
        menu_items={"about": session.t("app.about")},
    )
    page = frame.navigation(run)
    frame.sidebar(run)
    with faults.refusals_shown():
        foreign_ids.watch(run)
        if run.person:
            frame.guard(page)
        page.run()
    outcomes.show_left_over()
