"""Our own layouts as empty files to fill in."""

import streamlit as st

from pages.ui.session import t
from pipelines.ingest.templates import TEMPLATES, template


def show() -> None:
    """One button a template."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("loads.templates"), width="content")
        for name in TEMPLATES:
            key = f"template.{name}"
            st.download_button(name, template(name), f"{name}.csv", "text/csv", key=key, on_click="ignore")
