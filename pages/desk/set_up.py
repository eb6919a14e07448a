"""What somebody sees who is signed in before anybody is Global admin: the form that makes the first one."""

from urllib.parse import urlencode

import streamlit as st

from pages.ui import set_up
from pages.ui.frame import address, choose_language
from pages.ui.links import same_tab
from pages.ui.session import email, t
from pages.ui.written import plain

heading, choice = st.columns([3, 1], vertical_alignment="bottom")
heading.title(t("set_up.title"), anchor=False)
with choice:
    choose_language()
st.write(t("set_up.what", email=plain(email() or "")))
set_up.form()
same_tab(t("sign_out"), "/sign-out?" + urlencode({"next": address()}))
