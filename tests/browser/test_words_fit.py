"""Every word of every page can be read in full, in each language, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipelines.text import LANGUAGES
from tests.browser.conftest import visiting
from tests.browser.journeys import go, settled, sign_in
from tests.page_visits import PAGES

pytestmark = pytest.mark.browser

CUT = Path(__file__).with_name("cut.js").read_text("utf-8")
WIDTHS = (1280, 390)
HEIGHT = 900
# A chart is drawn anew for another width, and has no sign that it is done.
DRAWN_MS = 700


@pytest.fixture
def demo(browser: Browser, demo_server: str) -> Iterator[Page]:
    """A window on the demo's three companies."""
    with visiting(browser, demo_server) as opened:
        yield opened


def cut(page: Page) -> list[str]:
    """The words that are cut off, with the width of the window."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settled(page)
        page.wait_for_timeout(DRAWN_MS)
        found += [f"{width}: {words}" for words in page.evaluate(CUT)]
    return found


def test_the_words_of_the_overview_fit(page: Page) -> None:
    sign_in(page, "finance", "/?language=zh-Hant")
    assert cut(page) == []
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"


@pytest.mark.deep
@pytest.mark.parametrize("cast", ["finance", "global_admin"])
@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_a_page_fit_in_every_language(demo: Page, name: str, cast: str) -> None:
    sign_in(demo, cast, f"/{name}")
    for language in LANGUAGES:
        go(demo, f"/{name}?language={language}")
        assert cut(demo) == [], language
