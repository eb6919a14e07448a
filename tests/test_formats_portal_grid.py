"""The grid as pasted from the vendor's portal: matched to the catalogue, and asked where it is not known."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.ingest import LoadReport
from pipelines.store import Store
from pipelines.store.catalogue import FOLDER, read
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told

HEADER = "Benefit Name\tSource (Program Name & Specialization)\tQuantity\tActivate By\n"
GRID = (
    HEADER
    + "Microsoft Office 365 E3\tMAPS - Core\t5 licenses\t6/30/2026\n"
    + "Azure monthly credit\tmaps - core\t1,100 USD\t-\n"
    + "Partner advisory hours\tMAPS - Core\t5 Hours\t\n"
)
STORED = "SELECT product, offer, benefit_type, quantity, unit, activate_by FROM entitlement ORDER BY product"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def grid(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def asked(report: LoadReport) -> tuple[str, tuple[str, ...]]:
    assert report.status == "refused"
    assert report.question is not None, told(report)
    return report.question.setting, report.question.choices


def test_a_pasted_grid_becomes_entitlements(desk: Desk) -> None:
    assert desk.loaded(GRID, partner="P-1").format == "portal-grid"
    assert desk.rows(STORED) == [
        ("advisory-hours", "action-pack-2023", "core", Decimal(5), "hours", None),
        ("azure-monthly-credit", "action-pack-2023", "core", Decimal(1100), "credit_month", None),
        ("office-365-e3", "action-pack-2023", "core", Decimal(5), "seats", date(2026, 6, 30)),
    ]


def test_the_partner_is_asked_unless_there_is_only_one(desk: Desk) -> None:
    assert asked(desk.load(GRID)) == ("partner", ("P-1", "P-2", "P-3"))
    assert desk.load(GRID, loader=ADMIN).status == "loaded"
    assert desk.rows("SELECT DISTINCT partner_id FROM entitlement") == [("P-1",)]


def test_somebody_elses_partner_is_no_answer(desk: Desk) -> None:
    report = desk.load(GRID, loader=ADMIN, settings={"partner": "P-2"})
    assert told(report) == ['The setting partner cannot be "P-2". Known are: P-1.']


def test_pasting_again_changes_only_what_changed(desk: Desk) -> None:
    desk.loaded(GRID, partner="P-1")
    assert desk.load(GRID, settings={"partner": "P-1"}).status == "unchanged"
    file = desk.loaded(GRID.replace("5 licenses", "8 licenses"), partner="P-1")
    assert (file.rows_loaded, file.rows_unchanged) == (1, 2)


def test_a_paste_keeps_the_id_and_what_the_grid_does_not_say(desk: Desk) -> None:
    desk.loaded(
        "entitlement_id,partner_id,offer,product,quantity,activate_by,assigned,unit_value\n"
        "E-1,P-1,action-pack-2023,office-365-e3,5,2026-05-31,4,280.00\n"
    )
    desk.loaded(GRID, partner="P-1")
    stored = desk.rows(
        "SELECT * EXCLUDE (load_id, file_no, source_line) FROM entitlement WHERE product = 'office-365-e3'"
    )
    assert len(stored) == 1
    assert {"E-1", Decimal(4), Decimal("280.00"), "USD", date(2026, 6, 30)} <= set(stored[0])


def test_a_benefit_that_is_held_under_several_ids_is_named(desk: Desk) -> None:
    row = "P-1,action-pack-2023,office-365-e3,5\n"
    desk.loaded(f"entitlement_id,partner_id,offer,product,quantity\nE-1,{row}E-2,{row}")
    assert cells(desk.load(GRID, settings={"partner": "P-1"})) == [(2, "Benefit Name", "Microsoft Office 365 E3")]


def test_an_unknown_benefit_is_asked_with_the_nearest_products(desk: Desk) -> None:
    content = grid("Office 365 Enterprise E3\tMAPS - Core\t5 licenses\t2026-06-30")
    setting, choices = asked(desk.load(content, settings={"partner": "P-1"}))
    assert setting == "product:Office 365 Enterprise E3"
    assert "office-365-e3" in choices
    answers = {"partner": "P-1", setting: "office-365-e3"}
    assert desk.loaded(content, **answers).settings == {**answers, "date_order": "iso"}
    assert desk.rows("SELECT product FROM entitlement") == [("office-365-e3",)]


def test_an_answer_that_is_no_product_is_refused(desk: Desk) -> None:
    content = grid("Office 365 Enterprise E3\tMAPS - Core\t5 licenses\t2026-06-30")
    report = desk.load(content, settings={"partner": "P-1", "product:Office 365 Enterprise E3": "word-star"})
    assert told(report)[0].startswith('The setting product:Office 365 Enterprise E3 cannot be "word-star". Known are:')


def test_a_source_of_several_offers_is_asked_with_these(desk: Desk) -> None:
    content = grid("Teams Enterprise\tSolutions Partner - Core\t225 users\t30 Jun 2026")
    setting, choices = asked(desk.load(content, settings={"partner": "P-1"}))
    assert setting == "offer:Solutions Partner - Core"
    assert choices == (
        "solutions-partner-infrastructure-2026",
        "solutions-partner-modern-work-2026",
        "solutions-partner-security-2026",
    )
    desk.loaded(content, **{"partner": "P-1", setting: choices[1]})
    assert desk.rows(STORED) == [
        ("teams-enterprise", choices[1], "core", Decimal(225), "seats", date(2026, 6, 30)),
    ]


def test_a_specialization_is_asked_and_its_benefits_are_incremental(desk: Desk) -> None:
    source = "Solutions Partner - Microsoft Low Code Application Development (Specialization)"
    content = grid(f"Teams Enterprise\t{source}\t30 users\t2026-06-30")
    setting, choices = asked(desk.load(content, settings={"partner": "P-1"}))
    assert (setting, choices[0]) == (f"offer:{source}", "specialization-avd-2026")
    desk.loaded(content, **{"partner": "P-1", setting: choices[0]})
    assert desk.rows("SELECT benefit_type FROM entitlement") == [("incremental",)]


def test_an_unknown_source_is_asked_with_the_nearest_offers(desk: Desk) -> None:
    content = grid("Teams Enterprise\tPartner Success Core - Core\t15 users\t2026-06-30")
    setting, choices = asked(desk.load(content, settings={"partner": "P-1"}))
    assert setting == "offer:Partner Success Core - Core"
    assert "success-core-2026" in choices


def test_a_source_may_be_an_offer_of_the_catalogue(desk: Desk) -> None:
    desk.loaded(grid("Teams Enterprise\tSuccess Core\t15 users\t2026-06-30"), partner="P-1")
    assert desk.rows("SELECT offer FROM entitlement") == [("success-core-2026",)]


@pytest.mark.parametrize("quantity", ["5", "0 licenses", "1.000 licenses", "5 bags", "100 USD", "1,00 licenses", "-"])
def test_a_quantity_that_the_portal_would_not_show_is_named(desk: Desk, quantity: str) -> None:
    content = grid(f"Microsoft Office 365 E3\tMAPS - Core\t{quantity}\t2026-06-30")
    assert cells(desk.load(content, settings={"partner": "P-1"})) == [(2, "Quantity", quantity)]


def test_a_credit_is_in_dollars_and_not_in_licenses(desk: Desk) -> None:
    content = grid("Azure monthly credit\tMAPS - Core\t100 licenses\t2026-06-30")
    assert cells(desk.load(content, settings={"partner": "P-1"})) == [(2, "Quantity", "100 licenses")]


@pytest.mark.parametrize(
    "shown", ["30 Jun 2026", "30 June 2026", "June 30, 2026", "2026-06-30", "30/06/2026", "6/30/2026"]
)
def test_dates_are_read_as_the_portal_shows_them(desk: Desk, shown: str) -> None:
    desk.loaded(grid(f"Microsoft Office 365 E3\tMAPS - Core\t5 licenses\t{shown}"), partner="P-1")
    assert desk.rows("SELECT activate_by FROM entitlement") == [(date(2026, 6, 30),)]


def test_a_date_that_can_be_read_two_ways_is_asked(desk: Desk) -> None:
    content = grid("Microsoft Office 365 E3\tMAPS - Core\t5 licenses\t6/7/2026")
    assert asked(desk.load(content, settings={"partner": "P-1"})) == ("date_order", ("mdy", "dmy"))
    desk.loaded(content, partner="P-1", date_order="dmy")
    assert desk.rows("SELECT activate_by FROM entitlement") == [(date(2026, 7, 6),)]


def test_a_benefit_that_stands_twice_is_named_on_its_second_line(desk: Desk) -> None:
    row = "Microsoft Office 365 E3\tMAPS - Core\t5 licenses\t2026-06-30"
    report = desk.load(grid(row, row.replace("Microsoft ", "")), settings={"partner": "P-1"})
    assert cells(report) == [(3, "Benefit Name", "Office 365 E3")]


def test_every_listed_source_names_offers_of_the_catalogue_and_where_it_was_seen() -> None:
    listed = pl.read_csv(FOLDER / "portal_sources.csv", infer_schema=False)
    assert listed.columns == ["source_text", "offer", "benefit_type", "source"]
    assert listed.null_count().sum_horizontal().item() == 0
    assert set(listed["offer"]) <= set(read("offers")["offer"])
    assert set(listed["benefit_type"]) <= {"core", "incremental"}
