"""The heads of tables are read in full, in every language, with the currency that they name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.ui.letters import room
from pipelines.text import LANGUAGES
from tests.page_visits import Visits, visiting

# As a reader of one partner and of one currency has them: the heads are longest then.
SEEN = ("value", "loads", "reconcile")


@pytest.fixture(scope="module")
def visit(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visits:
        yield visits


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", SEEN)
def test_no_head_is_wider_than_its_column(visit: Visits, page: str, language: str) -> None:
    tables = visit("global_admin", page, language).dataframe
    columns = [json.loads(table.proto.columns)[name] for table in tables for name in table.proto.column_order]
    assert columns
    assert [one["label"] for one in columns if one.get("width") and one["width"] < room(one["label"])] == []


@pytest.mark.parametrize(
    ("head", "pixels"), [("Held", 43), ("Total in the file, USD", 137), ("激活截止日期", 95), ("文件合计, USD", 104)]
)
def test_words_take_the_room_that_a_browser_gives_them(head: str, pixels: int) -> None:
    """Pixels as Chromium measures them in Liberation Sans, with the edges of a cell."""
    assert room(head) == pytest.approx(pixels, abs=2)
