"""At which rates one currency is turned into another: those that are known, with day and source, and the form."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import answers, choices, tables
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import t

SEEN = {
    "partner": 150,
    "from_currency": 72,
    "to_currency": 72,
    "rate": 110,
    "rate_on": 96,
    "told_by": 120,
    "rate_source": 220,
}


def show(partner: Sequence[str] = ()) -> None:
    """The rates and the form that records one. `partner`: whose, all in sight where none is named."""
    rows = answer("exchange-rates", partner=list(partner))
    st.header(t("rates.title"), anchor=False)
    st.caption(t("rates.how"))
    if rows.is_empty():
        st.caption(t("rates.none"))
    else:
        tables.show(rows, "exchange-rates", seen=SEEN)
    known = {one: name for one, name in answers.partners().items() if not partner or one in partner}
    if known:
        with st.expander(t("action.record_exchange_rate.title"), icon=":material/currency_exchange:"):
            deed_form("record_exchange_rate", partner_id=_whose(known))


def _whose(known: dict[str, str]) -> str:
    """The only partner, or the one that is chosen."""
    if len(known) == 1:
        return next(iter(known))
    return choices.of_several("rates", known, t("filter.partner"))
