"""A cost export states whole days: it replaces them, says which totals fall, and asks before a resource group goes."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import FileReport, Incoming, LoadReport
from pipelines.ingest.written import as_json, noted, sentence
from pipelines.store import Store
from pipelines.store.check import check
from tests.charge_files import DATA, WEB, Charge, charges, export, month, rows
from tests.usage_files import load_file

MAY = [*month(), *month(of=Charge(cost="0.25", group="data"))]


def notes(file: FileReport) -> dict[str, dict[str, object]]:
    return {note.code: dict(note.facts) for note in file.notes}


def refusal(report: LoadReport) -> str:
    return " | ".join(sentence(file.refusal) for file in report.files if file.refusal)


def test_the_control_total_is_the_stored_total_is_the_sum_of_the_days(store: Store, tmp_path: Path) -> None:
    report = load_file(store, export(tmp_path, "may.csv", MAY))
    told = report.files[0]
    assert (report.status, told.rows_read, told.rows_loaded) == ("loaded", 62, 62)
    assert told.control_totals == told.stored_totals == [("EUR", Decimal("38.75"))]
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18), sum(usage_rows)::INT FROM charge_daily") == [
        (Decimal("38.75"), 62)
    ]
    assert check(store) == []


def test_days_are_rolled_up_by_service_resource_group_and_eligibility(store: Store, tmp_path: Path) -> None:
    day = [Charge(), Charge(cost="2"), Charge(cost="4", group="data"), Charge(cost="8", eligible="False")]
    load_file(store, export(tmp_path, "may.csv", day))
    found = rows(
        store, "SELECT resource_group, credit_eligible, cost, cost_usd, usage_rows FROM charge_daily ORDER BY 3"
    )
    assert found == [
        ("web", True, Decimal(3), None, 2),
        ("data", True, Decimal(4), None, 1),
        ("web", False, Decimal(8), None, 1),
    ]


def test_two_identical_charges_of_a_file_are_both_kept(store: Store, tmp_path: Path) -> None:
    told = load_file(store, export(tmp_path, "may.csv", [Charge(), Charge()])).files[0]
    assert (told.rows_loaded, told.stored_totals) == (2, [("EUR", Decimal(2))])
    assert charges(store, "source_line") == [(2,), (3,)]


def test_loading_again_in_any_order_of_rows_changes_nothing(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", MAY))
    before = charges(store, "*")
    turned = Random(3).sample(MAY, len(MAY))
    for again in (MAY, turned, turned[:1] + turned[1:]):
        report = load_file(store, export(tmp_path, "again.csv", again))
        assert (report.status, report.files[0].rows_unchanged) == ("unchanged", 62)
        assert report.files[0].control_totals == report.files[0].stored_totals == [("EUR", Decimal("38.75"))]
    assert charges(store, "*") == before


def test_a_restated_month_replaces_the_earlier_one_and_says_where_the_total_falls(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", MAY))
    later = [
        Charge(one.day, "0.5", one.group) if one.group == "web" and one.day == date(2026, 5, 7) else one for one in MAY
    ]
    told = load_file(store, export(tmp_path, "later.csv", later)).files[0]
    assert (told.rows_loaded, told.rows_removed) == (1, 1)
    assert notes(told) == {
        "restated": {"count": 1, "first": date(2026, 5, 7), "last": date(2026, 5, 7)},
        "total_falls": {"currency": "EUR", "count": 1, "by": "0.5", "days": "2026-05-07 (−0.5)"},
    }
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge") == [(Decimal("38.25"),)]
    assert check(store) == []


def test_many_falling_days_are_one_note_with_the_first_of_them(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", month()))
    told = load_file(store, export(tmp_path, "later.csv", month(of=Charge(cost="0.75")))).files[0]
    fall = next(noted(note) for note in told.notes if note.code == "total_falls")
    assert "The total in EUR falls on 31 of the replaced days, by 7.75 in all" in fall
    assert "2026-05-01 (−0.25), 2026-05-02 (−0.25), 2026-05-03 (−0.25), …" in fall


def test_a_total_that_rises_is_no_fall(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", month()))
    told = load_file(store, export(tmp_path, "later.csv", month(of=Charge(cost="1.5")))).files[0]
    assert set(notes(told)) == {"restated"}


def test_a_currency_that_a_day_loses_is_a_fall_in_that_currency(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", month()))
    told = load_file(store, export(tmp_path, "later.csv", month(of=Charge(currency="USD")))).files[0]
    assert notes(told)["total_falls"]["currency"] == "EUR"
    assert rows(store, "SELECT DISTINCT currency FROM charge_daily") == [("USD",)]


def test_a_file_that_would_take_a_resource_group_away_stops_and_asks(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", MAY))
    scoped = export(tmp_path, "scoped.csv", month(3, 4))
    report = load_file(store, scoped)
    assert (report.status, report.snapshot) == ("refused", 1)
    assert report.question is not None
    assert (report.question.setting, report.question.choices) == ("replace", ("yes",))
    assert "data on 2026-05-03 (such losses: 2)" in refusal(report)
    assert "--set replace=yes" in refusal(report)
    told = load_file(store, scoped, settings={"replace": "yes"}).files[0]
    assert notes(told)["resource_group_lost"] == {"count": 2, "day": date(2026, 5, 3), "resource_group": "data"}
    assert notes(told)["total_falls"]["by"] == "0.5"
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge_daily") == [(Decimal("38.25"),)]
    assert check(store) == []


def test_replace_can_only_be_yes(store: Store, tmp_path: Path) -> None:
    report = load_file(store, export(tmp_path, "may.csv", MAY), settings={"replace": "maybe"})
    assert 'replace cannot be "maybe"' in refusal(report)


def test_days_and_subscriptions_that_a_file_does_not_state_stay(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", [*MAY, Charge(subscription=DATA, cost="7")]))
    load_file(store, export(tmp_path, "one.csv", [Charge(cost="3"), Charge(cost="1", group="data")]))
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge") == [(Decimal("48.5"),)]


def test_actual_and_amortized_costs_stand_beside_each_other(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "actual.csv", month(1)))
    told = load_file(store, export(tmp_path, "amortized.csv", month(1)), settings={"dataset": "amortized"}).files[0]
    assert (told.rows_loaded, "restated" in notes(told)) == (1, False)
    assert charges(store, "dataset, cost") == [("actual", Decimal(1)), ("amortized", Decimal(1))]


def test_a_row_of_another_layout_is_another_statement_even_where_this_one_says_less(
    store: Store, tmp_path: Path
) -> None:
    load_file(store, export(tmp_path, "may.csv", [Charge()]))
    with store.writing() as writing:
        writing.draft.run("UPDATE charge SET pricing_currency = 'USD', exchange_rate = 0.9")
        writing.draft.keep = True
    told = load_file(store, export(tmp_path, "turned.csv", [Charge(), Charge(day=date(2026, 5, 2))])).files[0]
    assert (told.rows_loaded, told.rows_removed) == (2, 1)
    assert charges(store, "DISTINCT exchange_rate") == [(None,)]


def test_a_header_without_rows_changes_nothing_and_says_so(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", MAY))
    report = load_file(store, export(tmp_path, "none.csv", []))
    assert (report.status, report.files[0].rows_read, report.snapshot) == ("unchanged", 0, 1)
    assert [note.code for note in report.files[0].notes] == ["no_rows"]
    assert "not taken for a month of zero" in noted(report.files[0].notes[0])
    assert rows(store, "SELECT count(*)::INT FROM charge") == [(62,)]


@pytest.mark.parametrize(
    ("days", "said"),
    [((), None), ((1, 15), (1, 15)), (range(3, 32), (3, 31)), (range(1, 31), (1, 30)), ((1, 31), None)],
    ids=["whole", "its first half", "begins late", "ends early", "only its ends"],
)
def test_half_a_month_is_said(
    store: Store, tmp_path: Path, days: tuple[int, ...], said: tuple[int, int] | None
) -> None:
    told = load_file(store, export(tmp_path, "may.csv", month(*days))).files[0]
    facts = said and {"first": date(2026, 5, said[0]), "last": date(2026, 5, said[1])}
    assert notes(told).get("half_month") == facts


def test_negative_quantities_are_counted_and_loaded(store: Store, tmp_path: Path) -> None:
    refunds = [Charge(quantity="-1", cost="-2"), Charge(quantity="-0.5", cost="-1"), Charge(cost="10")]
    told = load_file(store, export(tmp_path, "may.csv", refunds)).files[0]
    assert notes(told)["negative_quantity"] == {"count": 2}
    assert told.stored_totals == [("EUR", Decimal(7))]


def test_an_unknown_currency_is_a_fault_with_its_line(store: Store, tmp_path: Path) -> None:
    report = load_file(store, export(tmp_path, "may.csv", [Charge(), Charge(currency="EURO")]))
    (problem,) = report.files[0].problems
    assert (report.status, problem.line, problem.column, problem.found) == ("refused", 3, "BillingCurrencyCode", "EURO")


LONG = ("0.1234567890123456785", "-0.1234567890123456775000000", "1.00000000000000000050000001", "2.5E-18", "7")


def test_amounts_of_more_than_18_decimals_are_rounded_half_even_and_told_exactly(store: Store, tmp_path: Path) -> None:
    told = load_file(store, export(tmp_path, "may.csv", [Charge(cost=cost) for cost in LONG])).files[0]
    assert told.control_totals == told.stored_totals == [("EUR", Decimal("8.000000000000000003"))]
    (exact,) = told.exact_totals
    assert exact.total == sum(map(Decimal, LONG))
    assert exact.total == told.control_totals[0][1] + exact.difference
    assert charges(store, "cost") == [
        (Decimal(cost),)
        for cost in (
            *("-0.123456789012345678", "0.000000000000000002", "0.123456789012345678", "1.000000000000000001", "7"),
        )
    ]
    (told_exactly,) = as_json(load_file(store, export(tmp_path, "b.csv", [Charge(cost="1E-20")])))["files"][0][
        "exact_totals"
    ]
    assert told_exactly == {
        "currency": "EUR",
        "amount": "0.00000000000000000001",
        "difference": "0.00000000000000000001",
    }


def test_amounts_of_up_to_18_decimals_need_no_second_total(store: Store, tmp_path: Path) -> None:
    costs = [Charge(cost="0.123456789012345678"), Charge(cost="1.5E-05")]
    assert load_file(store, export(tmp_path, "may.csv", costs)).files[0].exact_totals == []


@pytest.mark.parametrize(
    ("charge", "column", "found"),
    [
        (Charge(day="13/02/2026"), "Date", "13/02/2026"),
        (Charge(day="13.02.26"), "Date", "13.02.26"),
        (Charge(day="46066"), "Date", "46066"),
        (Charge(cost="1.234,56"), "CostInBillingCurrency", "1.234,56"),
        (Charge(cost="1,234.56"), "CostInBillingCurrency", "1,234.56"),
        (Charge(cost="$12"), "CostInBillingCurrency", "$12"),
        (Charge(quantity="0,5"), "Quantity", "0,5"),
    ],
)
@pytest.mark.parametrize("keep_good", [True, False])
def test_a_file_that_a_spreadsheet_saved_again_is_refused_with_its_first_changed_cell(
    store: Store, tmp_path: Path, charge: Charge, column: str, found: str, keep_good: bool
) -> None:
    file = export(tmp_path, "may.csv", [Charge(), Charge(day="02/12/2026"), charge, charge])
    report = load_file(store, file, keep_good=keep_good)
    assert (report.status, report.files[0].problems) == ("refused", [])
    assert f'Line 4, column {column}: "{found}"' in refusal(report)


def test_a_cell_that_is_merely_wrong_is_set_aside_as_ever(store: Store, tmp_path: Path) -> None:
    report = load_file(store, export(tmp_path, "may.csv", [Charge(), Charge(cost="much")]), keep_good=True)
    assert (report.status, report.files[0].rows_rejected, report.files[0].rows_loaded) == ("loaded", 1, 1)
    assert check(store) == []


def test_subscriptions_are_the_same_in_capitals(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", month()))
    again = load_file(store, export(tmp_path, "upper.csv", month(of=Charge(subscription=WEB.upper()))))
    assert again.status == "unchanged"


def test_an_older_file_loaded_after_a_newer_one_states_its_days_again(store: Store, tmp_path: Path) -> None:
    older, newer = export(tmp_path, "older.csv", month()), export(tmp_path, "newer.csv", month(of=Charge(cost="2")))
    for file, total in ((older, 31), (newer, 62), (older, 31)):
        assert load_file(store, file).status == "loaded"
        assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge_daily") == [(Decimal(total),)]
    assert load_file(store, older).status == "unchanged"


def test_rows_that_were_set_aside_come_back_mended_beside_the_rest_of_their_day(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "before.csv", month()))
    faulty = [*month(), Charge(cost="much"), Charge(cost="4", group="data")]
    report = load_file(store, export(tmp_path, "may.csv", faulty), keep_good=True)
    mended = tmp_path / "mended.csv"
    mended.write_bytes(report.quarantine[0].read_bytes().replace(b"much", b"2"))
    assert load_file(store, Incoming("mended.csv", mended)).status == "loaded"
    whole = [*month(), Charge(cost="2"), Charge(cost="4", group="data")]
    assert load_file(store, export(tmp_path, "whole.csv", whole)).status == "unchanged"
    assert check(store) == []
