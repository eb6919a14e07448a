"""Of many rows a page shows the first, and the one that is chosen; its files have all. What is asked again is kept."""

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pages.ui import charts, filters, marketing, tables
from pages.ui.digests import digest_of
from pages.ui.kept import Kept
from pipelines.reports.export import to_csv
from pipelines.text import text
from tests.page_visits import Visits, csv_of, visiting, words
from tests.the_cast import TODAY

FEW = 2


@pytest.fixture(scope="module")
def visits(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visit:
        yield visit


@pytest.fixture
def visit(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Visits of pages on which FEW rows are many."""
    monkeypatch.setattr(tables, "MOST_ROWS", FEW)
    return visits


def ids(visit: Visits, report: str) -> list[str]:
    [content] = [content for name, content in visit.files.items() if name.startswith(report) and name.endswith(".csv")]
    return csv_of(content)["entitlement_id"].to_list()


def test_of_many_benefits_the_first_are_in_sight_and_the_file_has_all(visit: Visits) -> None:
    seen = visit("finance", "visual_studio")
    every = ids(visit, "benefits")
    assert len(every) > FEW
    assert seen.dataframe[0].value["entitlement_id"].to_list() == every[:FEW]
    assert text("table.first_rows", shown=FEW, all=len(every)) in words(seen)


def test_a_benefit_that_the_address_names_is_in_sight_wherever_it_stands(visit: Visits) -> None:
    visit("finance", "visual_studio")
    last = ids(visit, "benefits")[-1]
    seen = visit("finance", "visual_studio", entitlement=last)
    assert [one.value for one in seen.selectbox if one.key == "entitlement"] == [last]
    assert seen.dataframe[0].value["entitlement_id"].to_list()[-1] == last


@pytest.mark.parametrize("page", ["overview", "expiry", "utilization", "people", "membership", "reminders", "seats"])
def test_no_page_sends_more_rows_than_are_in_sight(visit: Visits, page: str) -> None:
    address = {"by": "entitlement"} if page == "utilization" else {}
    seen = visit("finance", "visual_studio" if page == "seats" else page, **address)
    assert not seen.exception
    assert {len(table.value) <= FEW for table in seen.dataframe} == {True}
    shown = text("table.first_rows", shown=FEW, all="{all}").partition("{all}")[0]
    assert shown in words(seen)


def test_partners_that_are_many_are_looked_up_by_name(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MOST_PILLS", 1)
    seen = visits("manager", "utilization", by="partner")
    [choice] = [one for one in seen.multiselect if one.key == "partner"]
    seen = choice.set_value(["P-2"]).run()
    assert set(seen.dataframe[0].value["partner_id"]) == {"P-2"}


def test_of_many_partners_the_first_have_the_forms_of_their_contact(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marketing, "MOST_CONTACTS", 1)
    said = words(visits("manager", "go_to_market"))
    assert text("marketing.first_contacts", shown=1, all=2) in said


def test_what_many_want_at_once_is_asked_once() -> None:
    kept, asked, begun = Kept(most_bytes=1000), [], threading.Event()

    def ask() -> pl.DataFrame:
        asked.append(begun.wait(5))
        return pl.DataFrame({"a": [1]})

    with ThreadPoolExecutor(4) as pool:
        frames = [pool.submit(kept.get, "key", ask) for _ in range(4)]
        begun.set()
    assert asked == [True]
    assert len({id(one.result()) for one in frames}) == 1


def test_what_was_used_longest_ago_goes_first_and_a_failure_is_not_kept() -> None:
    kept, frame = Kept(most_bytes=20), pl.DataFrame({"a": [1]})
    kept.get("old", lambda: frame)
    kept.get("used", lambda: frame)
    with pytest.raises(ZeroDivisionError):
        kept.get("wrong", lambda: frame.with_columns(a=1 // 0))
    assert kept.get("old", frame.clear) is frame
    kept.get("new", lambda: frame)
    assert kept.get("old", frame.clear) is frame
    assert kept.get("used", frame.clear).is_empty()


def test_the_digest_in_a_name_is_that_of_the_file() -> None:
    frame = pl.DataFrame({"a": ["=1+1", "é", None], "b": [1, 2, 3]})
    for one in (frame, frame.clear(), frame.head(1)):
        assert digest_of(one) == digest_of(one) == hashlib.sha256(to_csv(one)).hexdigest()


def test_a_picture_is_drawn_once_for_the_same_rows_and_words() -> None:
    days = pl.DataFrame({"date": [date(2026, 6, 14), TODAY], "value": [1.0, 2.0]})
    drawn = charts.sparkline(days, "value", "en", "Value")
    assert charts.sparkline(days.clone(), "value", "en", "Value") is drawn
    assert charts.sparkline(days.reverse(), "value", "en", "Value") is not drawn
    assert charts.sparkline(days, "value", "zh-Hans", "Value") is not drawn
