"""Every command works while the app runs on the same home, with a page open that holds a snapshot."""

import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.backend import copied
from tests.browser.conftest import serving, visiting
from tests.terminal import Terminal, Told
from tests.the_cast import FILES

pytestmark = pytest.mark.browser

COMMANDS = (
    "check",
    "report overview --format json",
    "report next-actions",
    "report credit-usage --by day --format csv",
    "template people",
    "load {files}/usage.csv --format json",
    "load {more}/dearer.csv --format json",
    "report credit-usage --format json",
    "report credit-usage --format json --snapshot 1",
    "load {more}/wrong.csv",
    "load {more}/wrong.csv --dry-run --keep-good",
    "load {more}/wrong.csv --keep-good",
    "report expiry --format csv -o {more}/expiry.csv",
    "rollback",
    "rollback",
    "rollback",
    "report credit-usage --format json",
    "report nothing",
    "can --as global-admin@contoso.example --format json",
    (
        "act assign_seat --as global-admin@contoso.example --entitlement E-1 --set person=mpn-admin@contoso.example"
        " --request-id r-1"
    ),
    "act assign_seat --as employee@contoso.example --entitlement E-1 --set person=mpn-admin@contoso.example",
    "audit verify",
    "demo",
    "check",
)
CODES = [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 3, 0, 0, 0, 2, 0, 2, 0, 0, 4, 0, 0, 0]


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """A folder with a usage file that costs more, and one with a cost that is none."""
    folder = tmp_path / "more"
    folder.mkdir()
    content = (FILES / "usage.csv").read_bytes()
    (folder / "dearer.csv").write_bytes(content.replace(b'"250.5"', b'"260.5"'))
    (folder / "wrong.csv").write_bytes(content.replace(b'"250.5"', b'"dear"'))
    return folder


@pytest.fixture
def opened(browser: Browser, cast_home: Path, tmp_path: Path) -> Iterator[Page]:
    """A page of the app on the cast's home."""
    with serving(cast_home, tmp_path / "server.log") as address, visiting(browser, address) as page:
        page.goto("/sign-in/demo?as=finance&next=/credits")
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
        yield page


def told(terminal: Terminal, more: Path) -> list[Told]:
    """What the commands say, one after the other, whatever the home's path is."""
    ran = [terminal.run(*words.format(files=FILES, more=more).split()) for words in COMMANDS]
    home = str(terminal.home)
    return [Told(one.code, one.out.replace(home.encode(), b"HOME"), one.err.replace(home, "HOME")) for one in ran]


def test_commands_say_and_do_the_same_while_the_app_runs(
    opened: Page,
    cast_home: Path,
    cast_files: Path,
    more: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    alone = copied(cast_files, cast_home.parent / "alone")
    quiet = told(Terminal(alone, monkeypatch, capsysbinary), more)
    busy = told(Terminal(cast_home, monkeypatch, capsysbinary), more)
    assert [one.code for one in quiet] == CODES
    assert busy == quiet
    opened.reload()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Credits")
    expect(opened.get_by_test_id("stDataFrame").first).to_be_visible()
    address = opened.evaluate("location.origin")
    with closing(urllib.request.urlopen(f"{address}/healthz", timeout=10)) as answer:
        assert answer.read() == b'{"status":"ok"}'
