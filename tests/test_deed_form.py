"""A form is one deed: what it does, what it says when it cannot, and what it says when somebody was faster."""

from datetime import date

import polars as pl
import pytest
import streamlit as st

from pages.ui.session import store
from pipelines.actions import ACTIONS, Done, Order, act
from pipelines.rules.decide import rules_of
from pipelines.text import LANGUAGES, catalog
from tests.forms import Form, captions, warnings
from tests.page_visits import Visits
from tests.the_cast import EMAILS, NOW, TODAY

SEATS = {"entitlement": "E-1"}
FREE, HOLDER = EMAILS["user_admin"], EMAILS["employee"]
# Roles that may look at the forms of a Visual Studio benefit and not use them.
ONLY_LOOKING = ("admin_agent", "user_admin", "manager", "finance", "auditor", "employee", "guest")
OF_SEATS = ("assign_seat", "reassign_seat", "remove_seat")


def deeds() -> pl.DataFrame:
    """Every row of the ledger."""
    with store().snapshot() as snapshot:
        return snapshot.ledger.query("FROM deed ORDER BY stream_id, version")


def assign(cast: str, email: str, request_id: str) -> None:
    """Somebody else assigns a seat meanwhile."""
    order = Order("assign_seat", EMAILS[cast], "P-1", "E-1", {"person": email}, request_id, NOW, TODAY, via="terminal")
    assert isinstance(act(store(), order), Done)


def test_a_form_that_is_sent_is_one_deed_with_a_receipt_and_a_new_form(visit: Visits) -> None:
    drawn = visit("global_admin", "visual_studio", **SEATS)
    seen = Form(drawn, "assign_seat").send(person=FREE)
    assert "Done: Seat assigned. Receipt P-1-1," in seen.success[0].value.replace("\\", "")
    assert deeds().select("version", "action", "outcome", "via", "on_day").rows() == [
        (1, "assign_seat", "done", "page", TODAY)
    ]
    assert Form(seen, "assign_seat").field("person").value is None
    assert "5 assigned" in captions(seen)


def test_a_second_click_before_the_answer_is_the_same_deed(visit: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = visit("global_admin", "visual_studio", **SEATS)
    with monkeypatch.context() as cut:
        # The first run ends right behind the deed, as it does when a click cuts in.
        cut.setattr(st, "rerun", st.stop)
        once = Form(drawn, "assign_seat").send(person=FREE)
        assert not once.success
    twice = Form(once, "assign_seat").send()
    assert "Receipt P-1-1," in twice.success[0].value.replace("\\", "")
    assert deeds().height == 1


def test_sent_again_after_its_receipt_a_form_asks_anew(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio", **SEATS), "assign_seat").send(person=FREE)
    seen = Form(seen, "assign_seat").send(person=FREE)
    assert not seen.success
    assert "assign_seat.not_holder" in captions(seen)
    assert deeds()["outcome"].to_list() == ["done", "refused"]


def test_a_refusal_says_its_sentence_its_rule_and_its_source_and_keeps_what_was_filled_in(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio", **SEATS), "assign_seat").send(person=HOLDER)
    [rule] = [rule for rule in rules_of("assign_seat") if rule.id == "assign_seat.not_holder"]
    assert warnings(seen)
    assert f"Rule {rule.id} · {rule.source}" in captions(seen)
    assert not seen.error
    assert Form(seen, "assign_seat").field("person").value == HOLDER
    seen = Form(seen, "assign_seat").send(person=FREE)
    assert seen.success
    assert not seen.warning


def test_a_stale_form_says_who_did_what_and_when(visit: Visits) -> None:
    drawn = visit("global_admin", "visual_studio", **SEATS)
    assign("mpn_admin", EMAILS["admin_agent"], "meanwhile")
    seen = Form(drawn, "assign_seat").send(person=FREE)
    assert "Marta Partner did this: Seat assigned (15 Jun 2026, 09:00 UTC)" in warnings(seen)
    assert deeds().height == 1
    assert Form(seen, "assign_seat").send(person=FREE).success


@pytest.mark.parametrize("cast", ONLY_LOOKING)
def test_who_lacks_the_role_sees_why_and_who_has_it(visit: Visits, cast: str) -> None:
    seen = visit(cast, "visual_studio", **SEATS)
    assert all(Form(seen, action).disabled for action in OF_SEATS)
    assert not any(Form(seen, action).fields for action in OF_SEATS)
    assert captions(seen).count("Gloria Admin and Marta Partner") >= len(OF_SEATS)
    assert "Otto" not in captions(seen)
    assert "Rule assign_seat.role · " in captions(seen)


def test_who_has_the_role_can_use_the_forms(visit: Visits) -> None:
    for cast in ("global_admin", "mpn_admin"):
        seen = visit(cast, "visual_studio", **SEATS)
        assert not any(Form(seen, action).disabled for action in OF_SEATS)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "E-mail: found nowhere, expected an e-mail address."),
        ("zh-Hans", "电子邮件："),
        ("zh-Hant", "電子郵件："),
    ],
)
def test_words_that_cannot_be_read_are_named(visit: Visits, language: str, said: str) -> None:
    drawn = visit("global_admin", "visual_studio", language, **SEATS)
    seen = Form(drawn, "add_person", language).send(email="nowhere", name="Nobody", member_type="member")
    assert seen.error[0].value.replace("\\", "").startswith(said)
    assert deeds().is_empty()


