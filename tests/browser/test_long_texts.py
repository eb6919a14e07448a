"""Names and texts as long as may be break no page: nothing is wider than the window it is read in."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.ui import frame
from tests.browser.conftest import visiting
from tests.browser.journeys import settled
from tests.serving import serving
from tests.single_rows import LONG, single

pytestmark = pytest.mark.browser

NAMES = [name for pages in frame.PAGES.values() for name in pages]
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
Scheme = Literal["light", "dark"]
# The page itself does not scroll: this part of it does.
WIDER = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth; }"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a home with the longest texts."""
    folder = tmp_path_factory.mktemp("long")
    with serving(single(folder, LONG), folder / "server.log") as address:
        yield address


def wide(page: Page, name: str, size: str) -> int:
    """By how many pixels a page is wider than its window, once it stands."""
    page.set_viewport_size(SIZES[size])
    page.goto(f"/{name}?language=en")
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return int(page.evaluate(WIDER))


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Page]:
    """Finance at that server."""
    with visiting(browser, server) as opened:
        opened.goto("/sign-in/demo?as=finance&next=/policy")
        settled(opened)
        yield opened


@pytest.mark.parametrize("size", SIZES)
def test_long_texts_do_not_widen_a_page(reader: Page, size: str) -> None:
    assert {name: wide(reader, name, size) for name in ("technical", "people")} == {"technical": 0, "people": 0}


@pytest.mark.deep
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_long_texts_widen_no_page(reader: Page, name: str, size: str, scheme: Scheme) -> None:
    reader.emulate_media(color_scheme=scheme)
    assert wide(reader, name, size) == 0
