"""What a page shows when there is nothing to show, and what to do about it."""

import streamlit as st

from pages.ui.incoming import GRID
from pages.ui.session import t, user


def nothing_matches() -> None:
    """There is data, but not with these filters."""
    st.info(t("empty.nothing_matches"), icon=":material/filter_alt_off:")


def no_benefits() -> None:
    """Nothing of a family is held, and where it would come from; nothing of his own for an employee or a guest."""
    reader = user()
    todo = "held.none.do" if reader.may("see:loads") else "empty.ask"
    st.info(f"{t('held.none')} {t(todo)}", icon=":material/inbox:")


def no_credits() -> None:
    """No credit and no usage: which files bring them."""
    st.info(t("empty.no_credits"), icon=":material/inbox:")


def no_spend() -> None:
    """No cost of any dataset: which files bring it, and the way to load them for those who may."""
    st.info(t("empty.no_spend"), icon=":material/inbox:")
    if user().may("see:loads"):
        st.page_link("desk/loads.py", label=t("empty.load.go"), icon=":material/arrow_forward:")


def nothing_loaded() -> None:
    """The first visit: three doors for those who may load, else whom to ask."""
    if not user().may("load:entitlements"):
        st.info(f"{t('empty.nothing_held')} {t('empty.ask')}", icon=":material/inbox:")
        return
    st.header(t("empty.welcome"), anchor=False)
    with st.grid(3, min_column_width=220):
        _door("load", ":material/upload_file:", {})
        _door("paste", ":material/content_paste:", GRID)
        _demo()


def _door(name: str, icon: str, address: dict[str, str]) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{icon} {t(f'empty.{name}.title')}**")
        st.caption(t(f"empty.{name}.body"))
        st.space("stretch")
        st.page_link(
            "desk/loads.py", label=t(f"empty.{name}.go"), icon=":material/arrow_forward:", query_params=address
        )


def _demo() -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**:material/play_circle: {t('empty.demo.title')}**")
        st.caption(t("empty.demo.body"))
        st.code("benefits demo", language=None)
