"""What a person does on a page who has a keyboard and no mouse."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from pipelines.text import text
from tests.browser.journeys import settled

# More steps than any page has places to stop at: who has not arrived by then never does.
MOST_STEPS = 400


def steps(page: Page, key: str = "Tab") -> Iterator[int]:
    """Goes from place to place, as far as one would go."""
    for step in range(MOST_STEPS):
        page.keyboard.press(key)
        yield step


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Goes on until the wanted place has the focus."""
    for _ in steps(page, key):
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no way by {key} to {wanted}")


def follow(page: Page, wanted: Locator) -> None:
    """Goes to a link or a button and presses it."""
    reach(page, wanted)
    page.keyboard.press("Enter")


def choose(page: Page, field: Locator, typed: str) -> None:
    """Goes to a list to choose from, types words of an option, and takes it."""
    reach(page, field)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_contain_text(typed.partition(" ")[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)


def write(page: Page, field: Locator, words: str) -> None:
    """Goes to a field and writes into it."""
    reach(page, field)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def tick(page: Page, where: Locator, field: str) -> None:
    """Goes to a box and ticks it."""
    box = where.get_by_role("checkbox", name=text(f"field.{field}"))
    reach(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def press(page: Page, where: Locator) -> None:
    """Goes to the form's button and presses it. While the page runs, an old button may stand beside the new one."""
    settled(page)
    follow(page, where.get_by_test_id("stFormSubmitButton").get_by_role("button"))
    settled(page)
