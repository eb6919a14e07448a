"""The marketing contact of each partner, at the top of the go-to-market page (source rows 76-79)."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui import answers, open_requests, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.text import text

GROUPED = {
    "marketing_group": 128,
    "product_name": 320,
    "partner": 120,
    "status": 130,
    "activate_by": 100,
    "expires_on": 100,
}
# Each has a form of its own.
MOST_CONTACTS = 6


def contacts(partners: Sequence[str]) -> None:
    """For each partner who its contact is, or that there is none yet, and the form that changes it; of many partners
    for the first."""
    known = {row["partner_id"]: row for row in answer("marketing", "contact", partner=partners).to_dicts()}
    for partner_id in partners[:MOST_CONTACTS]:
        _contact(partner_id, known.get(partner_id))
    if len(partners) > MOST_CONTACTS:
        st.caption(t("marketing.first_contacts", shown=MOST_CONTACTS, all=len(partners)))


def activation(row: dict[str, Any]) -> None:
    """What waits for the vendor, and the form that activates the chosen offer."""
    open_requests.show(row)
    note = t("marketing.activate")
    deed_form("activate_marketing", partner_id=row["partner_id"], about=row["entitlement_id"], note=note)


def _contact(partner_id: str, row: dict[str, Any] | None) -> None:
    partner = answers.partners().get(partner_id, partner_id)
    icon = ":material/contact_mail:" if row else ":material/person_alert:"
    with st.expander(_line(partner, row), icon=icon):
        st.caption(t("marketing.contact.help"))
        start = {name: str(row[name]) for name in ("other_email", "phone", "preferred_language")} if row else {}
        start |= {"person": str(row["email"])} if row else {}
        deed_form("set_marketing_contact", partner_id=partner_id, start=start)


def _line(partner: str, row: dict[str, Any] | None) -> str:
    """'Contoso: Ada · ada@else.example · +49 30 123 · English · since 15 Jun 2026'."""
    if row is None:
        return plain(t("marketing.contact.none", partner=partner))
    said = [row["contact"], row["other_email"], row["phone"], text("language.name", row["preferred_language"])]
    day = t("held.facts.starts_on", day=written.day(row["set_on"], language()))
    named = " · ".join(part for part in (*said, day) if part)
    return plain(t("marketing.contact.line", partner=partner, contact=named))
