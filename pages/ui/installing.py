"""Installing software: language and operating system, and where the vendor has the download (source rows 31-33)."""

from typing import Any

import streamlit as st

from pages.ui import written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import language, t
from pipelines.rules.model import DOWNLOAD_SYSTEMS

# The language of a product that a reader of ours most likely wants.
_SHOWN_IN = {"en": "en-US", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


def show(row: dict[str, Any]) -> None:
    """What was chosen last for a row of report `benefits`, with its link; nothing where nothing was."""
    chosen = answer("downloads", "choice", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])
    if chosen.is_empty():
        return
    last = chosen.row(0, named=True)
    st.header(t("downloads.title"), anchor=False)
    st.caption(written.plain(_said(last)))
    st.link_button(t("downloads.go"), last["link"], icon=":material/open_in_new:")


def form(row: dict[str, Any]) -> None:
    """The form that chooses; of the operating systems those that the product is there for."""
    offered = answer("downloads", "system", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])
    systems = {one: t(f"choice.os.{one}") for one in DOWNLOAD_SYSTEMS if one in set(offered["os"])}
    start = {"language": _SHOWN_IN[language()]}
    options = {"os": systems} if systems else {}
    about = {"partner_id": row["partner_id"], "about": row["entitlement_id"]}
    deed_form("choose_download", **about, options=options, start=start)


def _said(last: dict[str, Any]) -> str:
    facts = {"os": t(f"choice.os.{last['os']}"), "shown_in": t(f"choice.language.{last['language']}")}
    return t("downloads.chosen", day=written.day(last["chosen_on"], language()), **facts)
