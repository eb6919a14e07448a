"""The vendor's own statements as its APIs give them: credits, what moved them, and the licences of a tenant."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.store import Store
from tests.desk import Desk, cells, desk_with_partners, told

FILES = Path(__file__).parent / "vendor_files"
LOTS, EVENTS, SKUS = (
    (FILES / f"{name}.json").read_text("utf-8")
    for name in ("azure-credit-lots", "azure-credit-events", "graph-subscribed-skus")
)
OF_JUNE = {"partner": "P-1", "stated_on": "2026-06-10"}
OF_P1 = {"partner": "P-1"}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def changed(content: str, change: Callable[[list[Any]], object]) -> str:
    """The answer with its list of records changed."""
    answer = json.loads(content, parse_float=Decimal)
    change(answer["value"])
    return json.dumps(answer, default=float)


def test_lots_are_stored_to_the_last_digit_with_the_days_of_utc(desk: Desk) -> None:
    file = desk.loaded(LOTS, **OF_JUNE)
    assert (file.format, file.rows_loaded) == ("azure-credit-lots", 2)
    assert file.control_totals == file.stored_totals == [("USD", Decimal("4710.750000000000001"))]
    stored = desk.rows(
        "SELECT lot_id, starts_on, ends_on, original, balance, status, po_number, stated_on, source_line "
        "FROM vendor_credit ORDER BY starts_on"
    )
    day = date(2026, 6, 10)
    assert stored == [
        (
            *("f2ecfd94-0001-4000-8000-000000000001", date(2025, 9, 18), date(2026, 9, 17), Decimal(6000)),
            *(Decimal("4210.750000000000001"), "active", None, day, 1),
        ),
        (
            *("4ea40eb5-0001-4000-8000-000000000002", date(2026, 1, 31), date(2027, 1, 30), Decimal(500)),
            *(Decimal(500), None, "4711", day, 2),
        ),
    ]


def test_lots_ask_for_their_day_and_loading_them_twice_changes_nothing(desk: Desk) -> None:
    report = desk.load(LOTS, settings=OF_P1)
    assert report.question is not None
    assert report.question.setting == "stated_on"
    desk.loaded(LOTS, **OF_JUNE)
    assert desk.load(LOTS, settings=OF_JUNE).status == "unchanged"
    desk.loaded(LOTS, **OF_JUNE | {"stated_on": "2026-07-10"})
    assert desk.rows("SELECT count(*) FROM vendor_credit") == [(4,)]


def test_the_lots_of_another_billing_profile_stand_beside_the_first(desk: Desk) -> None:
    desk.loaded(LOTS, **OF_JUNE)
    desk.loaded(changed(LOTS, lambda lots: [one.update(name=f"{one['name']}-b") for one in lots]), **OF_JUNE)
    assert desk.rows("SELECT count(*) FROM vendor_credit") == [(4,)]


def test_a_wrong_cell_of_a_lot_is_named_by_its_record_and_its_path(desk: Desk) -> None:
    def wrong(lots: list[Any]) -> None:
        lots[0]["properties"]["originalAmount"] = {"currency": "bucks", "value": "many"}
        lots[1]["properties"] |= {"expirationDate": "13/13/2027", "status": "lent"}
        lots[1]["properties"]["originalAmount"]["currency"] = "EUR"

    assert cells(desk.load(changed(LOTS, wrong), settings=OF_JUNE)) == [
        (1, "properties.originalAmount.value", "many"),
        (1, "properties.originalAmount.currency", "bucks"),
        (2, "properties.expirationDate", "13/13/2027"),
        (2, "properties.closedBalance.currency", "USD"),
        (2, "properties.status", "lent"),
    ]


def test_a_lot_that_stands_twice_is_named(desk: Desk) -> None:
    report = desk.load(changed(LOTS, lambda lots: lots.append(lots[0])), settings=OF_JUNE)
    assert [(line, column) for line, column, _ in cells(report)] == [(3, "name")]


def test_a_page_of_several_is_refused(desk: Desk) -> None:
    report = desk.load(LOTS.replace('"nextLink": null', '"nextLink": "https://more.example"'), settings=OF_JUNE)
    assert report.status == "refused"
    assert "https://more.example" in told(report)[0]


def test_events_are_stored_in_their_parts(desk: Desk) -> None:
    file = desk.loaded(EVENTS, **OF_P1)
    assert (file.format, file.control_totals) == ("azure-credit-events", [("USD", Decimal("-1.74"))])
    assert desk.load(EVENTS, settings=OF_P1).status == "unchanged"
    stored = desk.rows(
        "SELECT happened_on, kind, invoice, new_credit, adjustments, expired, charges, balance, amount, currency "
        "FROM vendor_credit_event ORDER BY happened_on"
    )
    zero = Decimal(0)
    assert stored == [
        (
            *(date(2025, 9, 18), "PendingNewCredit", "E0500QWERT"),
            *(Decimal(500), zero, zero, zero, Decimal(1000), None, "USD"),
        ),
        (
            *(date(2025, 10, 11), "PendingCharges", None),
            *(zero, zero, zero, Decimal("-1.74"), Decimal("998.26"), None, "USD"),
        ),
    ]


def test_an_event_whose_parts_are_in_several_currencies_is_named(desk: Desk) -> None:
    def wrong(events: list[Any]) -> None:
        events[1]["properties"]["newCredit"]["currency"] = "EUR"
        del events[0]["properties"]["adjustments"]

    assert cells(desk.load(changed(EVENTS, wrong), settings=OF_P1)) == [(2, "properties.newCredit.value", "500.0")]


def test_the_skus_of_a_tenant_are_counted_and_a_later_answer_replaces_all_of_them(desk: Desk) -> None:
    assert desk.loaded(SKUS, **OF_P1).format == "graph-subscribed-skus"
    counted = "SELECT sku_id, sku, status, enabled, warning, suspended, consumed FROM sku_count ORDER BY sku"
    assert desk.rows(counted) == [
        ("639dec6b-bb19-468b-871c-c5c441c4b0cb", "Microsoft_365_Copilot", "suspended", 0, 0, 4, 4),
        ("06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", "enabled", 20, 5, 0, 7),
    ]
    desk.loaded(changed(SKUS, lambda skus: skus.pop()), **OF_P1)
    assert [row[1] for row in desk.rows(counted)] == ["SPE_E5"]


def test_a_wrong_cell_of_a_sku_is_named_by_its_record_and_its_path(desk: Desk) -> None:
    def wrong(skus: list[Any]) -> None:
        skus[0] |= {"skuId": "E5", "capabilityStatus": "Asleep", "consumedUnits": -1}
        skus[1]["prepaidUnits"]["enabled"] = 1.5

    assert cells(desk.load(changed(SKUS, wrong), settings=OF_P1)) == [
        (1, "skuId", "E5"),
        (1, "capabilityStatus", "Asleep"),
        (1, "consumedUnits", "-1"),
        (2, "prepaidUnits.enabled", "1.5"),
    ]


def test_a_list_that_a_tool_took_out_of_its_answer_is_read_whatever_the_case_of_its_keys(desk: Desk) -> None:
    row = {"SkuId": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SkuPartNumber": "SPE_E5", "CapabilityStatus": "Enabled"}
    units = {"Enabled": 20, "Suspended": 0, "Warning": 0}
    content = json.dumps([row | {"PrepaidUnits": units, "ConsumedUnits": 7, "AdditionalProperties": {}}])
    assert desk.loaded(content, **OF_P1).format == "graph-subscribed-skus"


def test_a_balance_summary_is_refused_by_its_name(desk: Desk) -> None:
    summary = {
        "id": "x",
        "properties": {"balanceSummary": {"estimatedBalance": {"value": 1}, "currentBalance": {"value": 2}}},
    }
    assert "a balance summary" in told(desk.load(json.dumps(summary)))[0]


def test_a_commitment_to_spend_is_stored_and_is_no_credit(desk: Desk) -> None:
    desk.loaded(changed(LOTS, lambda lots: lots[0]["properties"].update(source="ConsumptionCommitment")), **OF_JUNE)
    assert desk.rows("SELECT count(*) FROM vendor_credit") == [(2,)]
    assert desk.rows("SELECT original FROM visible_vendor_credit") == [(Decimal(500),)]
