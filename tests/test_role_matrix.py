"""Role by action: every cell of a table written from source rows 15-26, for rules, commands, pages and command line."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.people import find_person
from pipelines.actions import ACTIONS, OF_NO_PARTNER, Refused, act
from pipelines.actions.facts import facts_of
from pipelines.rules.model import FILE_FORMATS
from pipelines.rules.policy import policies
from pipelines.rules.rows import RULES
from pipelines.store import Store
from tests.backend import copied
from tests.page_visits import FAMILIES, Visits, visiting, words
from tests.role_cells import CAST, EMAIL, HELD, about, furnished, order, rows, sample, who_may
from tests.terminal import Terminal
from tests.the_cast import TODAY

FILES = (*(f"load:{name}" for name in FILE_FORMATS), "rollback")
# Whose right is not the role: the mailed link, which the samples do not have.
BY_LINK = "verify_contact"
# What belongs to no partner has its cells tried in tests of its own: test_tokens.py, test_sessions.py …
EVERY = (*ACTIONS, *OF_NO_PARTNER)
FORMS = [name for name in ACTIONS if name != BY_LINK]
# The pages with forms, and what P-1 has no benefit for: it holds none under the policies with the older flow.
FORM_PAGES = (*FAMILIES, "credits", "membership", "requests", "people", "onboarding")
OLDER = {"assign_support"}
RULE = re.compile(r"Rule ([a-z_]+\.[a-z_]+)")


@pytest.fixture(scope="module")
def furnished_home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = copied(cast_files, tmp_path_factory.mktemp("matrix") / "home")
    return home, furnished(home)


@pytest.fixture
def furnished_terminal(
    furnished_home: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Terminal:
    return Terminal(furnished_home[0], monkeypatch, capsysbinary)


@pytest.fixture
def desk(furnished_home: tuple[Path, str]) -> Iterator[tuple[Store, str]]:
    home, request = furnished_home
    store = Store(home)
    yield store, request
    store.close()


def broken(action: str) -> str:
    return f"{action}.role"


def test_every_action_and_every_file_has_a_row_and_there_is_no_other() -> None:
    assert {row.action for row in rows()} == {*EVERY, *FILES} == {rule.action for rule in RULES}


def test_every_action_has_exactly_one_rule_about_who_may_do_it() -> None:
    permissions = [rule.action for rule in RULES if rule.kind == "permission"]
    assert sorted(permissions) == sorted({*EVERY, *FILES})


@pytest.mark.parametrize("policy", policies()["policy"])
def test_the_rules_give_each_role_what_the_table_says_under_each_policy(policy: str, desk: tuple[Store, str]) -> None:
    with desk[0].snapshot() as snapshot:
        found = [facts_of(snapshot, ACTIONS["add_person"], one, "P-1", None, TODAY) for one in EMAIL.values()]
    facts = pl.concat(found).with_columns(
        policy=pl.lit(policy), given_token_known=pl.lit(value=True), role=pl.Series(list(EMAIL))
    )
    facts = facts.join(policies(), on="policy")
    for rule in (rule for rule in RULES if rule.kind == "permission"):
        allowed = facts.filter(rule.holds.fill_null(value=False))["role"]
        assert set(allowed) == who_may(rule.action, policy), rule.id


@pytest.mark.parametrize("role", EMAIL)
def test_a_command_is_refused_for_want_of_the_role_and_only_then(role: str, desk: tuple[Store, str]) -> None:
    store, request = desk
    for name in FORMS:
        outcome = act(store, order(name, EMAIL[role], about(ACTIONS[name], request)))
        told = [one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []
        assert (broken(name) in told) == (role not in who_may(name)), (name, outcome)


@pytest.mark.parametrize("role", EMAIL)
def test_files_are_loaded_and_taken_back_by_the_roles_of_the_table(role: str, desk: tuple[Store, str]) -> None:
    with desk[0].snapshot() as snapshot:
        person = find_person(snapshot, EMAIL[role], "en")
    may = {name for name in FILES if person and person.may(name)}
    everywhere = bool(person and "*" in person.roles)
    assert may == {name for name in FILES if role in who_may(name) and (everywhere or name != "rollback")}


def judged_here() -> None:
    """A page that says which actions want a role of its reader."""
    import json
    import os

    import streamlit as st

    from pages.ui import possible, session
    from pipelines.actions import ACTIONS
    from tests.role_cells import about

    with session.page_run():
        for name, action in ACTIONS.items():
            if name != "verify_contact":
                found = possible.broken(name, "P-1", about(action, os.environ["MATRIX_REQUEST"]))
                st.text(json.dumps([name, [one.rule.id for one in found]]))


@pytest.fixture
def visit(furnished_home: tuple[Path, str]) -> Iterator[Visits]:
    with visiting(furnished_home[0]) as visits:
        visits.patch.setenv("MATRIX_REQUEST", furnished_home[1])
        visits.patch.setenv("BENEFITS_HOME", str(furnished_home[0]))
        yield visits


@pytest.mark.parametrize("role", [role for role in EMAIL if role != "stranger"])
def test_a_page_draws_a_form_without_its_button_for_want_of_the_role_and_only_then(visit: Visits, role: str) -> None:
    visit.patch.setattr("pages.ui.identity.who", lambda headers, cookies, settings: EMAIL[role])
    at = AppTest.from_function(judged_here, default_timeout=60).run()
    assert not at.exception
    told = dict(json.loads(one.value) for one in at.text)
    assert {name for name in FORMS if broken(name) not in told[name]} == {n for n in FORMS if role in who_may(n)}


@pytest.mark.parametrize("role", EMAIL)
def test_the_command_line_lists_what_a_role_may_as_the_table_says(furnished_terminal: Terminal, role: str) -> None:
    told = furnished_terminal.run("can", "--as", EMAIL[role], "--format", "json").json
    here = [one for one in told if one["partner"] == "P-1" and one["action"] in FORMS]
    assert {one["action"] for one in here} == ({*FORMS} if role != "stranger" else set())
    for one in here:
        wants = broken(one["action"]) in [why["rule"] for why in one["broken"]]
        assert wants == (role not in who_may(one["action"])), one


@pytest.mark.parametrize("name", FORMS)
def test_the_command_line_does_an_action_for_one_role_and_refuses_another(
    furnished_terminal: Terminal, furnished_home: tuple[Path, str], name: str
) -> None:
    thing = about(ACTIONS[name], furnished_home[1])
    for role in ("global_admin", "auditor"):
        told = furnished_terminal.run(*command(name, EMAIL[role], thing))
        assert (broken(name) in told.json["rules"]) == (role not in who_may(name)), told
        assert told.code == {"done": 0, "refused": 4}[told.json["outcome"]]


def command(name: str, email: str, thing: str | None) -> list[str]:
    """`benefits act` with a form's sample, tried only."""
    given = {"partner": "P-1"} | sample(ACTIONS[name])
    named = {"membership": "offer", "request": "request"}.get(ACTIONS[name].about)
    sets = [f"--set={key}={value}" for key, value in (given | ({named: str(thing)} if named else {})).items()]
    where = [f"--entitlement={thing}"] if ACTIONS[name].about == "entitlement" else []
    return ["act", name, "--as", email, "--dry-run", "--format=json", *where, *sets]


@pytest.mark.parametrize("role", ["global_admin", "admin_agent", "auditor", "employee"])
def test_the_forms_on_the_pages_have_a_button_or_the_sentence_about_the_role(visit: Visits, role: str) -> None:
    drawn: set[str] = set()
    for page in FORM_PAGES:
        seen = visit(CAST[role], page, partner="P-1", entitlement=HELD.get(page, ""))
        assert not seen.exception, page
        wanted = set(RULE.findall(words(seen)))
        for button in seen.button:
            kind, _, rest = str(button.key).partition(".")
            if kind == "deed":
                name = rest.partition(".")[0]
                drawn.add(name)
                assert (broken(name) in wanted) == (role not in who_may(name)), (page, name)
                assert button.disabled or role in who_may(name), (page, name)
    assert drawn >= set(FORMS) - OLDER or role == "employee"
