"""Every page where its list has a hundred thousand rows: it is shown, and no more of it is sent than can be read."""

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from pages.ui import audit_desk
from tests import page_visits
from tests.large_home import large
from tests.page_visits import PAGES, Visits, visiting

ROWS = 100_000
SECONDS = 600

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    home = large(tmp_path_factory.mktemp("large"), ROWS)
    with visiting(home) as visits:
        visits.patch.setattr(page_visits, "SECONDS", SECONDS)
        visits.patch.setattr(st, "download_button", untaken)
        yield visits


def untaken(label: str, data: Any, file_name: str, *rest: Any, **named: Any) -> None:
    """A file is made when somebody takes it: here nobody does."""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_hundred_thousand_rows_is_shown(visit: Visits, page: str) -> None:
    seen = visit("finance", page)
    assert not seen.exception, seen.exception[0].message
    assert not seen.error, seen.error[0].value
    assert max((len(table.value) for table in seen.dataframe), default=0) <= audit_desk.MOST_ROWS
    offered = {one.label: len(one.options) for one in (*seen.selectbox, *seen.multiselect)}
    assert max(offered.values()) <= ROWS, offered
