"""A benefits admin goes the whole way of each family, and is stopped once in each by a rule that is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.text import text
from tests.backend import copied
from tests.browser.conftest import visiting
from tests.browser.journeys import (
    benefit,
    choose,
    day,
    done,
    form,
    go,
    in_history,
    press,
    refused,
    sign_in,
    tick,
    write,
)
from tests.serving import serving

pytestmark = pytest.mark.browser
ADMIN = "global_admin"


@pytest.fixture(scope="module")
def demo(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo's three companies, on which these tests do deeds."""
    folder = tmp_path_factory.mktemp("journeys")
    with serving(copied(demo_files, folder / "home"), folder / "server.log") as address:
        yield address


@pytest.fixture
def page(browser: Browser, demo: str) -> Iterator[Page]:
    with visiting(browser, demo) as opened:
        yield opened


def test_software_from_the_masked_key_to_the_download(page: Page) -> None:
    sign_in(page, ADMIN, "/software")
    benefit(page, "Office Professional Plus 2019", "Gold")
    expect(page.get_by_text("•••••").first).to_be_visible()
    press(page, form(page, "get_keys"))
    expect(page.get_by_text("•••••")).to_have_count(0)
    download = form(page, "choose_download")
    choose(page, download, "os", "Windows")
    press(page, download)
    done(download, "choose_download")
    in_history(page, "get_keys", "choose_download")
    benefit(page, "■ Expired")
    refused(form(page, "choose_download"), "choose_download.running")


def test_a_credit_from_its_first_person_to_the_next(page: Page) -> None:
    sign_in(page, ADMIN, "/azure_credit")
    benefit(page, "Azure bulk credit", "Gold")
    refused(form(page, "remove_credit_user"), "remove_credit_user.monthly")
    assign = form(page, "assign_credit")
    choose(page, assign, "person", "Jo Abbott")
    choose(page, assign, "combined_with", text("choice.combined_with.none"))
    press(page, assign)
    done(assign, "assign_credit")
    transfer = form(page, "transfer_credit")
    choose(page, transfer, "person", "Jo Abbott")
    choose(page, transfer, "to_person", "Ben Carter")
    choose(page, transfer, "combined_with", text("choice.combined_with.none"))
    press(page, transfer)
    done(transfer, "transfer_credit")
    in_history(page, "assign_credit", "transfer_credit")


def test_a_cloud_licence_from_its_keys_to_a_replacement(page: Page) -> None:
    sign_in(page, ADMIN, "/cloud")
    benefit(page, "Office 365 E3", "Gold")
    refused(form(page, "redeem_key"), "redeem_key.keys_redeemable")
    get_keys = form(page, "get_keys")
    tick(get_keys, "tenant_checked")
    press(page, get_keys)
    redeem = form(page, "redeem_key")
    press(page, redeem)
    refused(redeem, "redeem_key.instructions_read")
    tick(redeem, "instructions_read")
    tick(redeem, "tenant_checked")
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg, canvas").first).to_be_visible()
    press(page, redeem)
    done(redeem, "redeem_key")
    replace = form(page, "request_replacement")
    choose(page, replace, "reason", text("choice.reason.wrong_tenant"))
    press(page, replace)
    done(replace, "request_replacement")
    in_history(page, "get_keys", "redeem_key", "request_replacement")


def test_a_seat_that_is_free_moves_and_one_that_is_not_does_not(page: Page) -> None:
    sign_in(page, ADMIN, "/visual_studio")
    benefit(page, "Visual Studio Enterprise", "Gold", "Core")
    reassign = form(page, "reassign_seat")
    choose(page, reassign, "person", "days")
    choose(page, reassign, "to_person", "Rosa Castellanos")
    press(page, reassign)
    refused(reassign, "reassign_seat.locked")
    choose(page, reassign, "person", "now")
    press(page, reassign)
    done(reassign, "reassign_seat")
    in_history(page, "reassign_seat")


def test_a_double_click_is_one_deed(page: Page) -> None:
    sign_in(page, ADMIN, "/visual_studio")
    benefit(page, "Visual Studio Enterprise", "Gold", "Incremental")
    assign = form(page, "assign_seat")
    choose(page, assign, "person", "Priya Raghunathan")
    assign.get_by_role("button", name=text("action.assign_seat.button")).dblclick()
    done(assign, "assign_seat")
    expect(page.locator("td", has_text=text("deed.assign_seat"))).to_have_count(1)
    expect(page.locator("td", has_text="assign_seat.")).to_have_count(0)


def test_support_from_its_activation_to_the_ids(page: Page) -> None:
    sign_in(page, ADMIN, "/technical")
    benefit(page, "On-premises support incidents", "Gold")
    activate = form(page, "activate_support")
    press(page, activate)
    number = done(activate, "activate_support")
    refused(activate, "activate_support.waiting")
    go(page, f"/requests?request={number}")
    record = form(page, "record_answer")
    choose(page, record, "outcome", text("choice.outcome.accepted"))
    write(record, "access_id", "123456789")
    write(record, "contract_id", "987654321")
    day(page, record, "active_from", "20260615")
    press(page, record)
    expect(page.get_by_text("Done: Vendor's answer written down").first).to_be_visible()
    go(page, "/technical")
    benefit(page, "On-premises support incidents", "Gold")
    expect(page.get_by_text("123456789")).to_be_visible()
    expect(page.get_by_text("987654321")).to_be_visible()


def test_an_offer_needs_a_marketing_contact_before_it_is_activated(page: Page) -> None:
    sign_in(page, ADMIN, "/go_to_market")
    benefit(page, "How to Market with Microsoft")
    refused(form(page, "activate_marketing"), "activate_marketing.contact")
    page.get_by_test_id("stExpander").get_by_text("has no marketing contact yet").click()
    contact = form(page, "set_marketing_contact")
    choose(page, contact, "person", "Rosa Castellanos")
    write(contact, "other_email", "marketing@contoso.example")
    write(contact, "phone", "+1 425 555 0100")
    choose(page, contact, "preferred_language", "English")
    press(page, contact)
    activate = form(page, "activate_marketing")
    press(page, activate)
    done(activate, "activate_marketing")
    expect(page.get_by_role("combobox", name="Benefit")).to_have_value(re.compile("◔ Requested"))


def test_a_membership_that_was_just_bought_can_be_given_back(page: Page) -> None:
    sign_in(page, ADMIN, "/membership")
    refused(form(page, "request_refund"), "request_refund.days")
    buy = form(page, "record_purchase")
    choose(page, buy, "offer", "Solutions Partner for Security")
    write(buy, "order_number", "O-4711")
    write(buy, "fee", "4875")
    write(buy, "score", "75")
    press(page, buy)
    done(buy, "record_purchase")
    go(page, "/membership?offer=solutions-partner-security-2026")
    refund = form(page, "request_refund")
    write(refund, "reason", "Bought twice")
    press(page, refund)
    done(refund, "request_refund")
    in_history(page, "record_purchase", "request_refund")
