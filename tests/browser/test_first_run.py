"""An empty home, without the demo: from the code of the terminal to the first load and the first seat, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pipelines.text import text
from tests.browser.journeys import choose, done, form, go, picked, press, settled
from tests.oidc_provider import Provider, providing, settings_for
from tests.serving import WAIT_SECONDS, serving
from tests.terminal import run_apart

pytestmark = pytest.mark.browser
EMAIL = "ada@contoso.example"
FILES = {
    "people.csv": "partner_id,email,name\nP-1,dev@contoso.example,Devi Developer\n",
    "entitlements.csv": (
        "partner_id,offer,product,benefit_type,quantity,starts_on,activate_by,use_until\n"
        "P-1,gold,visual-studio-enterprise,core,5,2026-01-15,2027-01-14,2027-02-13\n"
    ),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing(EMAIL) as found:
        yield found


@pytest.fixture
def page(browser: Browser, home: Path, provider: Provider, tmp_path: Path) -> Iterator[Page]:
    with serving(home, tmp_path / "server.log", **settings_for(provider)) as address:
        context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(WAIT_SECONDS * 1000)
        yield context.new_page()
        context.close()


def title_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def fill_in(page: Page, code: str) -> Locator:
    """The form of the first run with everything in it."""
    asked = page.get_by_test_id("stForm")
    for name, value in {"code": code, "name": "Ada Admin", "partner": "Contoso Ltd"}.items():
        asked.get_by_label(text(f"set_up.{name}"), exact=True).fill(value)
    for name, words in {"country": "Germany", "currency": "EUR", "time_zone": "Europe/Berlin", "offer": "Gold"}.items():
        field = asked.get_by_role("combobox", name=text(f"field.{name}")).first
        picked(page, field, words, typed=words)
    return asked


def upload(page: Page, folder: Path) -> None:
    """Drops the files on the page of loads and presses its button."""
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")
    page.locator("input[type=file]").set_input_files([folder / name for name in FILES])
    button = page.get_by_role("button", name=text("loads.go"), exact=True)
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text(text("loads.status.loaded", load_id=2))).to_be_visible()
    settled(page)


def test_from_the_one_time_code_to_the_first_load_and_the_first_seat(page: Page, home: Path, tmp_path: Path) -> None:
    page.goto("/")
    title_is(page, text("sign_in.title"))
    page.get_by_role("button", name=text("sign_in.oidc.button")).click()
    title_is(page, text("set_up.title"))
    settled(page)
    told = run_apart(home, "setup-code")
    assert told.code == 0, told.err

    press(page, fill_in(page, "ABCD-EFGH-JKMN-PQRS"))
    expect(page.get_by_text(text("error.setup_code_wrong", left=4))).to_be_visible()
    asked = page.get_by_test_id("stForm")
    asked.get_by_label(text("set_up.code"), exact=True).fill(told.text.strip())
    press(page, asked)
    title_is(page, text("page.overview.title"))
    expect(page.get_by_text("Ada Admin")).to_be_visible()

    go(page, "/loads")
    upload(page, tmp_path)

    go(page, "/visual_studio")
    assign = form(page, "assign_seat")
    choose(page, assign, "person", "Devi Developer")
    press(page, assign)
    done(assign, "assign_seat")
    assert run_apart(home, "setup-code").code == 2
