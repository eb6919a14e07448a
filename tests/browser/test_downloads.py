"""A file is made when somebody takes it, and is the one that its name says."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import settled, sign_in

pytestmark = pytest.mark.browser


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """The name and the bytes of what the first button with these words gives."""
    with page.expect_download() as given:
        page.get_by_test_id("stDownloadButton").get_by_text(label, exact=True).first.click()
    return given.value.suggested_filename, Path(given.value.path()).read_bytes()


@pytest.mark.parametrize("name", ["utilization", "credits"])
def test_the_csv_of_a_table_has_its_own_digest_in_its_name_and_in_its_manifest(page: Page, name: str) -> None:
    sign_in(page, f"/{name}")
    file, content = taken(page, "CSV")
    digest = hashlib.sha256(content).hexdigest()
    assert file.endswith(f"_2026-06-15_{digest[:12]}.csv")
    settled(page)
    workbook, _ = taken(page, "Excel")
    assert workbook == file.replace(".csv", ".xlsx")
    if name == "credits":
        settled(page)
        told, manifest = taken(page, "Manifest")
        assert told == f"{file}.manifest.json"
        assert digest in manifest.decode()


def test_a_table_offers_no_file_but_ours(page: Page) -> None:
    sign_in(page, "/utilization")
    page.get_by_test_id("stDataFrame").first.hover()
    expect(page.get_by_role("button", name="Search: Table: Utilization")).to_have_count(1)
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
