"""Our own layouts as empty files to fill in."""

import streamlit as st
from pipelines.ingest.templates import TEMPLATES, template

from pages.ui.session import t


def show() -> None:
    """One button a template."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("loads.templates"))
        for name in TEMPLATES:
            key = f"template.{name}"
            st.download_button(name, template(name), f"{name}.csv", "text/csv", key=key, on_click="ignore")
