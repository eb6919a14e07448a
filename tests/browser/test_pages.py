"""What only a browser shows: figures and tables in full, the way back, dates that stay where they are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.ui import next_actions

pytestmark = pytest.mark.browser

PAGES = (
    "overview",
    "utilization",
    "expiry",
    "credits",
    "value",
    "loads",
    "visual_studio",
    "technical",
    "membership",
    "policy",
)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DARK = "rgb(16, 21, 28)"
LONGEST = "Business profile optimization and referral management"
CELL_EDGES = 17
DRAWN = {"overview": 6, "utilization": 1, "expiry": 2, "credits": 3, "value": 1, "membership": 1}


def sign_in(page: Page, path: str, name: str = "Fiona Finance") -> None:
    page.goto(path)
    page.get_by_role("link", name=name).click()
    settled(page)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def cut(page: Page, parts: str) -> list[str]:
    """The texts of the elements that do not fit into their place."""
    found: list[str] = page.locator(parts).evaluate_all(
        "them => them.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
    )
    return found


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_large_figures_are_shown_in_full(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    sign_in(page, "/overview")
    values = page.get_by_test_id("stMetricValue")
    expect(values).to_have_count(4)
    assert cut(page, "[data-testid=stMetricValue], [data-testid=stMetricValue] *, [data-testid=stMetricDelta]") == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_no_page_is_wider_than_its_window_and_nothing_fails_in_it(page: Page, name: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    sign_in(page, f"/{name}")
    expect(
        page.get_by_test_id("stVegaLiteChart").locator("svg, canvas").first if name in DRAWN else page.locator("h1")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Error:")).to_have_count(0)


@pytest.mark.parametrize("name", ["overview", "utilization", "expiry", "credits", "value", "loads"])
def test_no_column_of_a_table_is_cut_at_1280(page: Page, name: str) -> None:
    sign_in(page, f"/{name}")
    grids = page.locator("[data-testid=stDataFrame] .dvn-scroller")
    expect(grids.first).to_be_visible()
    assert cut(page, "[data-testid=stDataFrame] .dvn-scroller") == []


def test_the_longest_name_of_a_product_fits_into_its_column(page: Page) -> None:
    sign_in(page, "/overview")
    width = page.get_by_test_id("stApp").evaluate(
        """(app, name) => {
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = `13.125px ${getComputedStyle(app).fontFamily}`;
            return pen.measureText(name).width;
        }""",
        LONGEST,
    )
    assert width + CELL_EDGES <= next_actions.SEEN["product_name"]


def test_the_words_of_a_chart_follow_the_reader_from_light_to_dark(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    sign_in(page, "/credits")
    label = page.get_by_test_id("stVegaLiteChart").last.locator("svg .role-axis-label text").first
    expect(label).to_have_css("fill", ink(page))
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", DARK)
    expect(label).to_have_css("fill", ink(page))


def ink(page: Page) -> str:
    """The colour of the page's text."""
    return str(page.locator("h1").evaluate("one => getComputedStyle(one).color"))


def test_a_filtered_page_can_be_sent_to_another_reader(page: Page) -> None:
    sign_in(page, "/utilization?by=entitlement&partner=P-1&language=zh-Hans")
    expect(page.get_by_role("radio", checked=True).filter(has_text="单项权益")).to_be_visible()


def test_the_way_back_leads_out_of_a_page_with_filters(page: Page) -> None:
    sign_in(page, "/utilization?partner=P-1")
    page.get_by_role("link", name="Expiry").click()
    page.wait_for_url("**/expiry?partner=P-1")
    settled(page)
    page.go_back()
    settled(page)
    page.go_back()
    page.wait_for_url("**/utilization*")


@pytest.fixture
def far_west(browser: Browser, server: str) -> Iterator[Page]:
    """A window where the day before has not ended yet."""
    context = browser.new_context(base_url=server, timezone_id="America/Los_Angeles", viewport=DESKTOP)
    yield context.new_page()
    context.close()


def test_a_month_is_the_same_month_west_of_greenwich(far_west: Page) -> None:
    sign_in(far_west, "/credits")
    months = far_west.get_by_test_id("stVegaLiteChart").nth(1)
    labels = months.locator("svg .role-axis-label text")
    expect(labels.filter(has_text="Sep")).to_have_count(1)
    expect(labels.filter(has_text="Aug")).to_have_count(0)
