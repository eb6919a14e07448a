"""The requests desk: what waits and for how long, answered by form or by file, withdrawn."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.done import Deeds
from tests.forms import Form, captions, warnings
from tests.page_visits import Visits, csv_of, visiting, words


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    made = Deeds(cast_home)
    made.load("entitlement_id,partner_id,offer,product,quantity\nT-1,P-1,gold,cloud-support-incidents,10\n")
    made.number("activate_support", "T-1")
    yield made
    made.close()


@pytest.fixture
def visit(deeds: Deeds) -> Iterator[Visits]:
    with visiting(deeds.store.home.path) as visits:
        yield visits


def test_what_waits_is_listed_with_its_age_and_its_forms(visit: Visits) -> None:
    visit.patch.setenv("BENEFITS_AS_OF", "2026-06-20")
    seen = visit("global_admin", "requests")
    assert "1 waiting for an answer, the oldest for 5 days." in captions(seen)
    assert "P-1-R1 · Activation · Cloud support incidents · Contoso" in captions(seen)
    assert not Form(seen, "record_answer").disabled
    assert not Form(seen, "withdraw_request").disabled


def test_an_answer_without_its_ids_is_refused_then_written_down(visit: Visits) -> None:
    form = Form(visit("global_admin", "requests"), "record_answer")
    seen = form.send(outcome="accepted", access_id="123", contract_id="987654321")
    assert "nine digits" in warnings(seen)
    assert "Rule record_answer.ids · S2 row 65; domain-facts 2.2" in captions(seen)
    assert "Rule record_answer.active_from" in captions(seen)
    done = Form(seen, "record_answer").send(access_id="123456789", active_from=date(2026, 6, 15))
    assert "Nothing waits for an answer." in captions(done)
    listed = visit("global_admin", "requests", state="all")
    assert "Answered" in words(listed)
    assert "Access ID 123456789" in captions(listed)


def test_a_withdrawn_request_leaves_the_list_of_what_waits(visit: Visits) -> None:
    seen = Form(visit("global_admin", "requests"), "withdraw_request").send()
    assert "Nothing waits for an answer." in captions(seen)
    assert "Withdrawn" in words(visit("global_admin", "requests", state="all"))


def test_who_may_not_answer_learns_who_can(visit: Visits) -> None:
    seen = visit("finance", "requests")
    assert Form(seen, "record_answer").disabled
    assert Form(seen, "withdraw_request").disabled
    assert "Gloria Admin and Marta Partner" in captions(seen)


def test_where_form_and_file_differ_the_desk_says_in_what(visit: Visits, deeds: Deeds) -> None:
    ids = {"access_id": "123456789", "contract_id": "987654321"}
    deeds.number("record_answer", "P-1-R1", outcome="accepted", active_from="2026-06-15", **ids)
    deeds.load("request_id,outcome,access_id,active_from\nP-1-R1,accepted,123456780,2026-06-15\nP-1-R9,declined,,\n")
    seen = visit("global_admin", "requests")
    assert "Form and file differ" in words(seen)
    assert "123456780" in words(seen)
    assert "P-1-R9" in words(seen)


def test_the_answers_are_offered_in_the_layout_of_their_template(visit: Visits, deeds: Deeds) -> None:
    deeds.number("record_answer", "P-1-R1", outcome="declined")
    visit("global_admin", "requests", state="all")
    (content,) = [content for content in visit.reports.values() if content.startswith(b"\xef\xbb\xbfrequest_id")]
    assert csv_of(content).select("request_id", "outcome").rows() == [("P-1-R1", "declined")]


def test_a_refund_is_granted_or_not_without_ids_and_dates(visit: Visits, deeds: Deeds) -> None:
    deeds.load("partner_id,offer,purchased_on,starts_on\nP-1,success-core-2026,2026-06-10,2026-06-10\n")
    number = deeds.number("request_refund", "success-core-2026", reason="not needed")
    form = Form(visit("global_admin", "requests", request=number), "record_answer")
    assert set(form.fields) == {"Outcome", "Note (optional)"}
    done = form.send(outcome="accepted")
    assert "1 waiting for an answer" in captions(done)


def test_an_employee_does_not_come_to_the_desk(visit: Visits) -> None:
    assert "Your role does not allow this" in visit("employee", "requests").error[0].value
