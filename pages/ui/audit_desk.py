"""The audit trail: the list of deeds, and one of them in full with the rules that refused it."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import tables, written
from pages.ui.answers import Filters
from pages.ui.session import language, snapshot, t, user
from pages.ui.written import plain
from pipelines.actions import ACTIONS, OF_NO_PARTNER, sentence
from pipelines.actions.recorded import refused_then
from pipelines.reports import REPORTS
from pipelines.rules.decide import rules_of
from pipelines.rules.steps import NAMES
from pipelines.store.chain import APP

Row = dict[str, Any]
SEEN = {
    "done_at": 128,
    "actor": 116,
    "deed": 166,
    "subject": 130,
    "outcome": 86,
    "rules": 168,
    "partner": 90,
}
ADDRESS = "receipt"
MOST_ROWS = 500
# What is taken out of the app, and the words for it.
FILES = {name: f"report.{name}" for name in REPORTS} | {"pack": "pack.title", "evidence": "evidence.title"}


def show(rows: pl.DataFrame, asked: Filters) -> None:
    """The newest deeds, with all of them as a file; below, the one that the address names (`receipt=P-1-12`)."""
    if rows.height > MOST_ROWS:
        st.caption(t("audit.newest", shown=MOST_ROWS, rows=written.number(rows.height, language())))
    newest = rows.head(MOST_ROWS)
    receipts = [_number(row) for row in newest.to_dicts()]
    told = st.query_params.get(ADDRESS)
    place = receipts.index(told) if told in receipts else None
    pick = tables.Pick(f"audit.{place}.{rows.height}", place, lambda one: _go_to(receipts[one]))
    words = {"subject": [_subject(row) for row in newest.to_dicts()]}
    st.caption(t("audit.choose"))
    tables.show(newest, "audit", seen=SEEN, words=words, pick=pick, whole=rows, asked=asked)
    if place is not None:
        _one(newest.row(place, named=True))


def _number(row: Row) -> str:
    return f"{row['partner_id']}-{row['version']}"


def _go_to(receipt: str) -> None:
    st.query_params[ADDRESS] = receipt


def _subject(row: Row) -> str | None:
    """What a deed is about in the reader's words."""
    told: str | None = row["subject"]
    if row["deed"] == "export" and told in FILES:
        return t(FILES[told])
    return t(f"choice.step.{told}") if row["deed"] == "complete_step" and told in NAMES else told


def _one(row: Row) -> None:
    with st.container(border=True):
        st.markdown(plain(said(row)))
        for rule, source, words in _rules(row):
            if words:
                st.warning(plain(words), icon=":material/block:")
            st.caption(plain(t("form.rule", rule=rule, source=source)))
        facts = {"number": _number(row), "form": row["form_id"], "snapshot": row["snapshot"]}
        st.caption(plain(t("audit.place", via=t(f"via.{row['via']}"), **facts)))
        st.caption(plain(t("audit.hashes", hash=row["hash"], previous_hash=row["previous_hash"] or written.DASH)))


def said(row: Row) -> str:
    """One sentence: '15 Jun 2026, 09:00 UTC, Gloria Admin: Seat assigned (Ben, Contoso). It was done.'.

    What was refused is told as what was asked for: 'Assign a seat'.
    """
    parts = [_subject(row), row["product_name"], row["partner"]]
    about = t("audit.about", about=", ".join(part for part in parts if part)) if any(parts) else ""
    who, when = row["actor"] or written.DASH, written.moment(row["done_at"], language())
    asked = row["outcome"] == "refused" and row["deed"] in {**ACTIONS, **OF_NO_PARTNER}
    deed = t(f"action.{row['deed']}.title") if asked else t(f"deed.{row['deed']}")
    return t(f"audit.said.{row['outcome']}", time=when, person=who, deed=deed, about=about)


def _rules(row: Row) -> list[tuple[str, str, str | None]]:
    """The rules that refused a deed: id, source, and the sentence of that time. What belongs to no partner may speak of
    another one: its sentence is for those who see them all."""
    if row["outcome"] != "refused":
        return []
    if row["partner_id"] == APP and user().scope.partners != "*":
        ids = (row["rules"] or "").split(", ")
        return [(rule.id, rule.source, None) for rule in rules_of(row["deed"]) if rule.id in ids]
    deed = snapshot().ledger.done(row["form_id"])
    broken = refused_then(deed).broken if deed else ()
    return [(one.rule.id, one.rule.source, sentence(one, language())) for one in broken]
