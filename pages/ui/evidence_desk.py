"""The evidence for an audit: choose a partner and the days, have it made, take it away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryFile

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import answers, choices, faults, one_press, written
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import as_of, language, snapshot, store, t, today, user
from pages.ui.written import plain
from pipelines.actions import exports
from pipelines.reports.evidence import Evidence, Period, write_evidence
from pipelines.reports.export import file_name_of

MADE = "evidence.made"
USUAL_DAYS = 364
WIDTH = 200


@dataclass(frozen=True)
class Made:
    """Evidence that waits to be taken, what was asked, and for whom it was made, in which home."""

    told: Evidence
    content: bytes
    asked: Period
    whose: tuple[str, str]


def show() -> None:
    """The choice of a partner and the days, by default the last year, with its button."""
    known = _partners()
    if not known:
        return
    st.header(t("evidence.title"), anchor=False)
    st.caption(t("evidence.help"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = _asked(known)
        pressed = st.button(t("evidence.make"), key="evidence.make", icon=":material/inventory_2:")
    if pressed:
        with faults.refusals_shown():
            bar = st.empty()
            one_press.of(MADE).make(lambda: _make(asked, bar))
            bar.empty()
    _offer(asked, known)


def _partners() -> dict[str, str]:
    """The partners at which the reader may see the audit trail, names by id."""
    where = user().where("see:audit").partners
    return {one: name for one, name in answers.partners().items() if where == EVERY_PARTNER or one in where}


def _asked(known: dict[str, str]) -> Period:
    partner = choices.of_several("evidence", known, t("evidence.partner"), width=WIDTH)
    return Period(partner, _day("first", as_of() - timedelta(USUAL_DAYS)), _day("last", as_of()))


def _day(name: str, usual: date) -> date:
    return choices.day(name, t(f"evidence.{name}"), usual) or usual


def _make(asked: Period, bar: DeltaGenerator) -> Made:
    """Makes the evidence, and has the ledger tell of it."""

    def tell(part: str, done: int, parts: int) -> None:
        bar.progress(done / parts, text=t("pack.making", part=part, number=done + 1, parts=parts))

    with TemporaryFile() as file:
        told = write_evidence(snapshot(), asked, as_of(), file, tell)
        exports.record(snapshot(), user().email, told.in_ledger(), datetime.now(UTC), today())
        file.seek(0)
        return Made(told, file.read(), asked, _reader())


def _reader() -> tuple[str, str]:
    return user().email, str(store().home.path)


def _offer(asked: Period, known: dict[str, str]) -> None:
    """What was made last, as long as it is what would be made now."""
    made: Made | None = one_press.of(MADE).made
    if made is None or (made.asked, made.told.snapshot, made.whose) != (asked, snapshot().number, _reader()):
        return
    told = made.told
    days = {name: written.day(getattr(told, name), language()) for name in ("first", "last")}
    counts = {"rows": written.number(told.rows, language()), "members": told.members}
    partner = plain(known[asked.partner])
    st.success(t("evidence.made", partner=partner, **days, **counts), icon=":material/check:")
    st.caption(t("audit.seal", seal=told.seal))
    st.download_button(
        t("pack.download"),
        made.content,
        file_name_of(f"evidence-{asked.partner}", told.last, told.sha256, "zip"),
        "application/zip",
        icon=":material/download:",
        key="evidence.download",
        on_click="ignore",
    )
