"""The page of technical benefits: activation, the ids, what was used and what is left, and advisory hours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.text import text
from tests.done import Deeds
from tests.forms import Form, captions, warnings
from tests.page_visits import Visits, csv_of, visiting, words
from tests.the_cast import EMAILS

INCIDENTS, HOURS = {"entitlement": "T-1"}, {"entitlement": "E-4"}
HELD = (
    "entitlement_id,partner_id,offer,product,quantity\n"
    "T-1,P-1,gold,cloud-support-incidents,10\nT-9,P-2,action-pack-2023,product-support-incidents,10\n"
)
IDS = {"access_id": "123456789", "contract_id": "987654321"}


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    made = Deeds(cast_home)
    made.load(HELD)
    yield made
    made.close()


@pytest.fixture
def visit(deeds: Deeds) -> Iterator[Visits]:
    with visiting(deeds.store.home.path) as visits:
        yield visits


def activated(deeds: Deeds) -> None:
    """The vendor's answer to the activation of the incidents."""
    number = deeds.number("activate_support", "T-1")
    deeds.number("record_answer", number, outcome="accepted", active_from="2026-06-15", **IDS)


def test_an_activation_is_asked_for_and_leads_to_the_desk(visit: Visits) -> None:
    seen = Form(visit("global_admin", "technical", **INCIDENTS), "activate_support").send()
    assert "Receipt P-1-R1" in seen.success[0].value.replace("\\", "")
    assert [link.proto.label.replace("\\", "") for link in seen.page_link] == ["Activation P-1-R1: waiting for 0 days"]
    assert Form(seen, "activate_support").disabled
    assert "Access ID and Contract ID appear here" in seen.info[0].value


def test_the_ids_stand_there_once_the_vendor_has_answered(visit: Visits, deeds: Deeds) -> None:
    activated(deeds)
    for cast in ("global_admin", "employee", "guest"):
        seen = visit(cast, "technical", **INCIDENTS)
        assert [one.value for one in seen.code] == list(IDS.values())


def test_the_form_that_activates_comes_first_until_the_benefit_is_active(visit: Visits, deeds: Deeds) -> None:
    forms = [text(f"action.{action}.button") for action in ("activate_support", "log_support_use")]

    def shown() -> list[str]:
        return [one.label for one in visit("global_admin", "technical", **INCIDENTS).button if one.label in forms]

    assert shown() == forms
    activated(deeds)
    assert shown() == forms[::-1]


def test_an_incident_is_written_down_and_what_is_left_falls(visit: Visits, deeds: Deeds) -> None:
    activated(deeds)
    before = visit("global_admin", "technical", **INCIDENTS)
    assert [one.value for one in before.metric] == ["10", "0", "10"]
    seen = Form(before, "log_support_use").send(product_area="azure", reference="C-1", title="No boot")
    assert [one.value for one in seen.metric] == ["10", "1", "9"]
    (template,) = [
        content for content in visit.reports.values() if content.startswith(b"\xef\xbb\xbfentitlement_id,kind")
    ]
    assert csv_of(template).select("entitlement_id", "kind", "reference").rows() == [("T-1", "incident", "C-1")]


def test_what_another_support_serves_is_refused_with_the_rule_and_the_table_of_types(visit: Visits) -> None:
    form = Form(visit("global_admin", "technical", **INCIDENTS), "log_support_use")
    seen = form.send(product_area="on_premises", reference="C-1")
    assert "does not serve this product area" in warnings(seen)
    assert "Rule log_support_use.served · S2 rows 69-71" in captions(seen)
    assert "Break-fix, cloud" in words(seen)


def test_an_employee_sees_the_benefit_without_its_counts_and_asks_for_hours(visit: Visits) -> None:
    seen = visit("employee", "technical", **HOURS)
    assert not seen.metric
    assert "10 held" not in captions(seen)
    form = Form(seen, "request_advisory_hours")
    assert form.field("country").value == "US"
    said = {"title": "Review", "description": "Please", "product": "azure", "phase": "design", "hours": "5"}
    done = form.send(**said, phone="+1 425 555 0100", time_zone="America/New_York")
    assert "Receipt P-1-R1" in done.success[0].value.replace("\\", "")


def test_more_than_25_hours_are_refused_and_what_was_filled_in_stays(visit: Visits) -> None:
    form = Form(visit("global_admin", "technical", **HOURS), "request_advisory_hours")
    said = {"title": "Review", "description": "Please", "product": "azure", "phase": "presales", "hours": "26"}
    seen = form.send(**said, phone="+1 425 555 0100", time_zone="America/New_York")
    assert "at most 25 hours" in warnings(seen)
    assert Form(seen, "request_advisory_hours").field("title").value == "Review"


def test_the_old_portal_has_no_form_that_presses(visit: Visits) -> None:
    seen = visit("other_admin", "technical", entitlement="T-9")
    assert Form(seen, "activate_support").disabled
    assert "Partner Frontline" in warnings(seen)


def test_the_older_policy_shows_the_older_form(visit: Visits, deeds: Deeds) -> None:
    deeds.load("partner_id,offer,starts_on,policy,ends_on\nP-1,gold,2025-07-01,mpn-2020-06,2026-06-30\n")
    form = Form(visit("global_admin", "technical", **INCIDENTS), "assign_support")
    seen = form.send(person=EMAILS["employee"], alternate_email=EMAILS["employee"])
    assert "must differ from the account" in warnings(seen)
    assert "Rule assign_support.alternate" in captions(seen)
    done = Form(seen, "assign_support").send(alternate_email="emile@else.example")
    assert "Receipt P-1-R" in done.success[0].value.replace("\\", "")
