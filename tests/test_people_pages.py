"""The pages of people, of the policies, and the button that takes a load back, as different people find them."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.rules.permissions import permissions
from pipelines.rules.policy import policy_names
from pipelines.store import Store
from pipelines.text import LANGUAGES, text
from tests.desk import Desk
from tests.page_visits import Visits, csv_of, words
from tests.role_cells import EMAIL, who_may
from tests.the_cast import EMAILS

NOBODY_LEADS = "Northwind has no Global admin"


def buttons(seen: AppTest, action: str) -> list[Any]:
    return [one for one in seen.button if str(one.key).startswith(f"deed.{action}.")]


def people(seen: AppTest) -> dict[str, tuple[str, str]]:
    """Roles and kind by e-mail, as the list has them."""
    rows = seen.dataframe[0].value.fillna("–").to_dict("records")
    return {row["email"]: (row["roles"], row["member_type"]) for row in rows}


def choose(seen: AppTest, cast: str) -> AppTest:
    return seen.selectbox(key="person").set_value(f"P-1:{EMAILS[cast]}").run()


def press(seen: AppTest, action: str) -> AppTest:
    [found] = buttons(seen, action)
    pressed: AppTest = found.click().run()
    return pressed


def fill(seen: AppTest, kind: str, label: str, value: object) -> None:
    [field] = [one for one in seen.get(kind) if one.label == label]
    field.set_value(value)


def pressed(seen: AppTest, label: str) -> AppTest:
    [button] = [one for one in seen.button if one.label == label]
    return button.click().run()


def test_a_person_is_added_is_in_the_list_at_once_and_in_the_history(visit: Visits) -> None:
    seen = visit("admin_agent", "people")
    fill(seen, "text_input", "E-mail", "Nora@contoso.example")
    fill(seen, "text_input", "Name", "Nora New")
    fill(seen, "selectbox", "Member or guest", "guest")
    seen = press(seen, "add_person")
    assert "Done: Person added. Receipt P-1-1" in words(seen)
    assert people(seen)["nora@contoso.example"] == ("–", "Guest")
    assert seen.dataframe[-1].value.iloc[0]["deed"] == "Person added"


def test_a_global_admin_changes_roles_that_act_at_once(visit: Visits) -> None:
    seen = choose(visit("global_admin", "people"), "employee")
    seen.multiselect[0].set_value(["admin_agent", "mpn_partner_admin"])
    seen = press(seen, "change_roles")
    assert people(seen)[EMAILS["employee"]] == ("Admin agent and MPN partner admin", "Member")
    assert not visit("employee", "people").error


def test_the_form_begins_with_the_roles_held_and_says_which_are_the_operators(visit: Visits) -> None:
    seen = choose(visit("global_admin", "people"), "admin_agent")
    assert seen.multiselect[0].value == ["admin_agent"]
    assert "Auditor" not in seen.multiselect[0].options
    assert "Stays as it is: Partner manager" in words(choose(seen, "manager"))


def test_a_refusal_names_the_rule_and_stands_in_the_history(visit: Visits) -> None:
    seen = choose(visit("global_admin", "people"), "global_admin")
    seen.multiselect[0].set_value([])
    said = words(press(seen, "change_roles"))
    assert "This person is the partner's only Global admin" in said
    assert "Rule change_roles.last_global_admin" in said


def test_a_form_that_is_not_for_the_reader_says_who_can(visit: Visits) -> None:
    seen = visit("user_admin", "people")
    said = words(seen)
    assert "It takes one of: Global admin. At Contoso these people can: Gloria Admin." in said
    assert [one.disabled for one in buttons(seen, "change_roles")] == [True]
    assert [one.disabled for one in buttons(seen, "add_person")] == [False]


def test_who_leads_a_partner_is_said_and_that_nobody_does(visit: Visits) -> None:
    assert "Global admins of Contoso: Gloria Admin." in words(visit("user_admin", "people"))
    store = Store(visit.home)
    Desk(store, visit.home.parent).loaded("partner_id,email,name\nP-3,nils@northwind.example,Nils\n")
    store.close()
    assert NOBODY_LEADS in words(visit("finance", "people", partner="P-3"))
    assert NOBODY_LEADS not in words(visit("finance", "people", partner="P-1"))


def test_people_of_every_partner_are_the_operators(visit: Visits) -> None:
    seen = visit("finance", "people")
    seen = seen.selectbox(key="person").set_value(f"*:{EMAILS['auditor']}").run()
    assert "Aud Auditor has a role for every partner" in words(seen)
    assert not buttons(seen, "remove_person")


def test_the_list_can_be_taken_away_in_the_layout_of_the_template(visit: Visits) -> None:
    visit("global_admin", "people")
    layouts = [csv_of(content) for name, content in visit.reports.items() if name.endswith(".csv")]
    template = ["partner_id", "email", "name", "member_type", "in_directory", "roles"]
    assert template in [frame.columns for frame in layouts]
    assert {partner for frame in layouts for partner in frame["partner_id"]} == {"P-1"}


@pytest.mark.parametrize("policy", policy_names())
def test_the_matrix_shows_what_the_rules_say_and_the_table_of_the_tests_agrees(visit: Visits, policy: str) -> None:
    seen = visit("auditor", "policy", policy=policy)
    shown = seen.dataframe[0].value
    assert len(shown) == permissions().filter(policy=policy).height
    rows = csv_of(next(content for name, content in visit.files.items() if name.startswith("permissions")))
    for row in rows.to_dicts():
        told = {role for role in EMAIL if row.get(role) == "true"} | (
            {"employee"} if row["member"] == "true" else set()
        )
        in_table = who_may(row["action"], policy) - {"guest", "stranger"}
        assert told == in_table or row["action"] == "verify_contact", row


def test_the_tables_of_the_policies_are_searched_together(visit: Visits) -> None:
    seen = visit("auditor", "policy")
    visit.files.clear()
    seen = seen.text_input(key="search").set_value("ROW 57").run()
    assert [len(table.value) for table in seen.dataframe] == [0, 0, 2]
    found = [csv_of(content) for name, content in visit.files.items() if name.endswith(".csv")]
    assert sorted(number for frame in found for number in frame.get_column("number", default=[])) == [
        "seat_clock",
        "seat_lock_days",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_and_action_has_words(visit: Visits, language: str) -> None:
    seen = visit("auditor", "policy", language=language)
    assert not seen.exception
    assert not any(one.value.isna().to_numpy()[:, 0].any() for one in seen.dataframe)


def test_a_load_is_taken_back_on_the_page_after_a_second_thought(visit: Visits) -> None:
    store = Store(visit.home)
    Desk(store, visit.home.parent).loaded("partner_id,email,name\nP-1,nora@contoso.example,Nora\n")
    store.close()
    seen = visit("finance", "loads")
    assert "Load 2 is taken back, for everybody" in words(seen)
    seen = pressed(seen, text("loads.rollback.go"))
    assert "Tick the box first" in words(seen)
    [sure] = [one for one in seen.checkbox if one.label == text("loads.rollback.sure")]
    sure.check()
    seen = pressed(seen, text("loads.rollback.go"))
    assert "Load 2 is taken back; snapshot 1 is live again." in words(seen)
    assert "snapshot 1" in seen.caption[0].value


def test_whoever_takes_back_what_another_has_taken_back_is_told_so_where_nothing_is_left(visit: Visits) -> None:
    store = Store(visit.home)
    Desk(store, visit.home.parent).loaded("partner_id,email,name\nP-1,nora@contoso.example,Nora\n")
    seen = visit("finance", "loads")
    [sure] = [one for one in seen.checkbox if one.label == text("loads.rollback.sure")]
    sure.check()
    store.rollback()
    store.close()
    seen = pressed(seen, text("loads.rollback.go"))
    assert "the data changed" in words(seen)
    assert "taken back, for everybody" not in words(seen)


@pytest.mark.parametrize("cast", ["global_admin", "auditor", "manager"])
def test_who_has_no_role_at_every_partner_is_not_offered_to_take_a_load_back(visit: Visits, cast: str) -> None:
    store = Store(visit.home)
    Desk(store, visit.home.parent).loaded("partner_id,email,name\nP-1,nora@contoso.example,Nora\n")
    store.close()
    seen = visit(cast, "loads")
    assert not seen.exception
    assert "taken back" not in words(seen)
