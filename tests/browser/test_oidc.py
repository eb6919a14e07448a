"""Signing in at the company's identity provider, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.backend import copied
from tests.browser.journeys import settled
from tests.oidc_provider import Provider, providing, settings_for
from tests.serving import serving
from tests.terminal import run_apart
from tests.the_cast import EMAILS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(EMAILS["manager"]) as found:
        yield found


@pytest.fixture(scope="module")
def home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(cast_files, tmp_path_factory.mktemp("oidc") / "home")


@pytest.fixture(scope="module")
def app(home: Path, provider: Provider) -> Iterator[str]:
    with serving(home, home.parent / "server.log", **settings_for(provider)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, app: str) -> Iterator[Page]:
    context = browser.new_context(base_url=app, locale="en-GB")
    yield context.new_page()
    context.close()


def test_one_signs_in_with_the_company_account_and_out_again(page: Page, provider: Provider) -> None:
    provider.email = EMAILS["manager"]
    page.goto("/expiry")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    settled(page)
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Goodbye")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_whom_the_provider_knows_and_no_partner_names_sees_nothing(page: Page, provider: Provider) -> None:
    provider.email = EMAILS["stranger"]
    page.goto("/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No access yet")
    expect(page.get_by_text("Contoso Ltd")).to_have_count(0)


def test_a_disabled_person_with_an_open_tab_is_out_with_the_next_click(
    page: Page, provider: Provider, home: Path
) -> None:
    provider.email = EMAILS["employee"]
    page.goto("/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    settled(page)
    assert run_apart(home, "person", "disable", EMAILS["employee"]).code == 0
    page.get_by_role("link", name="Expiry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("This sign-in has ended")).to_be_visible()


def test_one_signs_out_everywhere_and_a_second_tab_is_out_too(page: Page, provider: Provider) -> None:
    provider.email = EMAILS["manager"]
    page.goto("/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Overview")
    settled(page)
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    other.get_by_role("link", name="Expiry").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
