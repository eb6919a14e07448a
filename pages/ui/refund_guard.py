"""Before the first step that would end a refund: until when it is open, and that it ends with this step."""

from datetime import date

import polars as pl
import streamlit as st

from pages.ui import possible, written
from pages.ui.answers import answer
from pages.ui.session import language, t


def show(partner_id: str, offer: str | None) -> None:
    """A notice above a form that reveals, activates or assigns something of an offer, as long as a refund is open."""
    said = sentence(partner_id, offer)
    if said:
        st.info(written.plain(said), icon=":material/undo:")


def sentence(partner_id: str, offer: str | None) -> str | None:
    """What the step costs, with the last day on which the refund can be asked for; None where none is open."""
    day = open_until(partner_id, offer) if offer else None
    return t("refund_guard", offer=_terms(partner_id, str(offer))["offer_name"][0], day=_written(day)) if day else None


def open_until(partner_id: str, offer: str) -> date | None:
    """The last day on which a refund can be asked for; None where it is over, asked for, or something is activated.

    Whether the reader may ask for it himself does not matter: the step ends it for everybody (source rows 83, 84).
    """
    terms = _terms(partner_id, offer)
    if terms.is_empty():
        return None
    in_the_way = [one for one in possible.broken("request_refund", partner_id, offer) if one.rule.kind != "permission"]
    until: date | None = None if in_the_way else terms["refund_until"][0]
    return until


def _terms(partner_id: str, offer: str) -> pl.DataFrame:
    return answer("memberships", "term", partner=[partner_id], offer=[offer])


def _written(day: date) -> str:
    return written.day(day, language())
