"""Every page with a single row of everything: bare, with zeros, and with texts as long as may be."""

import re
from collections.abc import Callable
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from pipelines.text import LANGUAGES
from tests.page_visits import PAGES, said, visiting
from tests.single_rows import HOMES, single

Homes = Callable[[str], Path]
READERS = ("finance", "global_admin")
# Pages whose tables come with more than one row, or later.
MAY_BE_BARE = ("policy", "onboarding", "go_to_market", "reconcile")


@pytest.fixture(scope="module")
def home_of(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Makes each of the homes once."""
    return cache(lambda name: single(tmp_path_factory.mktemp(name), HOMES[name]))


@pytest.mark.parametrize(("page", "name"), list(zip(PAGES, cycle(HOMES), strict=False)))
def test_a_page_shows_a_single_row_of_everything(home_of: Homes, page: str, name: str) -> None:
    shown(home_of(name), "finance", page, "en")


@pytest.mark.deep
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cast", READERS)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", HOMES)
def test_a_page_shows_a_single_row_to_each_reader_in_each_language(
    home_of: Homes, name: str, page: str, cast: str, language: str
) -> None:
    shown(home_of(name), cast, page, language)


def shown(home: Path, cast: str, page: str, language: str) -> None:
    """The page has no error, says no None, and its tables have rows."""
    with visiting(home) as visit:
        seen = visit(cast, page, language)
    assert not seen.exception, seen.exception[0].message
    assert not seen.error, seen.error[0].value
    assert not [line for line in said(seen) if re.search(r"\bNone\b", line)]
    assert all(len(table.value) for table in seen.dataframe)
    assert seen.dataframe or page in MAY_BE_BARE
