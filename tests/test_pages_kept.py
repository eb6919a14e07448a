"""Whatever a reader chooses is in the address: a reload and a link show it again, and the CSV is what is seen."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import tables
from tests.busy_home import busy
from tests.page_seen import Sight, Table, choices, sight
from tests.page_visits import PAGES
from tests.the_cast import TODAY

# Nothing of these can be chosen but the language, or only in forms.
WITHOUT_CHOICE = ("reminders", "loads")
READERS = ("finance", "manager")


@pytest.fixture(scope="module")
def look(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sight]:
    with sight(busy(cast_files, tmp_path_factory.mktemp("kept"))) as looks:
        yield looks


def options(choice: Any) -> list[Any]:
    """What a choice can be set to: its words, as a click sends them; some days; some letters."""
    if choice.type == "date_input":
        return [TODAY, TODAY - timedelta(400)]
    if choice.type == "text_input":
        return ["row 57", "=(%&#é王", " "]
    several = choice.type == "multiselect" or (choice.type == "button_group" and not choice._is_single_select)
    return [[one] if several else one for one in choice.options]


def shown_again(look: Sight, cast: str, page: str, seen: AppTest) -> None:
    """The page as it is seen equals the page that its address shows to who opens it anew."""
    now = look.told(seen)
    told = dict(seen.query_params)
    look.tables.clear()
    fresh = look(cast, page, **told)
    assert not fresh.exception
    assert look.told(fresh) == now


@pytest.mark.parametrize("page", PAGES)
def test_every_choice_of_a_page_survives_a_reload_and_its_tables_have_their_csv(look: Sight, page: str) -> None:
    seen = look("finance", page)
    same_as_its_csv(look.tables)
    found = choices(seen)
    assert {one.key for one in found} - {"language_choice"} or page in WITHOUT_CHOICE
    for choice in found:
        choice.set_value(options(choice)[-1])
    look.again(seen)
    assert not seen.exception
    shown_again(look, "finance", page, seen)


@pytest.mark.deep
@pytest.mark.parametrize("cast", READERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_every_choice_survives_and_its_csv_is_what_is_seen(look: Sight, page: str, cast: str) -> None:
    for first in choices(look(cast, page)):
        seen = look(cast, page)
        for option in options(first):
            next(one for one in choices(seen) if one.key == first.key).set_value(option)
            look.again(seen)
            assert not seen.exception, (first.key, option)
            same_as_its_csv(look.tables)
            shown_again(look, cast, page, seen)


def same_as_its_csv(drawn: list[Table]) -> None:
    """Each table's rows stand in the file beneath it, all where all are in sight, with every column in sight."""
    for table in drawn:
        assert table.csv is not None, table.order
        assert set(table.order) - {tables.LINK} <= set(table.csv.columns)
        if table.csv.height <= tables.MOST_ROWS:
            assert table.cells.height == table.csv.height
        for name, kind in table.cells.schema.items():
            if name in table.csv.columns and kind.is_decimal():
                assert amounts(table.cells[name]) <= amounts(table.csv[name])
            if name in table.csv.columns and kind == pl.String and name.endswith(("_id", "_no", "email", "month")):
                assert set(table.cells[name].drop_nulls()) <= set(table.csv[name].drop_nulls())


def amounts(cells: Any) -> set[Decimal | None]:
    """The different amounts of a column."""
    return {None if cell is None else Decimal(str(cell)) for cell in cells}
