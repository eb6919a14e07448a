"""What the reader can do now, and which rules say no: the same rules as for a deed, without what only a form gives."""

from datetime import date

import polars as pl
import streamlit as st

from pages.ui.session import day_at, snapshot, store, user, versions
from pipelines.actions import Broken, broken_rules, judged, known
from pipelines.store import Snapshot

KEPT = 500


def broken(action: str, partner_id: str, about: str | None = None) -> tuple[Broken, ...]:
    """The rules that refuse the reader this action now, each with its facts; none where only the form's words can.

    BenefitsError for an action that there is not, and where the partner has no such benefit, membership or request.
    """
    home, deeds = str(store().home.path), versions().get(partner_id, 0)
    facts = _judged(
        snapshot(), home, snapshot().number, deeds, user().email, day_at(partner_id), action, partner_id, about
    )
    return broken_rules(facts, action) if facts.height else ()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _judged(
    _snap: Snapshot,
    home: str,
    number: int,
    deeds: int,
    email: str,
    day: date,
    action: str,
    partner_id: str,
    about: str | None,
) -> pl.DataFrame:
    return judged(_snap, known(action), email, partner_id, day, about)
