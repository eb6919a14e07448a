"""Every page can be used with a screen reader and by weak eyes, on light ground and on dark, as far as axe sees."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import visiting
from tests.browser.journeys import settled, sign_in
from tests.page_visits import OF_MEMBERS, PAGES

pytestmark = pytest.mark.browser

SCHEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 21, 28)"}
# Whom a page shows most: all figures, all forms, all of the audit, what is one's own.
SEEN_BY = {
    "finance": tuple(PAGES),
    "global_admin": tuple(PAGES),
    "auditor": ("audit", "people", "loads"),
    "employee": OF_MEMBERS,
}
MATRIX = [(cast, name) for cast, names in SEEN_BY.items() for name in names]
# What a page shows on demand.
UNFOLDED = ("expiry?figures=true", "credits?figures=true&statement=month", "spend?by=day", "utilization?by=entitlement")


@pytest.fixture
def demo(browser: Browser, demo_server: str) -> Iterator[Page]:
    """A window on the demo's three companies."""
    with visiting(browser, demo_server) as opened:
        yield opened


def faults_in_both(page: Page) -> list[str]:
    found = []
    for scheme, ground in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
        settled(page)
        found += [f"{scheme}: {one}" for one in faults(page)]
    return found


def test_a_page_with_forms_has_no_serious_fault_and_the_menu_says_which_it_is(page: Page) -> None:
    sign_in(page, "global_admin", "/visual_studio")
    assert faults_in_both(page) == []
    expect(page.locator("[data-testid=stSidebarNavLink][aria-current=page]")).to_contain_text("Visual Studio")


def test_the_way_in_has_no_serious_fault(page: Page) -> None:
    page.goto("/")
    settled(page)
    assert faults_in_both(page) == []


@pytest.mark.deep
@pytest.mark.parametrize(("cast", "name"), MATRIX)
def test_no_page_of_the_demo_has_a_serious_fault(demo: Page, cast: str, name: str) -> None:
    sign_in(demo, cast, f"/{name}")
    assert faults_in_both(demo) == []


@pytest.mark.deep
@pytest.mark.parametrize("path", UNFOLDED)
def test_nothing_unfolded_has_a_serious_fault(demo: Page, path: str) -> None:
    sign_in(demo, "finance", f"/{path}")
    assert faults_in_both(demo) == []


@pytest.mark.deep
@pytest.mark.parametrize(("cast", "name"), [("employee", "audit"), ("stranger", "overview")])
def test_the_page_of_a_refusal_has_no_serious_fault(demo: Page, cast: str, name: str) -> None:
    sign_in(demo, cast, f"/{name}")
    assert faults_in_both(demo) == []
