"""The reader's own tokens, with which other programs read reports, and those of the people in sight."""

import polars as pl
import streamlit as st

from pages.ui import addresses, head, tables, token_desk
from pages.ui.answers import answer
from pages.ui.session import t, user

SEEN = {
    "purpose": 150,
    "token_state": 84,
    "expires_on": 96,
    "last_used_on": 96,
    "partners": 104,
    "reports": 150,
    "token_id": 110,
    "made_on": 96,
}
OF_SEVERAL = {"owner": 120, **SEEN}

head.show("tokens", valued=False)
st.caption(t("tokens.what"))
tokens = answer("tokens")
if new := token_desk.made():
    token_desk.show(new)
left, right = st.columns([8, 5], gap="medium")
with right:
    token_desk.make()
    token_desk.revoke(tokens)
with left:
    st.header(t("tokens.list"), anchor=False)
    if tokens.is_empty():
        st.caption(t("tokens.none"))
    else:
        alone = tokens.filter(pl.col("email") != user().email).is_empty()
        tables.show(tokens, "tokens", seen=SEEN if alone else OF_SEVERAL)
    addresses.show()
