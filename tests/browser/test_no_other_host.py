"""A tour of all pages: nobody but the server is asked for anything, and each of its answers says what may be loaded."""

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.ui.frame import PAGES
from tests.browser.conftest import visiting
from tests.browser.journeys import go, settled, sign_in
from tests.browser.traffic import HEADERS, Traffic

pytestmark = pytest.mark.browser

EVERY_PAGE = tuple(name for pages in PAGES.values() for name in pages)
# With forms; with a place to drop files; with a chart, a table and a file to take.
FEW = ("tokens", "loads", "expiry")
FETCHED = "address => fetch(address).then(answer => answer.blob()).then(() => 'came', () => 'stopped')"


def tour(page: Page, pages: tuple[str, ...]) -> None:
    """Comes to pages in turn as one who may see all of them, and leaves."""
    sign_in(page, "finance", f"/{pages[0]}")
    for name in pages[1:]:
        go(page, f"/{name}")
        expect(page.get_by_test_id("stException")).to_have_count(0)
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_some_pages_ask_nobody_but_the_server(page: Page) -> None:
    tour(page, FEW)


@pytest.mark.deep
def test_no_page_asks_anybody_but_the_server(page: Page) -> None:
    tour(page, EVERY_PAGE)


def test_the_log_is_not_blind(browser: Browser, server: str) -> None:
    with visiting(browser, server) as page:
        traffic = Traffic(server)
        traffic.watch(page)
        page.goto("/")
        settled(page)
        traffic.check()
        assert any(url.startswith("ws://") for url in traffic.asked)
        assert {"content-security-policy", "x-frame-options"} <= HEADERS
        traffic.asked.append("http://elsewhere.example/icon.png")
        with pytest.raises(AssertionError, match=r"elsewhere\.example"):
            traffic.check()


def test_a_script_in_a_page_cannot_ask_another_host(browser: Browser, server: str, fresh_server: str) -> None:
    context = browser.new_context(base_url=server)
    page = context.new_page()
    page.goto("/")
    settled(page)
    assert page.evaluate(FETCHED, f"{server}/healthz") == "came"
    assert page.evaluate(FETCHED, f"{fresh_server}/healthz") == "stopped"
    context.close()
