"""When a page stands in the browser: the script has ended and each chart and table has its marks."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

# Gives the milliseconds since the address was asked for, once everything is drawn; asked at each frame.
_DRAWN = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const heading = document.querySelector("[data-testid=stMain] h1");
    if (!app || !heading || app.dataset.testScriptState !== "notRunning") return 0;
    const drawn = (part, mark) => [...document.querySelectorAll(`[data-testid=${part}]`)]
        .every(one => one.querySelector(mark));
    const waits = document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton]");
    if (waits || !drawn("stVegaLiteChart", "canvas, svg") || !drawn("stDataFrame", "canvas")) return 0;
    return performance.now();
}"""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
_MILLISECONDS = 600_000


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: on Debian, apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def window(browser: Browser, address: str, cookies: Mapping[str, str]) -> Iterator[BrowserContext]:
    """A window that has been nowhere yet, with these cookies for the address."""
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    try:
        yield context
    finally:
        context.close()


def seconds_until_drawn(context: BrowserContext, path: str) -> float:
    """Opens a page in a tab of its own; gives the time from asking for it to its last mark."""
    tab = context.new_page()
    try:
        tab.goto(path, wait_until="commit")
        found = tab.wait_for_function(_DRAWN, timeout=_MILLISECONDS).json_value()
        assert not tab.get_by_test_id("stException").count(), f"{path} shows an error"
        assert not tab.locator("a[href*='/sign-in']").count(), f"{path} asks to sign in"
        return float(found) / 1000
    finally:
        tab.close()
