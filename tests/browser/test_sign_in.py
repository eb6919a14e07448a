"""The way in and out, in a real browser on a real server."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import pick

pytestmark = pytest.mark.browser

PAGES = ("/", "/overview", "/utilization", "/credits", "/loads", "/software", "/technical", "/people", "/no-such-page")
CONTENT = "stSidebar", "stDataFrame", "stVegaLiteChart", "stMetric", "stFileUploader", "stDownloadButton"


def title_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("path", PAGES)
def test_a_strangers_first_deep_link_on_a_fresh_server_shows_the_sign_in_and_no_page(
    first_page: Page, path: str
) -> None:
    first_page.goto(path)
    title_is(first_page, "Sign in")
    expect(first_page.get_by_role("link", name="Sign in as Mona Manager")).to_be_visible()
    for kind in CONTENT:
        expect(first_page.get_by_test_id(kind)).to_have_count(0)


def test_signing_in_leads_to_the_page_that_was_asked_for_and_lasts_until_signing_out(page: Page, server: str) -> None:
    page.goto("/expiry?language=zh-Hans")
    page.get_by_role("link", name="Mona Manager").click()
    title_is(page, "到期")
    expect(page).to_have_url(f"{server}/expiry?language=zh-Hans")

    page.reload()
    title_is(page, "到期")

    page.get_by_role("link", name="退出登录").click()
    title_is(page, "登录")
    expect(page).to_have_url(f"{server}/expiry?language=zh-Hans")

    page.reload()
    title_is(page, "登录")
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


def test_going_to_another_page_keeps_the_language(page: Page, server: str) -> None:
    page.goto("/?language=zh-Hant")
    page.get_by_role("link", name="Mona Manager").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="到期").click()
    expect(page).to_have_url(f"{server}/expiry?language=zh-Hant")
    title_is(page, "到期")


def test_choosing_a_language_is_kept_in_the_address(page: Page, server: str) -> None:
    page.goto("/")
    title_is(page, "Sign in")
    pick(page, page.get_by_role("combobox", name="Language"), "繁體中文")
    title_is(page, "登入")
    expect(page).to_have_url(f"{server}/?language=zh-Hant")


def test_somebody_whom_no_partner_names_is_told_whom_to_ask(page: Page) -> None:
    page.goto("/credits")
    page.locator("a[href*='as=stranger']").click()
    title_is(page, "No access yet")
    expect(page.get_by_text("stranger@nowhere.example")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


def test_the_menu_lists_what_the_role_gives_and_the_address_gives_no_more(page: Page) -> None:
    page.goto("/loads")
    page.locator("a[href*='as=employee']").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Your role does not allow this")
    seen = ["Overview", "Utilization", "Expiry", "Visual Studio", "Technical", "Membership"]
    expect(page.get_by_test_id("stSidebarNavLink")).to_contain_text(seen)
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(seen))
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)


def test_a_download_address_gives_nothing_to_somebody_who_is_not_signed_in(page: Page) -> None:
    assert page.request.get("/media/anything.csv").status == 401
