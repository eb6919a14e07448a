"""A fault of ours, wherever it happens: a sentence with a number that the log has, and nothing of the fault itself."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.faults import LOG
from pipelines.text import text
from tests.backend import copied
from tests.browser.conftest import visiting
from tests.browser.fault_visits import ADDRESSES, FEW, VISITS
from tests.browser.journeys import settled
from tests.browser.presses import LOAD
from tests.forced_faults import FORCED
from tests.serving import serving
from tests.terminal import Terminal
from tests.the_cast import EMAILS

pytestmark = pytest.mark.browser
METRICS_TOKEN = "of-the-monitor-alone-0123456789abcdef"
NUMBER = re.compile(text("fault.shown", reference="@").replace("(", r"\(").replace("@", "([0-9a-f]{8})"))
# What nobody may see: the engine's words, a path, a statement, a traceback.
NOT_TOLD = ("canary", "/srv/", "SELECT", "XXXXX", "Traceback", "Forced", ".py", ", line ")


@dataclass
class Failing:
    """The app of a home in which one place fails at a time."""

    address: str
    home: Path
    told: Path

    def fail(self, place: str) -> None:
        """Lets a place fail from now on; no place with an empty name."""
        self.told.write_text(place, encoding="utf-8")

    def logged(self) -> list[str]:
        """The numbers of the log, the last one last."""
        log = self.home / LOG
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        assert not [line for line in lines if "canary" in line]
        return [json.loads(line)["reference"] for line in lines]


@pytest.fixture(scope="module")
def app(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Failing]:
    folder = tmp_path_factory.mktemp("faults")
    told = folder / "place"
    told.write_text("", encoding="utf-8")
    home = copied(cast_files, folder / "home")
    settings = {FORCED: str(told), "BENEFITS_METRICS_TOKEN": METRICS_TOKEN}
    with serving(home, folder / "server.log", "tests.forced_faults", **settings) as address:
        yield Failing(address, home, told)


@pytest.fixture
def failing(app: Failing) -> Iterator[Failing]:
    """The app, in which nothing fails any more afterwards."""
    yield app
    app.fail("")


@pytest.fixture
def page(browser: Browser, app: Failing) -> Iterator[Page]:
    with visiting(browser, app.address) as opened:
        yield opened


def is_told(said: str, failing: Failing) -> None:
    """A sentence with the number that the log has last, and nothing of the fault."""
    found = NUMBER.search(said)
    assert found, said
    assert failing.logged()[-1] == found[1]
    assert not [one for one in NOT_TOLD if one in said], said


@pytest.mark.parametrize(
    "place", [pytest.param(one, marks=pytest.mark.deep if at >= FEW else ()) for at, one in enumerate(VISITS)]
)
def test_a_page_that_fails_says_a_number_that_the_log_has(page: Page, failing: Failing, place: str) -> None:
    visit = VISITS[place]
    address = f"/sign-in/demo?as={visit.cast}&next={visit.path}" if visit.cast else visit.path
    if place == "take back":
        LOAD.open(page)
        LOAD.ready(page, 0).click()
        LOAD.is_told(page)
    if visit.press is None:
        failing.fail(place)
    page.goto(address)
    if visit.press:
        settled(page)
        button = visit.press(page, 1)
        failing.fail(place)
        button.click()
    sentence = page.get_by_test_id("stAlert").filter(has_text=NUMBER)
    expect(sentence).to_have_count(1)
    is_told(page.locator("body").inner_text(), failing)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    failing.fail("")
    page.reload()
    settled(page)
    expect(sentence).to_have_count(0)


@pytest.mark.parametrize("place", ADDRESSES)
def test_an_address_that_fails_says_a_number_that_the_log_has(failing: Failing, place: str) -> None:
    answer_is_told(failing, place, ADDRESSES[place], METRICS_TOKEN)


def test_a_report_by_address_that_fails_says_a_number_that_the_log_has(
    failing: Failing, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    terminal = Terminal(failing.home, monkeypatch, capsysbinary)
    made = terminal.run("token", "create", "--as", EMAILS["finance"], "--purpose", "faults")
    answer_is_told(failing, "api report", "/api/reports/expiry.csv", made.text.split()[-1])


def answer_is_told(failing: Failing, place: str, address: str, token: str) -> None:
    """The answer of an address whose place fails has the number, and the headers of every answer."""
    failing.fail(place)
    asks = urllib.request.Request(f"{failing.address}{address}", headers={"Authorization": f"Bearer {token}"})
    with pytest.raises(urllib.error.HTTPError) as answered:
        urllib.request.urlopen(asks, timeout=30)
    assert answered.value.code == 500
    assert "Content-Security-Policy" in answered.value.headers
    is_told(answered.value.read().decode(), failing)


def test_a_deed_whose_letter_fails_is_done_once_and_told_when_it_is_asked_for_again(
    page: Page, failing: Failing
) -> None:
    visit = VISITS["letter"]
    page.goto(f"/sign-in/demo?as={visit.cast}&next={visit.path}")
    settled(page)
    assert visit.press
    told = page.locator("td", has_text=text("deed.send_verification"))
    before = told.count()
    button = visit.press(page, 2)
    failing.fail("letter")
    button.click()
    expect(page.get_by_test_id("stAlert").filter(has_text=NUMBER)).to_have_count(1)
    failing.fail("")
    button.click()
    expect(page.get_by_text(f"Done: {text('deed.send_verification')}.").first).to_be_visible()
    expect(told).to_have_count(before + 1)


@pytest.mark.parametrize("place", ["command", "command of the app"])
def test_a_command_that_fails_in_the_app_says_a_number_that_the_log_has(
    failing: Failing, place: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    failing.fail(place)
    told = Terminal(failing.home, monkeypatch, capsysbinary).run("report", "expiry")
    assert (told.code, told.out) == (1, b"")
    assert failing.logged()[-1] in told.err
    assert not [one for one in ("canary", "/srv/", "SELECT", "Traceback", "Forced") if one in told.err]