def test_a_field_that_has_to_be_filled_in_is_named(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio", **SEATS), "assign_seat").send()
    assert seen.error[0].value.startswith("Person")
    assert deeds().is_empty()


def test_a_person_who_is_missing_is_added_and_can_be_chosen(visit: Visits) -> None:
    drawn = visit("global_admin", "visual_studio", **SEATS)
    told = {"email": "new@contoso.example", "name": "Nora New", "member_type": "member", "in_directory": True}
    seen = Form(drawn, "add_person").send(**told)
    assert "Nora New · new@contoso.example" in Form(seen, "assign_seat").field("person").options
    assert Form(seen, "assign_seat").send(person="new@contoso.example").success


def test_no_address_moves_the_day_of_a_deed(visit: Visits) -> None:
    at_the_partner = date(2026, 9, 9)
    visit.patch.delenv("BENEFITS_AS_OF")
    visit.patch.setattr("pipelines.store.day.day_at", lambda *_: at_the_partner)
    drawn = visit("global_admin", "people", as_of="2026-06-15")
    assert "as of 15 Jun 2026" in captions(drawn)
    told = {"email": "new@contoso.example", "name": "Nora New", "member_type": "member", "in_directory": True}
    Form(drawn, "add_person").send(**told)
    assert deeds()["on_day"].to_list() == [at_the_partner]


def test_what_becomes_of_a_form_that_goes_with_its_deed_is_said_at_the_top(visit: Visits) -> None:
    drawn = visit("global_admin", "people")
    told = {"email": "new@contoso.example", "name": "Aaron New", "member_type": "member", "in_directory": True}
    seen = Form(drawn, "add_person").send(**told)
    person = next(one for one in seen.selectbox if any("Aaron New" in option for option in one.options))
    seen = person.set_value(next(option for option in person.options if "Aaron New" in option)).run()
    seen = Form(seen, "remove_person").send()
    assert seen.success[0].value.replace("\\", "").startswith("Done: Person removed.")


def test_a_receipt_is_forgotten_on_another_page(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio", **SEATS), "assign_seat").send(person=FREE)
    assert seen.success
    seen.switch_page("benefits/software.py").run()
    seen.switch_page("benefits/visual_studio.py").run()
    assert not seen.success


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_every_form_has_words(language: str) -> None:
    fields = [field for action in ACTIONS.values() for field in action.fields]
    keys = {f"choice.{field.name}.{code}" for field in fields for code in field.choices}
    assert keys <= set(catalog(language))
