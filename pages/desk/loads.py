"""Files in: drop or paste them, see what would change and what is wrong, then load; below, what was loaded."""

import streamlit as st

from pages.ui import head, load_desk, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHAT = {"loaded_at": 125, "file": 150, "rows_loaded": 95, "rows_rejected": 112}
SEEN = WHAT | {"control_total": 115, "stored_total": 100, "currency": 72, "loaded_by": 76}

head.show("loads")
load_desk.show()
st.subheader(t("loads.list"), anchor=False)
loads = answer("loads")
if loads.is_empty():
    st.caption(t("loads.none"))
else:
    tables.show(loads, "loads", seen=SEEN)
