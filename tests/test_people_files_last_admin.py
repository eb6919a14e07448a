"""No file of people takes the role Global admin from anybody, and no load is taken back that a partner's last one came
with: no partner is left without."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pages.ui.incoming import loader
from pages.ui.people import find_person
from pipelines.actions import Done, Order, Refused, act, sentence
from pipelines.actions.take_back import TakenBack, take_back
from pipelines.ingest import Loader, LoadReport
from pipelines.rules.decide import decide
from pipelines.store import Store
from pipelines.text import text
from tests.desk import Desk, cells, told
from tests.page_visits import Visits, words
from tests.the_cast import EMAILS, NOW, TODAY

HEADER = "partner_id,email,name,member_type,in_directory,roles\n"
ADMIN, SECOND = EMAILS["global_admin"], EMAILS["mpn_admin"]
OF_P1 = "SELECT email FROM person_now WHERE partner_id = 'P-1' AND list_contains(roles, 'global_admin') ORDER BY email"
BY_DEED = "SELECT partner_id, email FROM person_stated"


@pytest.fixture
def desk(cast_home: Path, tmp_path: Path) -> Iterator[Desk]:
    store = Store(cast_home)
    yield Desk(store, tmp_path)
    store.close()


def line(email: str, roles: str) -> str:
    return f"P-1,{email},Somebody,member,yes,{roles}\n"


def admin(desk: Desk) -> Loader:
    """The Global admin, who loads as the page lets him."""
    with desk.store.snapshot() as snapshot:
        found = find_person(snapshot, ADMIN, "en")
    assert found is not None
    return loader(found, [(str(partner), str(email)) for partner, email in desk.rows(BY_DEED)])


def loads(desk: Desk, *lines: str, keep_good: bool = False) -> LoadReport:
    return desk.load(HEADER + "".join(lines), loader=admin(desk), keep_good=keep_good)


def leaders(desk: Desk) -> list[object]:
    return [row[0] for row in desk.rows(OF_P1)]


def changes(desk: Desk, actor: str, person: str, roles: str) -> Done | Refused:
    order = Order(
        "change_roles", actor, "P-1", None, {"person": person, "roles": roles}, f"{actor}{person}", NOW, TODAY
    )
    outcome = act(desk.store, order)
    assert isinstance(outcome, Done | Refused)
    return outcome


@pytest.mark.parametrize("roles", ["", "admin_agent", "mpn_partner_admin;user_management_admin"])
def test_a_global_admin_cannot_take_the_last_ones_role_by_file(desk: Desk, roles: str) -> None:
    report = loads(desk, line(ADMIN, roles))
    assert cells(report) == [(2, "roles", roles or None)]
    assert "a file takes this role from nobody; page People does" in told(report)[0]
    assert leaders(desk) == [ADMIN]


def test_of_a_file_that_hands_over_the_new_one_is_set_and_the_old_one_stays(desk: Desk) -> None:
    report = loads(desk, line(SECOND, "global_admin"), line(ADMIN, ""), keep_good=True)
    assert (report.status, cells(report)) == ("loaded", [(3, "roles", None)])
    assert leaders(desk) == [ADMIN, SECOND]


def test_a_file_that_leaves_the_role_may_change_the_others(desk: Desk) -> None:
    assert loads(desk, line(ADMIN, "global_admin;admin_agent"), line(SECOND, "admin_agent")).status == "loaded"
    assert leaders(desk) == [ADMIN]


def test_a_file_without_roles_leaves_them(desk: Desk) -> None:
    report = desk.load(f"partner_id,email,name\nP-1,{ADMIN},Gloria\n", loader=admin(desk))
    assert report.status == "loaded"
    assert leaders(desk) == [ADMIN]


def test_a_file_and_a_form_at_once_leave_one(desk: Desk) -> None:
    """The file is read by who does not see yet what the form does meanwhile."""
    loads(desk, line(SECOND, "global_admin"))
    early = admin(desk)
    assert isinstance(changes(desk, ADMIN, SECOND, ""), Done)
    assert desk.load(HEADER + line(ADMIN, ""), loader=early).status == "refused"
    assert leaders(desk) == [ADMIN]


def test_what_a_form_took_a_file_may_repeat(desk: Desk) -> None:
    loads(desk, line(SECOND, "global_admin"))
    assert isinstance(changes(desk, ADMIN, SECOND, "admin_agent"), Done)
    assert loads(desk, line(SECOND, "admin_agent")).status == "loaded"
    assert leaders(desk) == [ADMIN]


def test_the_form_keeps_the_last_one_too(desk: Desk) -> None:
    outcome = changes(desk, ADMIN, ADMIN, "")
    assert isinstance(outcome, Refused)
    assert [one.rule.id for one in outcome.broken] == ["change_roles.last_global_admin"]


def test_the_operator_may_by_file(desk: Desk) -> None:
    assert desk.load(HEADER + line(ADMIN, "")).status == "loaded"
    assert leaders(desk) == []


def test_a_load_that_the_last_one_came_with_is_not_taken_back(desk: Desk) -> None:
    loads(desk, line(SECOND, "global_admin"))
    assert isinstance(changes(desk, SECOND, ADMIN, "admin_agent"), Done)
    refused = take_back(desk.store, EMAILS["finance"], 2, "r-1", NOW, TODAY)
    assert isinstance(refused, Refused)
    assert [one.rule.id for one in refused.broken] == ["rollback.last_global_admin"]
    assert "no Global admin any more: P-1." in sentence(refused.broken[0])
    assert leaders(desk) == [SECOND]


def test_a_load_that_took_nobodys_lead_is_taken_back(desk: Desk) -> None:
    loads(desk, line(SECOND, "global_admin"))
    assert take_back(desk.store, EMAILS["finance"], 2, "r-1", NOW, TODAY) == TakenBack(2, 1)
    assert leaders(desk) == [ADMIN]


def test_each_rule_about_the_last_one_is_broken_alone() -> None:
    facts = {
        "policy": ["mpn-2020-10"],
        "partner_id": ["*"],
        "actor_roles": [["finance"]],
        "given_left_alone": [["P-1"]],
    }
    assert decide(pl.DataFrame(facts), "rollback")["broken"].to_list() == [["rollback.last_global_admin"]]


def test_the_page_names_the_cell_and_does_not_load(visit: Visits) -> None:
    seen = visit("global_admin", "loads")
    seen.file_uploader[0].set_value([("people.csv", (HEADER + line(ADMIN, "")).encode(), "text/csv")])
    seen.run()
    assert text("expected.global_admin_stays") in words(seen)
    assert seen.button(key="loads.go").disabled
