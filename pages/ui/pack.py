"""The month-end pack: choose a month, have the pack made, take it away."""

from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import choices, faults, one_press, written
from pages.ui.answers import answer
from pages.ui.session import as_of, language, snapshot, store, t, today, user
from pipelines.actions import exports
from pipelines.reports.export import file_name_of
from pipelines.reports.pack import Packed, write_pack

MADE = "pack.made"
WIDTH = 160


@dataclass(frozen=True)
class Made:
    """A pack that waits to be taken, and for whom it was made, in which home."""

    packed: Packed
    content: bytes
    whose: tuple[str, str]


def show() -> None:
    """The choice of a month with its button, the last one that has ended first; nothing where no month has usage."""
    months = answer("credit-usage", "month")["month"].unique().sort(descending=True).to_list()
    if not months:
        return
    st.header(t("pack.title"), anchor=False)
    st.caption(t("pack.help"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        running = len(months) > 1 and months[0] == f"{as_of():%Y-%m}"
        known = {month: month for month in months}
        month = choices.of_several("month", known, t("pack.month"), months[running], WIDTH)
        asked = st.button(t("pack.make"), key="pack.make", icon=":material/inventory_2:")
    if asked:
        with faults.refusals_shown():
            bar = st.empty()
            one_press.of(MADE).make(lambda: _make(month, bar))
            bar.empty()
    _offer(month)


def _make(month: str, bar: DeltaGenerator) -> Made:
    """Makes the pack of what the reader sees, and has the ledger tell of it."""

    def tell(part: str, done: int, parts: int) -> None:
        bar.progress(done / parts, text=t("pack.making", part=part, number=done + 1, parts=parts))

    with TemporaryFile() as file:
        packed = write_pack(snapshot(), month, as_of(), user().scope, file, tell)
        exports.record(snapshot(), user().email, packed.in_ledger(), datetime.now(UTC), today())
        file.seek(0)
        return Made(packed, file.read(), _reader())


def _reader() -> tuple[str, str]:
    return user().email, str(store().home.path)


def _offer(month: str) -> None:
    """The pack that was made last, as long as it is what would be made now."""
    made: Made | None = one_press.of(MADE).made
    if made is None or (made.packed.month, made.packed.snapshot, made.whose) != (month, snapshot().number, _reader()):
        return
    packed = made.packed
    day, rows = written.day(packed.as_of, language()), written.number(packed.rows, language())
    st.success(t("pack.made", month=month, as_of=day, rows=rows, members=packed.members), icon=":material/check:")
    st.caption(t("audit.seal", seal=packed.seal))
    st.download_button(
        t("pack.download"),
        made.content,
        file_name_of("month-end-pack", packed.as_of, packed.sha256, "zip"),
        "application/zip",
        icon=":material/download:",
        key="pack.download",
        on_click="ignore",
    )
