"""The sign-in page: who one can be in the demo, or how to set a way of signing in."""

from urllib.parse import urlencode

import streamlit as st

from pages.ui.cast import CAST
from pages.ui.frame import address, choose_language
from pages.ui.links import same_tab
from pages.ui.people import find_person
from pages.ui.session import ended, language, snapshot, t
from pipelines.settings import load_settings

heading, choice = st.columns([3, 1], vertical_alignment="bottom")
heading.title(t("sign_in.title"), anchor=False)
with choice:
    choose_language()

if ended():
    st.warning(t("sign_in.ended"), icon=":material/lock_clock:")
way = load_settings().sign_in
if way == "oidc":
    st.write(t("sign_in.oidc"))
    st.button(t("sign_in.oidc.button"), icon=":material/login:", type="primary", on_click=st.login)
    st.stop()
if way != "demo":
    st.info(t("sign_in.proxy" if way == "proxy" else "sign_in.closed"), icon=":material/lock:")
    st.stop()

st.write(t("sign_in.demo"))
if snapshot().number == 0:
    st.info(t("sign_in.empty"), icon=":material/folder_open:")
    st.stop()

cards = st.container(gap="small")
for cast, email in CAST.items():
    known = find_person(snapshot(), email, language())
    label = t("sign_in.as", name=known.name) if known else t("sign_in.title")
    card = cards.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    with card:
        with st.container(width="content", gap=None):
            st.markdown(f"**{t(f'cast.{cast}')}**")
            st.caption(t(f"cast.{cast}.sees"))
        same_tab(label, "/sign-in/demo?" + urlencode({"as": cast, "next": address()}))
