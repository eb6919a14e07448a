"""The seal of the ledger as the reader sees it, and whether its chain holds."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import written
from pages.ui.session import as_of, language, snapshot, store, t, user
from pages.ui.written import plain
from pipelines.reports.export import file_name_of
from pipelines.store.audit import Seal, verify
from pipelines.store.chain import Head, seal
from pipelines.store.finding import Finding


def show() -> None:
    """Whether every deed in sight is as it was written; and the seal of now, to keep elsewhere."""
    heads = snapshot().heads(user().scope)
    found = _faults(heads)
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


def _faults(heads: Sequence[Head]) -> list[Finding]:
    """What is wrong with these streams. Those that were found whole up to their last row are not read again: no other
    process can write to them while this one holds the ledger."""
    whole = _whole(str(store().home.path))
    new = [head.stream_id for head in heads if whole.get(head.stream_id) != head]
    found = verify(snapshot().ledger, None, new) if new else []
    wrong = {one.facts["stream"] for one in found}
    whole.update({head.stream_id: head for head in heads if head.stream_id not in wrong})
    return found


@st.cache_resource(show_spinner=False)
def _whole(home: str) -> dict[str, Head]:
    """The last row up to which each stream of a home was found whole."""
    return {}
