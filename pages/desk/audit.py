"""Who did or tried what, when, by which rule it was refused, and whether the ledger is as it was written."""

import streamlit as st

from pages.ui import audit_desk, audit_filters, empty, evidence_desk, head, ledger_seal
from pages.ui.answers import answer
from pages.ui.session import t

head.show("audit", valued=False)
ledger_seal.show()
every = answer("audit")
if every.is_empty():
    st.caption(t("history.none"))
else:
    asked = audit_filters.chosen(every)
    rows = answer("audit", **asked)
    if rows.is_empty():
        empty.nothing_matches()
    else:
        audit_desk.show(rows, asked)
evidence_desk.show()
