"""A benefits admin without a mouse goes the way of each family, from the sign-in to the receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pipelines.text import text
from tests.backend import copied
from tests.browser.by_keyboard import choose, follow, press, reach, tick, write
from tests.browser.conftest import visiting
from tests.browser.journeys import done, form, settled
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo's three companies, on which these tests do deeds."""
    folder = tmp_path_factory.mktemp("by-keyboard")
    with serving(copied(demo_files, folder / "home"), folder / "server.log") as address:
        yield address


@pytest.fixture
def page(browser: Browser, demo: str) -> Iterator[Page]:
    with visiting(browser, demo) as opened:
        yield opened


def begin(page: Page, family: str, benefit: str | None = None) -> None:
    """Signs in as the Global admin, and chooses a benefit by words of its title."""
    page.goto(f"/{family}")
    settled(page)
    follow(page, page.locator("a[href*='as=global_admin&']"))
    settled(page)
    if benefit:
        choose(page, page.get_by_role("combobox", name="Benefit"), benefit)
        settled(page)


def pick(page: Page, where: Locator, field: str, typed: str) -> None:
    choose(page, where.get_by_role("combobox", name=text(f"field.{field}")), typed)


def test_software_from_the_masked_key_to_the_download(page: Page) -> None:
    begin(page, "software", "Office Professional Plus 2019 · Gold")
    press(page, form(page, "get_keys"))
    expect(page.get_by_text("•••••")).to_have_count(0)
    download = form(page, "choose_download")
    pick(page, download, "os", "Windows")
    press(page, download)
    done(download, "choose_download")


@pytest.mark.deep
def test_a_credit_is_given_to_a_person(page: Page) -> None:
    begin(page, "azure_credit", "Azure bulk credit · Gold")
    assign = form(page, "assign_credit")
    pick(page, assign, "person", "Jo Abbott")
    pick(page, assign, "combined_with", text("choice.combined_with.none"))
    press(page, assign)
    done(assign, "assign_credit")


@pytest.mark.deep
def test_a_cloud_licence_from_its_keys_to_its_redemption(page: Page) -> None:
    begin(page, "cloud", "Office 365 E3 · Gold")
    get_keys = form(page, "get_keys")
    tick(page, get_keys, "tenant_checked")
    press(page, get_keys)
    redeem = form(page, "redeem_key")
    tick(page, redeem, "instructions_read")
    tick(page, redeem, "tenant_checked")
    press(page, redeem)
    done(redeem, "redeem_key")


@pytest.mark.deep
def test_a_seat_is_assigned(page: Page) -> None:
    begin(page, "visual_studio", "Visual Studio Enterprise · Gold · Incremental")
    assign = form(page, "assign_seat")
    pick(page, assign, "person", "Priya Raghunathan")
    press(page, assign)
    done(assign, "assign_seat")


@pytest.mark.deep
def test_support_from_its_activation_to_the_vendors_answer(page: Page) -> None:
    begin(page, "technical", "On-premises support incidents · Gold")
    activate = form(page, "activate_support")
    press(page, activate)
    number = done(activate, "activate_support")
    page.goto(f"/requests?request={number}")
    settled(page)
    record = form(page, "record_answer")
    pick(page, record, "outcome", text("choice.outcome.accepted"))
    write(page, record.get_by_label(text("field.access_id")).first, "123456789")
    write(page, record.get_by_label(text("field.contract_id")).first, "987654321")
    reach(page, record.get_by_role("spinbutton", name=f"year, {text('field.active_from')}"))
    page.keyboard.type("20260615")
    press(page, record)
    expect(page.get_by_text("Done: Vendor's answer written down").first).to_be_visible()


@pytest.mark.deep
def test_an_offer_from_its_contact_to_its_activation(page: Page) -> None:
    begin(page, "go_to_market", "How to Market with Microsoft")
    follow(page, page.locator("summary").filter(has_text="has no marketing contact yet"))
    contact = form(page, "set_marketing_contact")
    pick(page, contact, "person", "Rosa Castellanos")
    write(page, contact.get_by_label(text("field.other_email")).first, "marketing@contoso.example")
    write(page, contact.get_by_label(text("field.phone")).first, "+1 425 555 0100")
    pick(page, contact, "preferred_language", "English")
    press(page, contact)
    activate = form(page, "activate_marketing")
    press(page, activate)
    done(activate, "activate_marketing")


@pytest.mark.deep
def test_a_membership_is_bought(page: Page) -> None:
    begin(page, "membership")
    buy = form(page, "record_purchase")
    pick(page, buy, "offer", "Solutions Partner for Security")
    write(page, buy.get_by_label(text("field.order_number")).first, "O-4711")
    write(page, buy.get_by_label(text("field.fee")).first, "4875")
    write(page, buy.get_by_label(text("field.score")).first, "75")
    press(page, buy)
    done(buy, "record_purchase")
