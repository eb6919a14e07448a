"""What a person does on a page with forms, in a real browser."""

import re

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from pipelines.text import text

A_TRY_MS = 5_000
TRIES = 12


def settled(page: Page) -> None:
    """Waits until the page has run and stands."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def sign_in(page: Page, cast: str, path: str) -> None:
    """Comes to a page as one of the demo's cast."""
    page.goto(path)
    page.locator(f"a[href*='as={cast}&'], a[href$='as={cast}']").first.click()
    settled(page)


def go(page: Page, path: str) -> None:
    """Goes to another page."""
    page.goto(path)
    settled(page)


def benefit(page: Page, *words: str) -> None:
    """Chooses the first benefit whose title has these words. A press before its page has come would be lost."""
    field, at = page.get_by_role("combobox", name="Benefit"), page.url
    before = field.input_value()
    picked(page, field, *words)
    if field.input_value() != before:
        expect(page).not_to_have_url(at)
    settled(page)


def picked(page: Page, field: Locator, *words: str, typed: str | None = None) -> None:
    """Picks the first option with these words, which the field then shows."""
    pick(page, field, *words, typed=typed)
    expect(field).to_have_value(re.compile(re.escape(words[0])))


def pick(page: Page, field: Locator, *words: str, typed: str | None = None) -> None:
    """Picks the first option with these words. Where a page that runs meanwhile closes the list, it is opened anew."""
    for _ in range(TRIES):
        field.click()
        if typed is not None:
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(typed)
        options = page.get_by_role("option")
        for word in words:
            options = options.filter(has_text=word)
        try:
            options.first.click(timeout=A_TRY_MS)
            return
        except TooLate:
            page.keyboard.press("Escape")
    raise AssertionError(f"No option with {words} could be picked")


def form(page: Page, action: str) -> Locator:
    """The form of an action."""
    title = page.get_by_role("heading", name=text(f"action.{action}.title"), exact=True)
    return page.get_by_test_id("stForm").filter(has=title)


def choose(page: Page, where: Locator, field: str, option: str) -> None:
    """Chooses the first option of a field that has these words. Of a long list only some are there until one types."""
    picked(page, where.get_by_role("combobox", name=text(f"field.{field}")).first, option, typed=option)


def write(where: Locator, field: str, value: str) -> None:
    """Writes into a field."""
    where.get_by_label(text(f"field.{field}")).first.fill(value)


def day(page: Page, where: Locator, field: str, digits: str) -> None:
    """Writes a day, such as 20260615, into a field of dates."""
    where.get_by_role("spinbutton", name=f"year, {text(f'field.{field}')}").click()
    page.keyboard.type(digits)


def tick(where: Locator, field: str) -> None:
    """Ticks a box."""
    where.get_by_text(text(f"field.{field}")).click()


def press(page: Page, where: Locator, button: str | None = None) -> None:
    """Presses the form's button. While the page runs, an old button may stand beside the new one."""
    settled(page)
    where.get_by_test_id("stFormSubmitButton").get_by_role("button", name=button).click()
    settled(page)


def done(where: Locator, action: str) -> str:
    """The receipt stands in the form; gives its number."""
    said = where.get_by_test_id("stAlert").first
    expect(said).to_contain_text(f"Done: {text(f'deed.{action}')}. Receipt P-1-")
    settled(where.page)
    return said.inner_text().partition("Receipt ")[2].partition(",")[0]


def refused(where: Locator, rule: str) -> None:
    """The form says why not, and names the rule and its source."""
    expect(where.get_by_test_id("stAlert").first).to_be_visible()
    expect(where.get_by_text(f"Rule {rule} · ")).to_be_visible()


def in_history(page: Page, *actions: str) -> None:
    """The page's history has these deeds. The cells are those that a grid on a canvas keeps for screen readers."""
    for action in actions:
        expect(page.locator("td", has_text=text(f"deed.{action}")).first).to_be_attached()
