"""After deeds at two partners, nobody reads more of them in any report than what is theirs to see."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions import Done
from pipelines.reports import REPORTS, Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.backend import copied
from tests.done import Deeds
from tests.the_cast import EMAILS, TODAY

EVERY_REPORT = [(report.name, by) for report in REPORTS.values() for by in report.by]
FABRIKAM, EMPLOYEE = Scope(("P-2",)), Scope(("P-1",), EMAILS["employee"])
# The partner manager is one of Fabrikam's people too.
OF_CONTOSO = ("P-1", "Contoso", "Gloria Admin", "Marta Partner", "Ursula Users", "Nora New", "m@other.example")
OF_OTHERS = (*OF_CONTOSO[2:], "Mona Manager", "Otto Other", "global-admin@", "mpn-admin@", "user-admin@")
# What only others at the employee's company hold.
FOREIGN_BENEFITS = ("E-2", "E-3", "E-5")
SEATS = {"person": EMAILS["user_admin"]}
CONTACT = {"person": EMAILS["mpn_admin"], "other_email": "m@other.example", "phone": "+1 425 555 0100"}
NEW = {"email": "new@contoso.example", "name": "Nora New", "member_type": "member", "in_directory": "yes"}
USED = {"kind": "advisory", "product_area": "azure", "reference": "C-1", "used_on": "2026-06-01", "hours": "1"}
ASKED = {
    "title": "Help", "description": "Where to begin", "product": "azure", "phase": "presales", "hours": "2",
    "country": "US", "language": "en", "phone": "+1 425 555 0100", "time_zone": "UTC",
}  # fmt: skip


@pytest.fixture(scope="module")
def snap(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The cast's home after deeds of several kinds."""
    deeds = Deeds(copied(cast_files, tmp_path_factory.mktemp("deeds") / "home"))
    outcomes = [
        deeds("assign_seat", "E-1", **SEATS),
        deeds("assign_seat", "E-6", actor="other_admin", partner="P-2", person=EMAILS["other_admin"]),
        deeds("assign_credit", "E-2", person=EMAILS["global_admin"], combined_with="none"),
        deeds("set_marketing_contact", None, preferred_language="en", **CONTACT),
        deeds("request_advisory_hours", "E-4", actor="employee", **ASKED),
        deeds("request_advisory_hours", "E-4", actor="mpn_admin", **ASKED),
        deeds("log_support_use", "E-4", **USED),
        deeds("add_person", None, **NEW),
    ]
    assert all(isinstance(one, Done) for one in outcomes)
    assert deeds.refused("assign_seat", "E-1", person=EMAILS["employee"]) == ["assign_seat.not_holder"]
    with deeds.store.snapshot() as snapshot:
        yield snapshot
    deeds.close()


def told(frame: pl.DataFrame, words: tuple[str, ...]) -> list[str]:
    """Which of these words stand in some cell."""
    cells = "\n".join(str(cell) for row in frame.rows() for cell in row)
    return [word for word in words if word in cells]


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_what_was_done_at_another_partner_is_in_no_report(snap: Snapshot, report: str, by: str) -> None:
    assert told(run(snap, Request(report, TODAY, by), FABRIKAM), OF_CONTOSO) == []


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_an_employee_reads_nothing_of_what_others_did_or_hold(snap: Snapshot, report: str, by: str) -> None:
    frame = run(snap, Request(report, TODAY, by), EMPLOYEE)
    assert told(frame, OF_OTHERS) == []
    if "entitlement_id" in frame.columns:
        assert not set(frame["entitlement_id"]) & set(FOREIGN_BENEFITS)


def test_the_history_names_who_did_what_and_what_a_rule_refused(snap: Snapshot) -> None:
    rows = run(snap, Request("history", TODAY), EVERYTHING)
    newest = rows.row(0, named=True)
    assert (newest["actor"], newest["deed"], newest["outcome"]) == ("Gloria Admin", "assign_seat", "refused")
    assert newest["rules"] == "assign_seat.not_holder"
    assert rows.filter(deed="assign_seat", outcome="done")["subject"].sort().to_list() == ["Otto Other", "Ursula Users"]
    assert set(rows["via"]) == {"page"}


def test_the_history_of_a_benefit_is_of_no_other(snap: Snapshot) -> None:
    of_one = run(snap, Request("history", TODAY, filters={"entitlement": ["E-1"]}), EVERYTHING)
    assert of_one["deed"].to_list() == ["assign_seat", "assign_seat"]
    assert set(of_one["product_name"]) == {"Visual Studio Enterprise"}


def test_an_employee_finds_only_his_own_deeds(snap: Snapshot) -> None:
    own = run(snap, Request("history", TODAY), EMPLOYEE)
    assert own.select("actor", "deed").rows() == [("Émile 王小明", "request_advisory_hours")]


def test_a_benefit_is_listed_with_its_policy_and_its_dates_what_is_over_last(snap: Snapshot) -> None:
    rows = run(snap, Request("benefits", TODAY), Scope(("P-1",)))
    seats = rows.row(by_predicate=pl.col("entitlement_id") == "E-1", named=True)
    assert (seats["policy"], seats["held"], seats["assigned"]) == ("mpn-2020-10", 10, 5)
    over = rows["status"].is_in(["expired", "cancelled"])
    assert over.to_list() == sorted(over)
