"""The templates `answers` and `support_use`: what a row means, what is refused in which cell, and the way back."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.reports import Request, run
from pipelines.reports.export import WRITERS
from pipelines.store import EVERYTHING, Store
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told
from tests.the_cast import TODAY

GOLDEN = Path(__file__).parent / "golden"
ANSWERS = "request_id,outcome,access_id,contract_id,active_from,expires_on,note\n"
USES = "entitlement_id,kind,used_on,hours,title,reference\n"
HELD = (
    "entitlement_id,partner_id,offer,product,quantity\n"
    "E-1,P-1,gold,advisory-hours,50\nE-2,P-1,gold,cloud-support-incidents,10\nE-3,P-2,gold,advisory-hours,50\n"
)
ANSWER = ANSWERS + "P-1-R12,accepted,123456789,987654321,2026-06-12,2027-06-11,by mail\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = desk_with_partners(store, tmp_path)
    desk.loaded(HELD)
    return desk


def exported(desk: Desk, report: str, kind: str = "csv") -> bytes:
    """A report in the layout of its template, as a file."""
    with desk.store.snapshot() as snapshot:
        return WRITERS[kind](run(snapshot, Request(report, TODAY, "template"), EVERYTHING))


def test_an_answer_belongs_to_the_partner_that_its_request_number_names(desk: Desk) -> None:
    desk.loaded(ANSWER)
    stored = desk.rows("SELECT * EXCLUDE (load_id, file_no, source_line) FROM answer")
    assert stored == [
        ("P-1-R12", "P-1", "accepted", "123456789", "987654321", date(2026, 6, 12), date(2027, 6, 11), "by mail")
    ]


def test_a_request_number_is_read_in_any_case_and_under_our_other_name_for_it(desk: Desk) -> None:
    desk.loaded("Request_No,Outcome\np-1-r7,Declined\n")
    assert desk.rows("SELECT request_id, outcome FROM answer") == [("P-1-R7", "declined")]


@pytest.mark.parametrize("number", ["P-9-R1", "P-1-12", "R12", "P-1-R", "P-1-R1x", ""])
def test_a_number_that_names_no_partner_is_a_fault(desk: Desk, number: str) -> None:
    report = desk.load(f"{ANSWERS}{number},accepted,,,,,\n")
    assert cells(report) == [(2, "request_id", number or None)]


def test_whether_there_is_such_a_request_is_not_asked_at_the_load(desk: Desk) -> None:
    assert desk.loaded(ANSWERS + "P-1-R999,accepted,,,,,\n").rows_loaded == 1


def test_another_partners_answer_is_not_for_this_loader(desk: Desk) -> None:
    report = desk.load(ANSWERS + "P-2-R1,accepted,,,,,\n", loader=ADMIN)
    assert told(report) == [
        "2 request_id: P-2-R1 -> the number of a request of a partner that you may load for, such as P-1-R12"
    ]


def test_every_wrong_cell_of_an_answer_is_named(desk: Desk) -> None:
    report = desk.load(ANSWERS + "P-1-R1,maybe,12345678,98765432x,2026-06-12,2026-06-11,\n")
    assert told(report) == [
        "2 outcome: maybe -> one of: accepted, declined",
        "2 access_id: 12345678 -> nine digits",
        "2 contract_id: 98765432x -> nine digits",
        "2 expires_on: 2026-06-11 -> active_from or a later day",
    ]


def test_a_later_file_replaces_an_answer_and_the_same_one_changes_nothing(desk: Desk) -> None:
    desk.loaded(ANSWER)
    assert desk.load(ANSWER).status == "unchanged"
    desk.loaded(ANSWER.replace("2026-06-12", "2026-06-14"))
    assert desk.rows("SELECT active_from FROM answer") == [(date(2026, 6, 14),)]


def test_an_answer_stands_once_in_a_file(desk: Desk) -> None:
    report = desk.load(ANSWERS + "P-1-R1,accepted,,,,,\np-1-r1,declined,,,,,\n")
    assert cells(report) == [(3, "request_id", "p-1-r1")]


def test_a_use_belongs_to_the_partner_of_its_benefit_and_an_incident_has_no_hours(desk: Desk) -> None:
    desk.loaded(USES + "E-1,advisory,2026-05-04,4.5,Review,C-1\nE-2,incident,2026-05-05,,,C-2\n")
    stored = desk.rows("SELECT partner_id, entitlement_id, kind, hours, title FROM support_use ORDER BY reference")
    assert stored == [
        ("P-1", "E-1", "advisory", Decimal("4.5"), "Review"),
        ("P-1", "E-2", "incident", None, None),
    ]


def test_every_wrong_cell_of_a_use_is_named(desk: Desk) -> None:
    report = desk.load(USES + "E-9,advisory,2026-05-04,0,,C-1\nE-1,visit,soon,-1,,\n")
    assert told(report) == [
        "2 entitlement_id: E-9 -> the id of an entitlement that is loaded and that you may load for",
        "2 hours: 0 -> hours above zero: an engagement is counted in hours",
        "3 kind: visit -> one of: incident, advisory, presales",
        "3 used_on: soon -> a date as YYYY-MM-DD from 2000 to 2199",
        '3 hours: -1 -> a number with "." for decimals, at most 2 of them, not negative',
        "3 reference: None -> a value; the cell must not be empty",
    ]


def test_another_partners_benefit_is_not_for_this_loader(desk: Desk) -> None:
    assert cells(desk.load(USES + "E-3,advisory,2026-05-04,1,,C-1\n", loader=ADMIN)) == [(2, "entitlement_id", "E-3")]


def test_the_same_reference_may_be_used_for_two_benefits_but_once_for_each(desk: Desk) -> None:
    rows = "E-1,advisory,2026-05-04,1,,C-1\nE-2,incident,2026-05-04,,,C-1\n"
    assert desk.loaded(USES + rows).rows_loaded == 2
    report = desk.load(USES + rows + "E-1,advisory,2026-05-06,2,,C-1\n")
    assert cells(report) == [(4, "reference", "C-1")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("report", "file"),
    [
        ("requests", ANSWERS + "P-1-R1,declined,,,,,=no\nP-1-R2,accepted,123456789,987654321,2026-06-12,2027-06-11,\n"),
        ("support-use", USES + "E-1,presales,2026-05-04,4.25,-x,C-1\nE-2,incident,2026-05-05,,,0012\n"),
    ],
)
def test_what_was_loaded_can_be_exported_and_loaded_again(desk: Desk, report: str, file: str, kind: str) -> None:
    desk.loaded(file)
    again = desk.load(exported(desk, report, kind))
    assert again.status == "unchanged", told(again)


@pytest.mark.parametrize(("report", "file"), [("requests", "answers.csv"), ("support-use", "support_use.csv")])
def test_an_export_in_the_layout_of_a_template_is_written_byte_for_byte(desk: Desk, report: str, file: str) -> None:
    content = (GOLDEN / file).read_bytes()
    desk.loaded(content)
    assert exported(desk, report) == content


def test_a_benefits_use_is_what_its_cases_come_to(desk: Desk) -> None:
    desk.loaded("partner_id,offer,starts_on\nP-1,gold,2026-01-01\n")
    cases = "E-1,advisory,2026-05-04,4.5,,C-1\nE-1,presales,2026-05-05,9,,C-2\nE-2,incident,2026-05-05,,,C-3\n"
    desk.loaded(USES + cases + "E-2,incident,2026-06-16,,,C-4\n")
    used = f"SELECT entitlement_id, used, idle, counted_by FROM entitlement_now(DATE '{TODAY}') ORDER BY entitlement_id"
    # Presales services are unlimited with Gold, and what lies ahead is not used yet.
    assert desk.rows(used)[:2] == [
        ("E-1", Decimal("4.5"), Decimal("45.5"), "support_use"),
        ("E-2", Decimal(1), Decimal(9), "support_use"),
    ]


def test_presales_is_deducted_where_the_offer_says_so(desk: Desk) -> None:
    desk.loaded("entitlement_id,partner_id,offer,product,quantity\nE-4,P-1,success-core-2026,advisory-hours,5\n")
    desk.loaded(USES + "E-4,presales,2026-05-05,2,,C-2\n")
    used = f"SELECT used FROM entitlement_now(DATE '{TODAY}') WHERE entitlement_id = 'E-4'"
    assert desk.rows(used) == [(Decimal(2),)]
