"""What somebody sees who is signed in but in nobody's list of people: whom to ask."""

from urllib.parse import urlencode

import streamlit as st

from pages.ui.frame import address
from pages.ui.links import same_tab
from pages.ui.session import email, t
from pages.ui.written import plain

st.title(t("no_access.title"), anchor=False)
st.warning(t("no_access.body", email=plain(email() or "")), icon=":material/person_off:")
st.write(t("no_access.ask"))
same_tab(t("sign_out"), "/sign-out?" + urlencode({"next": address()}))
