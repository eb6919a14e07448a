"""Licences counted by the vendor's directory: beside the admin centre's list, by product, and what does not work."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Store
from pipelines.text import LANGUAGES, text
from tests.desk import Desk
from tests.ledger_rows import Row, benefit, warehouse
from tests.page_visits import Visits, visiting, words
from tests.the_cast import TODAY

E5, COPILOT = "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "639dec6b-bb19-468b-871c-c5c441c4b0cb"
HELD = benefit("E-1", "microsoft-365-e5", quantity=25)
NAMED: tuple[Row, ...] = (
    ("m365_product", {"service_plan_id": "1"}),
    ("m365_product", {"service_plan_id": "2"}),
)
TITLE = "Microsoft 365 E5"


def skus(enabled: int, consumed: int, **values: Any) -> Row:
    return "sku_count", {"enabled": enabled, "consumed": consumed} | values


@pytest.fixture
def counted(tmp_path: Path) -> Callable[..., tuple[Any, ...]]:
    """Writes rows and gives what of the benefit is assigned and used, and who counted it."""

    def write(*rows: Row) -> tuple[Any, ...]:
        with warehouse(tmp_path, HELD, *NAMED, *rows) as snap:
            asked = "SELECT assigned, used, counted_by FROM entitlement_now($day)"
            return tuple(snap.query(asked, {"day": TODAY}, EVERYTHING).row(0))

    return write


@pytest.fixture
def standing(tmp_path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Writes rows and gives each SKU's product, users without a working licence, and standing."""

    def write(*rows: Row, scope: Scope = EVERYTHING) -> list[tuple[Any, ...]]:
        with warehouse(tmp_path, *NAMED, *rows) as snap:
            frame = run(snap, Request("licence-skus", TODAY), scope)
            return frame.select("sku", "product", "without", "standing").rows()

    return write


def test_what_the_directory_counts_is_what_is_used_of_its_product(counted: Any) -> None:
    assert counted(skus(20, 7)) == (7, 7, "graph-subscribed-skus")


def test_units_in_grace_work_and_suspended_ones_do_not_count(counted: Any) -> None:
    assert counted(skus(2, 12, warning=3, suspended=20)) == (5, 5, "graph-subscribed-skus")


def test_a_suspended_product_with_users_is_not_full(counted: Any) -> None:
    assert counted(skus(0, 25, status="suspended", suspended=25))[:2] == (0, 0)


def test_a_product_of_two_skus_is_counted_once_for_each(counted: Any) -> None:
    other = "3d957427-ecdc-4df2-aacd-01cc9d519da8"
    more = (
        "m365_product",
        {"product_guid": other, "service_plan_id": "1", "product_name": "microsoft 365 e5 (no Teams)"},
    )
    assert counted(more, skus(20, 7), skus(5, 2, sku_id=other))[:2] == (9, 9)


def test_the_later_load_speaks_where_list_and_directory_know_the_product(counted: Any) -> None:
    listed = ("licence_count", {"product_title": TITLE, "assigned": 11, "load_id": 2})
    assert counted(skus(20, 7), listed) == (11, 11, "m365-licences")


def test_the_directory_speaks_where_it_was_loaded_later(counted: Any) -> None:
    listed = ("licence_count", {"product_title": TITLE, "assigned": 11})
    assert counted(skus(20, 7, load_id=2), listed) == (7, 7, "graph-subscribed-skus")


def test_of_one_load_the_list_speaks(counted: Any) -> None:
    listed = ("licence_count", {"product_title": TITLE, "assigned": 11})
    assert counted(skus(20, 7), listed) == (11, 11, "m365-licences")


def test_the_directory_speaks_of_what_the_list_does_not_name(counted: Any) -> None:
    listed = ("licence_count", {"product_title": "Visio Plan 2", "assigned": 11, "load_id": 2})
    assert counted(skus(20, 7), listed) == (7, 7, "graph-subscribed-skus")


def test_another_partners_directory_says_nothing_here(counted: Any) -> None:
    assert counted(skus(20, 7, partner_id="P-2")) == (0, 0, "none")


def test_each_sku_has_its_standing_and_what_does_not_work_comes_first(standing: Any) -> None:
    assert standing(
        skus(20, 7),
        skus(0, 3, sku="NEW", sku_id="n"),
        skus(9, 9, sku="OLD", sku_id="o"),
        skus(1, 4, sku="SLEEPING", sku_id="s", suspended=5),
    ) == [
        ("NEW", None, 3, "exceeded"),
        ("SLEEPING", None, 3, "suspended"),
        ("OLD", None, 0, "unnamed"),
        ("SPE_E5", "microsoft-365-e5", 0, "works"),
    ]


@pytest.mark.parametrize(
    ("scope", "seen"),
    [(Scope(("P-1",)), 1), (Scope(("P-2",)), 0), (Scope(()), 0), (Scope(("P-1",), "employee@contoso.example"), 0)],
)
def test_a_sku_is_for_those_who_see_the_whole_of_its_partner(standing: Any, scope: Scope, seen: int) -> None:
    assert len(standing(skus(1, 1), scope=scope)) == seen


@pytest.fixture
def visit(cast_home: Path, tmp_path: Path) -> Iterator[Visits]:
    answer = (Path(__file__).parent / "vendor_files" / "graph-subscribed-skus.json").read_text("utf-8")
    store = Store(cast_home)
    Desk(store, tmp_path).loaded(answer, partner="P-1")
    store.close()
    with visiting(cast_home) as visits:
        yield visits


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_cloud_licences_says_whose_users_cannot_work(visit: Visits, language: str) -> None:
    seen = visit("global_admin", "cloud", language)
    assert not seen.exception
    said = text("skus.suspended", language, partner="Contoso", sku="Microsoft_365_Copilot", consumed=4, without=4)
    assert said in words(seen)
    assert text("skus.unnamed", language) in words(seen)


def test_the_page_says_nothing_of_it_to_another_partner(visit: Visits) -> None:
    assert "Microsoft_365_Copilot" not in words(visit("other_admin", "cloud"))
