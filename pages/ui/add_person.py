"""Who is missing among the people to choose from is added at the spot (source row 23)."""

import streamlit as st

from pages.ui import outcomes
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import t


def show(partner_id: str) -> None:
    """The form that adds a person of a partner, folded away until it is wanted or has something to say.

    Once on a page, below the forms that choose a person.
    """
    said = outcomes.said(What("add_person", partner_id))
    with st.expander(t("form.add_person"), icon=":material/person_add:", expanded=said):
        deed_form("add_person", partner_id=partner_id)
