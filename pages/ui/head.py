"""The top of every page: its title and one quiet line that says which day and which state of the data it shows."""

import streamlit as st

from pages.ui import answers, filters, outcomes, written
from pages.ui.session import as_of, language, snapshot, t


def show(page: str, *, valued: bool = True) -> None:
    """Title and line; and, on a page with values of benefits, a mark that names the offers with sample values only."""
    if filters.arrive(page):
        outcomes.forget()
    samples = answers.samples() if valued else {}
    with st.container(gap="xxsmall"):
        st.title(t(f"page.{page}.title"), anchor=False)
        day = written.day(as_of(), language())
        st.caption(t("head.line", day=day, number=snapshot().number, partners=_partners(len(answers.partners()))))
        if samples:
            offers = written.plain(", ".join(samples.values()))
            st.caption(f":material/science: {t('head.sample', offers=offers)}")
    outcomes.make_room()


def _partners(count: int) -> str:
    return t("head.partners.one") if count == 1 else t("head.partners.many", count=count)
