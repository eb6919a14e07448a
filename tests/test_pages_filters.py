"""The choices above a page: in the address, by code, and never in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.text import LANGUAGES
from tests.page_visits import PAGES, Visits, visiting

FILTERS = ("partner", "family", "currency", "product", "by", "measure", "usage")


@pytest.fixture(scope="module")
def visit(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visits:
        yield visits


@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_names_what_is_not_there_shows_the_page_without_it(visit: Visits, page: str) -> None:
    plain, wrong = visit("manager", page), visit("manager", page, **dict.fromkeys(FILTERS, "gone"))
    assert not wrong.exception
    assert not wrong.error
    assert [len(table.value) for table in wrong.dataframe] == [len(table.value) for table in plain.dataframe]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_means_the_same_in_every_language(visit: Visits, language: str) -> None:
    seen = visit("finance", "utilization", language, by="entitlement", family="cloud", partner="P-1")
    assert list(seen.dataframe[0].value["entitlement_id"]) == ["E-3"]
    assert seen.segmented_control(key="by").value == "entitlement"
    assert seen.pills(key="partner").value == ["P-1"]


def test_several_partners_may_be_chosen(visit: Visits) -> None:
    seen = visit("finance", "utilization", by="entitlement", partner=["P-1", "P-2"])
    assert set(seen.dataframe[0].value["partner_id"]) == {"P-1", "P-2"}


def test_a_choice_goes_into_the_address_and_the_default_out_of_it(visit: Visits) -> None:
    seen = visit("manager", "utilization")
    seen.segmented_control(key="by").set_value("offer").run()
    assert seen.query_params["by"] == "offer"
    assert "offer_name" in seen.dataframe[0].value.columns
    seen.segmented_control(key="by").set_value("product").run()
    assert "by" not in seen.query_params


def test_a_reader_of_one_partner_is_not_asked_which(visit: Visits) -> None:
    assert not visit("global_admin").pills
    assert len(visit("manager").pills) == 1


def test_one_currency_is_not_asked_for_and_of_several_one_is_shown(visit: Visits) -> None:
    assert "currency" not in [one.key for one in visit("manager").segmented_control]
    euro = visit("finance", "utilization", currency="EUR")
    assert set(euro.dataframe[0].value["currency"]) == {"EUR"}
    assert set(visit("finance", "utilization").dataframe[0].value["currency"]) == {"USD"}


def test_filters_that_leave_nothing_say_so(visit: Visits) -> None:
    seen = visit("finance", "expiry", partner="P-2", family="cloud")
    assert seen.info[0].value == "Nothing matches these filters."
    assert not seen.dataframe


def test_a_choice_comes_along_to_the_next_page(visit: Visits) -> None:
    seen = visit("manager", "utilization", partner="P-2")
    seen.query_params.clear()
    seen.switch_page(PAGES["expiry"]).run()
    assert seen.query_params["partner"] == "P-2"
    assert set(seen.dataframe[0].value["partner_id"]) == {"P-2"}


def test_going_back_to_an_address_without_a_choice_takes_it_away(visit: Visits) -> None:
    seen = visit("manager", "utilization", by="partner", partner="P-2")
    del seen.query_params["partner"]
    seen.run()
    assert set(seen.dataframe[0].value["partner_id"]) == {"P-1", "P-2"}
    assert "partner" not in seen.query_params
