"""The seal of the ledger as the reader sees it, and whether its chain holds."""

import streamlit as st

from pages.ui import written
from pages.ui.session import as_of, language, snapshot, store, t, user
from pages.ui.written import plain
from pipelines.reports.export import file_name_of
from pipelines.store import Snapshot
from pipelines.store.audit import Seal, verify
from pipelines.store.chain import Head, seal
from pipelines.store.finding import Finding

KEPT = 200


def show() -> None:
    """Whether every deed in sight is as it was written; and the seal of now, to keep elsewhere."""
    heads, home = snapshot().heads(user().scope), str(store().home.path)
    found = [one for head in heads for one in _faults(snapshot(), home, head)]
    for fault in found:
        st.error(plain(fault.sentence(language())), icon=":material/link_off:")
    if not found:
        deeds = written.number(sum(head.version for head in heads), language())
        st.success(t("audit.holds", deeds=deeds, streams=len(heads)), icon=":material/link:")
    _seal(Seal(heads, seal(heads)))


def _seal(made: Seal) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            t("audit.seal.download"),
            made.to_json(),
            file_name_of("ledger", as_of(), made.seal, "seal"),
            "application/json",
            icon=":material/verified_user:",
            help=t("audit.seal.help"),
            key="audit.seal",
            on_click="ignore",
        )
        st.caption(t("audit.seal", seal=made.seal))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _faults(_snap: Snapshot, home: str, head: Head) -> list[Finding]:
    """What is wrong with a stream up to its last row. No other process can write to it while this one holds it."""
    return verify(_snap.ledger, None, [head.stream_id])
