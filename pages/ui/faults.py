"""What a reader sees when a page cannot go on: a sentence, for a fault of ours with a number to quote; no traceback."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.errors import BenefitsError

log = structlog.get_logger("pages")


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
    reference = secrets.token_hex(4)
    log.error("page failed", reference=reference, exc_info=fault)
    st.error(t("fault.shown", reference=reference), icon=":material/error:")
    return True
