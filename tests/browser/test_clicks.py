"""Hasty hands: a double click, two tabs, a reload and a lost line leave behind what one press leaves, and say so."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pipelines.store import Store
from tests.backend import copied
from tests.browser.conftest import visiting
from tests.browser.effects import Effects, Ledger
from tests.browser.journeys import settled
from tests.browser.line import line_to
from tests.browser.presses import ASSIGN, CONTACT, HANDS, MANY, PERSON, PRESSES, TAKE_BACK, Press, by
from tests.desk import Desk
from tests.serving import serving
from tests.terminal import Terminal

pytestmark = pytest.mark.browser
SEEDS = (7,)
# Milliseconds between the two halves of a double click, as systems allow them.
GAPS = (0, 0, 60, 120, 200, 300, 400)
# Two clicks that a busy machine has taken further apart, in seconds, are no double click.
APART = 0.8
# Milliseconds between a click and what tears the page from the server.
WAITS = (0, 10, 40, 80, 150, 300)
# What was on its way when the page was torn off has come to its end by then.
LATE = 300
NOTHING = Effects()
# Nobody gets a seat twice: the numbers with which each test begins.
RACES, RELOADS, CUTS, SPARE = 100, 150, 200, 220
# Two who press the same at the same time: another admin, or the same person in another tab.
PAIRS = (
    (ASSIGN, by(ASSIGN, "mpn_admin")),
    (TAKE_BACK, TAKE_BACK),
    (PERSON, by(PERSON, "user_admin")),
    (CONTACT, CONTACT),
)
# What the one is told who was not the first.
FASTER = re.compile("did this: |the data changed")


@pytest.fixture(scope="module")
def home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the cast's home that the tests of this file share, with people and seats enough."""
    folder = tmp_path_factory.mktemp("clicks")
    store = Store(copied(cast_files, folder / "home"))
    Desk(store, folder).loaded(*MANY)
    store.close()
    return folder / "home"


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[str]:
    """The address of the app on it."""
    with serving(home, home.parent / "server.log") as address:
        yield address


@pytest.fixture
def page(browser: Browser, app: str) -> Iterator[Page]:
    with visiting(browser, app) as opened:
        yield opened


@pytest.fixture
def ledger(app: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Ledger:
    """What the app has, from now on."""
    looked = Ledger(Terminal(home, monkeypatch, capsysbinary))
    looked.since()
    return looked


def counted(short: int, full: int) -> object:
    """So many rounds in the short run, and the whole number in the long one."""
    return pytest.mark.parametrize(
        "rounds", [pytest.param(short, id=f"{short}"), pytest.param(full, id=f"{full}", marks=pytest.mark.deep)]
    )


def twice(page: Page, button: Locator, gap: int) -> bool:
    """Presses twice at the same place of the window, wherever the button is by then; whether it was fast enough."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    began = monotonic()
    page.mouse.click(x, y)
    page.wait_for_timeout(gap)
    page.mouse.click(x, y)
    return monotonic() - began < APART


@counted(4, 100)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_double_click_leaves_what_one_click_leaves(page: Page, ledger: Ledger, seed: int, rounds: int) -> None:
    hand, spare = Random(seed), iter(range(SPARE, HANDS))
    for number in range(rounds):
        press, gap = PRESSES[number % len(PRESSES)], hand.choice(GAPS)
        assert any(double_clicked(page, press, one, gap, ledger) for one in chain([number], spare)), "too slow"


def double_clicked(page: Page, press: Press, number: int, gap: int, ledger: Ledger) -> bool:
    """A double click leaves behind what one press leaves; False where this machine took its halves too far apart."""
    first(page, press, number, ledger)
    press.open(page)
    if not twice(page, press.ready(page, number), gap):
        settled(page)
        page.wait_for_timeout(LATE)
        ledger.since()
        return False
    press.is_told(page)
    assert ledger.since() == press.left, (number, press.name, gap)
    return True


@counted(len(PAIRS), 50)
@pytest.mark.parametrize("seed", SEEDS)
def test_of_two_tabs_one_does_it_and_the_other_is_told(
    page: Page, browser: Browser, app: str, ledger: Ledger, seed: int, rounds: int
) -> None:
    hand = Random(seed)
    with visiting(browser, app) as other:
        for number in range(RACES, RACES + rounds):
            press, rival = PAIRS[number % len(PAIRS)]
            first(page, press, number, ledger)
            for tab, one in ((page, press), (other, rival)):
                one.open(tab)
            buttons = [press.ready(page, number), rival.ready(other, number)]
            hand.shuffle(buttons)
            for button in buttons:
                button.click()
            for tab in (page, other):
                outcome = tab.get_by_test_id("stAlert").filter(has_text=re.compile(f"{press.said}|{FASTER.pattern}"))
                expect(outcome.first).to_be_visible()
                settled(tab)
            assert ledger.since() == press.left, (number, press.name)
            said = [press.is_said(page), rival.is_said(other)]
            assert sorted(said) == [False, True], (number, press.name, said)
            loser = page if said[1] else other
            expect(loser.get_by_test_id("stAlert").filter(has_text=FASTER).first).to_be_visible()


@counted(2, 50)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_reload_right_behind_a_click_leaves_one_deed_or_none(
    page: Page, ledger: Ledger, seed: int, rounds: int
) -> None:
    hand = Random(seed)
    for number in range(RELOADS, RELOADS + rounds):
        press, wait = PRESSES[number % len(PRESSES)], hand.choice(WAITS)
        first(page, press, number, ledger)
        press.open(page)
        press.ready(page, number).click()
        page.wait_for_timeout(wait)
        page.reload()
        settled(page)
        one_or_none(page, press, number, ledger)


@counted(1, 20)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_that_breaks_at_a_click_leaves_one_deed_or_none(
    browser: Browser, app: str, ledger: Ledger, seed: int, rounds: int
) -> None:
    hand = Random(seed)
    with line_to(app) as line, visiting(browser, line.address) as page:
        for number in range(CUTS, CUTS + rounds):
            press, wait = PRESSES[number % len(PRESSES)], hand.choice(WAITS)
            first(page, press, number, ledger)
            press.open(page)
            press.ready(page, number).click()
            page.wait_for_timeout(wait)
            line.cut()
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
            page.reload()  # what was on its way to the page is lost, and it may stand there empty
            settled(page)
            one_or_none(page, press, number, ledger)


def one_or_none(page: Page, press: Press, number: int, ledger: Ledger) -> None:
    """It is done once or not at all; where it is not, it can be done now."""
    page.wait_for_timeout(LATE)
    came = ledger.since()
    assert came in (press.left, NOTHING), (number, press.name, came)
    if came == NOTHING:
        done_once(page, press, number, ledger)


def first(page: Page, press: Press, number: int, ledger: Ledger) -> None:
    """What has to be there before it is pressed."""
    if press.first:
        done_once(page, press.first, number, ledger)


def done_once(page: Page, press: Press, number: int, ledger: Ledger) -> None:
    """Somebody presses once, in peace."""
    press.open(page)
    press.ready(page, number).click()
    press.is_told(page)
    assert ledger.since() == press.left, (number, press.name)
