"""The pages that are measured, who reads them, and how a page is new again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from pipelines.settings import PROJECT
from pipelines.store import Store
from tests.bench.world import TODAY

MAIN = str(PROJECT / "pages" / "main.py")
SMALL_PAGE = str(Path(__file__).parent / "small_page.py")
SETTINGS = {"BENEFITS_SIGN_IN": "demo", "BENEFITS_AS_OF": TODAY.isoformat()}
_FIRST = "overview"
_REPORTS = (_FIRST, "utilization", "expiry", "value", "credits", "spend", "reconcile")
_BENEFITS = ("software", "azure_credit", "cloud", "visual_studio", "technical", "go_to_market", "membership")
_DESK = ("requests", "people", "onboarding", "loads", "messages", "reminders", "policy", "audit", "tokens")
PAGES = {
    **{name: f"reports/{name}.py" for name in _REPORTS},
    **{name: f"benefits/{name}.py" for name in _BENEFITS},
    **{name: f"desk/{name}.py" for name in _DESK},
}
_SECONDS = 600


@contextmanager
def read_by(reader: str, home: Path) -> Iterator[None]:
    """Pages of the home that run in this process are this person's."""
    with (
        patch.dict(os.environ, {"BENEFITS_HOME": str(home), **SETTINGS}),
        patch("pages.ui.identity.who", lambda headers, cookies, settings: reader),
    ):
        yield


def page(name: str) -> AppTest:
    """A page, ready to run. It must have no error, which `checked` asks."""
    test = AppTest.from_file(MAIN, default_timeout=_SECONDS)
    return test if name == _FIRST else test.switch_page(PAGES[name])


def small_page() -> AppTest:
    """The page that they are measured against."""
    return AppTest.from_file(SMALL_PAGE, default_timeout=_SECONDS)


def loaded_anew(home: Path) -> None:
    """Makes a new snapshot live that holds what the last one did: for the pages, the state after a load."""
    store = Store(home, keep=2)
    try:
        with store.writing() as writing:
            writing.draft.keep = True
    finally:
        store.close()


def checked(test: AppTest) -> AppTest:
    """The page, which shows something and no error."""
    assert not test.exception, test.exception[0].message
    assert not test.error, test.error[0].value
    assert test.title, "the page has no title"
    return test
