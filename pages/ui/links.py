"""Links that stay in the tab they are in; Streamlit's own open another one."""

import streamlit as st


def same_tab(label: str, address: str) -> None:
    """A link to a path of this server that is not a page, such as /sign-out."""
    link = f'<a href="{_literal(address)}" target="_self">{_literal(label)}</a>'
    st.markdown(link, unsafe_allow_html=True, width="content")


def _literal(words: str) -> str:
    """The words as character references where HTML or Markdown could take them for something else."""
    return "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in words)
