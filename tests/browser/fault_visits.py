"""How a reader comes to each place that is forced to fail."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from pipelines.text import text
from tests.browser import presses
from tests.browser.journeys import form
from tests.browser.presses import Press


def _language(page: Page, number: int) -> Locator:
    page.get_by_role("combobox", name=text("language.label")).click()
    return page.get_by_role("option").last


def _csv(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=text("download.csv")).first


def _send(page: Page, number: int) -> Locator:
    return form(page, "choose_reminders").get_by_role("button", name=text("action.choose_reminders.button"))


def _evidence(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=text("evidence.make"))


@dataclass(frozen=True)
class Visit:
    """Who comes to which page while a place fails; with `press`, the page is whole until that is pressed."""

    cast: str
    path: str
    press: Callable[[Page, int], Locator] | None = None


def _of(press: Press) -> Visit:
    return Visit(press.cast, press.path, press.ready)


VISITS = {
    "deed": Visit("global_admin", "/reminders", _send),
    "chart": Visit("finance", "/credits"),
    "report": Visit("finance", "/expiry"),
    "store": Visit("finance", "/value"),
    "load": _of(presses.LOAD),
    "taken file": Visit("finance", "/credits", _csv),
    "letter": _of(presses.CONTACT),
    "sign-in page": Visit("", "/expiry"),
    "ledger": Visit("global_admin", "/reminders", _send),
    "person": Visit("finance", "/expiry"),
    "navigation": Visit("finance", "/expiry"),
    "language": Visit("finance", "/expiry"),
    "callback": Visit("finance", "/expiry", _language),
    "head": Visit("finance", "/utilization"),
    "filter": Visit("finance", "/utilization"),
    "table": Visit("finance", "/utilization"),
    "file": Visit("finance", "/utilization"),
    "field": Visit("global_admin", "/people"),
    "rules": Visit("global_admin", "/visual_studio"),
    "outcome": Visit("finance", "/policy"),
    "take back": _of(presses.TAKE_BACK),
    "pack": _of(presses.PACK),
    "evidence": Visit("auditor", "/audit", _evidence),
    "seal": Visit("auditor", "/audit"),
    "history": Visit("global_admin", "/technical"),
    "policy": Visit("finance", "/policy"),
    "messages": Visit("auditor", "/messages"),
    "token": Visit("finance", "/tokens"),
    "calendar": Visit("finance", "/reminders"),
}
# The first ones differ most in the way that the fault takes.
FEW = 5

# Addresses beside the pages: the place that fails, and the address that leads to it.
ADDRESSES = {
    "api reader": "/api/reports/expiry.csv",
    "feed": "/calendar/abc.ics",
    "metrics": "/metrics",
    "mailed link": "/verify?token=abc",
    "sign in": "/sign-in/demo?as=finance&next=/",
    "sign out": "/sign-out",
    "download": "/media/abc.csv",
    "limits": "/api/reports/expiry.csv",
    "store": "/readyz",
}
