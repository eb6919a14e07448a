"""The form of the first run: whoever has the one-time code becomes the first Global admin."""

import streamlit as st

from pages.ui import fields, load_report, offers
from pages.ui.session import email, language, now, store, t, today
from pages.ui.written import plain
from pipelines.actions import Field
from pipelines.errors import BenefitsError
from pipelines.ingest.first_run import FirstRun, set_up

MOST_LETTERS = 200
PLACE = (Field("country", "country"), Field("currency", "currency"), Field("time_zone", "time_zone"))
OFFER, FROM = Field("offer", "choice", required=False), Field("starts_on", "date")


def form() -> None:
    """What is asked, and why nothing came of it; once it is done, the page that the reader came for."""
    with st.form("set_up"):
        code = _line("code")
        asked = _asked()
        if st.form_submit_button(t("set_up.go"), type="primary", icon=":material/key:", key="set_up.go"):
            _go(code, asked)


def _asked() -> dict[str, str]:
    told = {"name": _line("name"), "partner": _line("partner")}
    for field, column in zip(PLACE, st.columns(3), strict=True):
        with column:
            told[field.name] = fields.draw(field, _place(field))
    left, right = st.columns([2, 1])
    with left:
        told["offer"] = fields.draw(OFFER, fields.Place("set_up.offer", offers.choices()))
    with right:
        told["starts_on"] = fields.draw(FROM, _place(FROM))
    return told


def _line(name: str) -> str:
    return st.text_input(
        t(f"set_up.{name}"), max_chars=MOST_LETTERS, help=t(f"set_up.{name}.help"), key=f"set_up.{name}"
    ).strip()


def _place(field: Field) -> fields.Place:
    return fields.Place(f"set_up.{field.name}", fields.choices_of(field))


def _go(code: str, told: dict[str, str]) -> None:
    if not (code and all(told[name] for name in told if name != OFFER.name)):
        st.warning(t("set_up.missing"), icon=":material/edit_note:")
        return
    try:
        report = set_up(store(), FirstRun(email() or "", **told), code, now(), today())
    except BenefitsError as refusal:
        st.error(plain(refusal.sentence(language())), icon=":material/block:")
        return
    if report.status != "refused":
        st.rerun()
    load_report.show(report)
