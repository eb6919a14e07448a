"""What a reader sees when a page cannot go on: a sentence, for a fault of ours with a number to quote; no traceback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.errors import BenefitsError
from pipelines.faults import record
from pipelines.full_disk import HOME, DiskFull, full_disk
from pipelines.settings import load_settings

T = TypeVar("T")


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Turns a refusal raised in the block into its sentence on the page."""
    try:
        yield
    except BenefitsError as refusal:
        show(refusal)


def logged(make: Callable[[], T]) -> Callable[[], T]:
    """The same work with its fault in the log. For what is made beside the pages when somebody takes it: Streamlit then
    says that the file could not be made, and leaves no way to say a number."""

    def work() -> T:
        try:
            return make()
        except Exception as fault:
            record(fault, load_settings().home)
            raise

    return work


def show(fault: Exception) -> bool:
    """Shows any exception a script ends with and logs what is our fault; True: nothing else needs to be shown."""
    if full_disk(fault) and not isinstance(fault, BenefitsError):
        fault = DiskFull(HOME, load_settings().home)
    if isinstance(fault, BenefitsError):
        st.error(plain(fault.sentence(language())), icon=":material/block:")
        return True
    reference, _ = record(fault, load_settings().home)
    st.error(t("fault.shown", reference=reference), icon=":material/error:")
    return True
