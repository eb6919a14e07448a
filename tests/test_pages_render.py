"""Every page for each of the cast: their own data only, in three languages, with data and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.store import Store
from pipelines.text import LANGUAGES, text
from tests.page_visits import CAST, DESK, FAMILIES, MEMBERS, OF_MEMBERS, PAGES, Visits, said, visiting, words
from tests.the_cast import FILES, NOW, TODAY

pytestmark = pytest.mark.unmeasured
# Every page of every reader; the pages of deeds in all languages for two who see much and little of them.
SPEAKS_ALL = ("manager", "employee")
OF_DEEDS = (*FAMILIES, "membership", *DESK)
MATRIX = [
    (cast, page, language)
    for cast in CAST
    for page in (OF_MEMBERS if cast in MEMBERS else PAGES)
    for language in (LANGUAGES if page not in OF_DEEDS or cast in SPEAKS_ALL else ("en",))
]
WITHOUT_DATA = [(cast, page, language) for cast, page, language in MATRIX if page not in OF_DEEDS or language == "en"]
# Pages on which the cast's files alone show no table.
MAY_BE_BARE = ("go_to_market", "membership", *DESK, "tokens", "reminders", "messages", "audit")
PARTNERS = ("Contoso", "Fabrikam", "Northwind")
# Pages that also say what the programme offers to everybody.
OF_THE_PROGRAMME = ("membership", "policy")
# What may never be read by whom: names of other partners, and of products that only other people hold.
FOREIGN = {
    "global_admin": ("Fabrikam", "Northwind"),
    "mpn_admin": ("Fabrikam", "Northwind"),
    "admin_agent": ("Fabrikam", "Northwind"),
    "user_admin": ("Fabrikam", "Northwind"),
    "employee": ("Fabrikam", "Northwind", "Copilot", "Azure bulk credit"),
    "guest": ("Fabrikam", "Northwind", "Copilot", "Azure bulk credit"),
    "other_admin": ("Contoso", "Northwind", "Copilot"),
    "manager": ("Northwind",),
    "finance": (),
    "auditor": (),
}


@pytest.fixture(scope="module")
def visit(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visits:
        yield visits


@pytest.fixture(scope="module")
def visit_without_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """A home that knows the partners and the people and nothing else."""
    home = tmp_path_factory.mktemp("people-only") / "home"
    store = Store(home)
    files = [Incoming(name, FILES / name) for name in ("partners.csv", "people.csv")]
    assert load(store, files, Order(OPERATOR, NOW, TODAY, {})).status == "loaded"
    store.close()
    with visiting(home) as visits:
        yield visits


@pytest.mark.parametrize(("cast", "page", "language"), MATRIX)
def test_a_page_renders_with_the_readers_own_data_only(visit: Visits, cast: str, page: str, language: str) -> None:
    seen = visit(cast, page, language)
    assert not seen.exception
    assert not seen.error
    assert seen.title[0].value == text(f"page.{page}.title", language)
    everything = words(seen) + "".join(content.decode("utf-8", "replace") for content in visit.reports.values())
    foreign = [name for name in FOREIGN[cast] if page not in OF_THE_PROGRAMME or name in PARTNERS]
    assert not [name for name in foreign if name in everything]


@pytest.mark.parametrize(("cast", "page", "language"), WITHOUT_DATA)
def test_a_page_renders_without_data(visit_without_data: Visits, cast: str, page: str, language: str) -> None:
    seen = visit_without_data(cast, page, language)
    assert not seen.exception
    assert not seen.error
    if page not in DESK:
        assert len(seen.dataframe) == (1 if page == "loads" and cast in ("finance", "auditor") else 0)


@pytest.mark.parametrize("cast", MEMBERS)
@pytest.mark.parametrize("page", sorted(set(PAGES) - set(OF_MEMBERS)))
def test_an_employee_and_a_guest_are_refused_what_needs_a_role(visit: Visits, cast: str, page: str) -> None:
    seen = visit(cast, page)
    assert "Your role does not allow this" in seen.error[0].value
    assert seen.title[0].value == "Not for your role"
    assert not seen.dataframe


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_its_day_and_snapshot_and_never_none(visit: Visits, page: str) -> None:
    seen = visit("manager", page)
    assert seen.caption[0].value == "as of 15 Jun 2026 · snapshot 1 · 2 partners"
    assert not [line for line in said(seen) if re.search(r"\bNone\b", line)]
    assert all(table.proto.placeholder == "–" for table in seen.dataframe)


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_and_table_has_words_for_those_who_cannot_see_it(visit: Visits, page: str) -> None:
    seen = visit("finance", page)
    drawn = [*seen.get("vega_lite_chart"), *seen.dataframe]
    assert drawn or page in MAY_BE_BARE
    assert all(one.proto.alt.strip() for one in drawn)


def test_the_overview_shows_four_figures_and_the_nearest_credit(visit: Visits) -> None:
    seen = visit("manager")
    assert len(seen.metric) == 4
    assert "Fabrikam Lab · Monthly credit · Fabrikam" in words(seen)


def test_the_first_visit_of_someone_who_may_load_shows_three_doors(visit_without_data: Visits) -> None:
    seen = visit_without_data("global_admin")
    assert [link.proto.label for link in seen.page_link] == ["Choose files", "Paste a grid"]
    assert seen.code[0].value == "benefits demo"


def test_the_first_visit_of_someone_who_may_not_load_says_whom_to_ask(visit_without_data: Visits) -> None:
    seen = visit_without_data("employee")
    assert "Ask a Global admin" in seen.info[0].value
    assert not seen.page_link


def test_offers_whose_values_are_samples_are_named(visit: Visits) -> None:
    assert "not the programme's own: Gold, Silver" in words(visit("finance"))
    assert "(sample value)" in words(visit("finance", "utilization", by="offer"))
    assert "sample" not in words(visit("other_admin"))


def test_who_may_see_a_load_and_has_none_is_told_why_the_list_is_empty(visit_without_data: Visits) -> None:
    assert "No load is listed for you" in words(visit_without_data("global_admin", "loads"))


def test_the_numbers_of_a_policy_are_named_in_the_readers_language(visit: Visits) -> None:
    shown = [one.value for one in visit("finance", "policy", "zh-Hans").dataframe]
    named = [name for frame in shown if "number" in frame for name in frame["number"]]
    assert text("number.refund_days", "zh-Hans") in named
    assert text("number.refund_days") not in named
