"""What a reader sees when a page cannot go on: a sentence, for a fault of ours with a number to quote; no traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.errors import BenefitsError
from pipelines.faults import record
from pipelines.settings import load_settings


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Turns a refusal raised in the block into its sentence on the page."""
    try:
        yield
    except BenefitsError as refusal:
        show(refusal)


def show(fault: Exception) -> bool:
    """Shows any exception a script ends with and logs what is our fault; True: nothing else needs to be shown."""
    if isinstance(fault, BenefitsError):
        st.error(plain(fault.sentence(language())), icon=":material/block:")
        return True
    reference, _ = record(fault, load_settings().home)
    st.error(t("fault.shown", reference=reference), icon=":material/error:")
    return True
