"""Files in: drop or paste them, see what would change and what is wrong, then load; below, what was loaded."""

import streamlit as st

from pages.ui import head, load_desk, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHAT = {"loaded_at": 128, "loaded_by": 130, "file": 150, "rows_loaded": 92, "rows_rejected": 92}
SEEN = WHAT | {"control_total": 95, "stored_total": 95, "currency": 67}

head.show("loads")
load_desk.show()
st.subheader(t("loads.list"), anchor=False)
loads = answer("loads")
if loads.is_empty():
    st.caption(t("loads.none"))
else:
    tables.show(loads, "loads", seen=SEEN)
