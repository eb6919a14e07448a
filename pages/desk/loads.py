"""Files in: drop or paste them, see what would change and what is wrong, then load; below, what was loaded."""

import streamlit as st

from pages.ui import head, load_desk, roll_back, set_aside, tables
from pages.ui.answers import answer
from pages.ui.session import t

WHAT = {"loaded_at": 120, "file": 151, "rows_loaded": 88, "rows_rejected": 104}
SEEN = WHAT | {"control_total": 100, "stored_total": 88, "currency": 65, "loaded_by": 198}

head.show("loads", valued=False)
load_desk.show()
roll_back.show()
st.header(t("loads.list"), anchor=False)
loads = answer("loads")
if loads.is_empty():
    st.caption(t("loads.none"))
else:
    tables.show(loads, "loads", seen=SEEN)
    set_aside.show(loads)
