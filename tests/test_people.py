"""People by deed and by file: the deeds have the last word on roles, and no file widens anybody's rights."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pages.ui.incoming import loader
from pages.ui.people import Person, find_person
from pipelines.actions import Changed, Done, Order, Outcome, Refused, act
from pipelines.actions.take_back import TakenBack, take_back
from pipelines.errors import BenefitsError
from pipelines.reports import Request, run
from pipelines.reports.export import to_csv
from pipelines.rules.model import APP_ROLES, PORTAL_ROLES, ROLES
from pipelines.store import EVERYTHING, Store
from tests.desk import Desk, cells, told
from tests.the_cast import EMAILS, NOW, TODAY

HEADER = "partner_id,email,name,member_type,in_directory,roles\n"
NEW = {"email": "Nora@Contoso.example", "name": "Nora New", "member_type": "guest", "in_directory": "no"}
NORA = "nora@contoso.example"
NUMBERS = count()
NOBODY = Person("", "", {}, "", "en")


@pytest.fixture
def desk(cast_home: Path, tmp_path: Path) -> Iterator[Desk]:
    store = Store(cast_home)
    yield Desk(store, tmp_path)
    store.close()


def does(desk: Desk, cast: str, action: str, **given: str) -> Outcome:
    number = next(NUMBERS)
    now = NOW + timedelta(minutes=number + 1)
    return act(desk.store, Order(action, EMAILS[cast], "P-1", None, given, f"{action}-{number}", now, TODAY))


def done(desk: Desk, cast: str, action: str, **given: str) -> None:
    outcome = does(desk, cast, action, **given)
    assert isinstance(outcome, Done), outcome


def refused_by(outcome: Outcome | TakenBack) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    return [one.rule.id for one in outcome.broken]


def person(desk: Desk, email: str, partner: str = "P-1") -> tuple[Any, ...]:
    """Name, kind, in the directory or not, roles, who stated them; nothing of a stranger."""
    with desk.store.snapshot() as snapshot:
        rows = snapshot.query(
            "SELECT name, member_type, in_directory, roles, origin FROM person_now"
            " WHERE email = $email AND partner_id = $partner",
            {"email": email, "partner": partner},
        ).rows()
    return rows[0] if rows else ()


def reader(desk: Desk, email: str) -> Person:
    """Who reads the app with this address; nobody has neither name nor roles."""
    with desk.store.snapshot() as snapshot:
        return find_person(snapshot, email, "en") or NOBODY


def test_who_is_added_is_there_at_once_with_what_the_form_said_and_without_a_role(desk: Desk) -> None:
    done(desk, "admin_agent", "add_person", **NEW)
    assert person(desk, NORA) == ("Nora New", "guest", False, [], "deed")
    known = reader(desk, NORA)
    assert (known.name, known.titles, dict(known.roles)) == ("Nora New", ("guest",), {"P-1": ()})


def test_who_is_added_is_in_the_directory_where_the_form_says_so(desk: Desk) -> None:
    done(desk, "admin_agent", "add_person", **NEW | {"in_directory": "yes"})
    assert person(desk, NORA) == ("Nora New", "guest", True, [], "deed")


def test_who_is_known_already_is_not_added_again(desk: Desk) -> None:
    done(desk, "admin_agent", "add_person", **NEW)
    assert refused_by(does(desk, "user_admin", "add_person", **NEW)) == ["add_person.known"]
    assert refused_by(does(desk, "admin_agent", "add_person", **NEW | {"email": EMAILS["guest"]})) == [
        "add_person.known"
    ]


@pytest.mark.parametrize(("name", "found"), [("email", "nobody"), ("member_type", "boss"), ("name", "")])
def test_a_person_that_cannot_be_read_is_told_by_field(desk: Desk, name: str, found: str) -> None:
    with pytest.raises(BenefitsError) as wrong:
        does(desk, "admin_agent", "add_person", **NEW | {name: found})
    assert wrong.value.facts["field"] == name


def test_an_unknown_role_is_told(desk: Desk) -> None:
    with pytest.raises(BenefitsError) as wrong:
        does(desk, "global_admin", "change_roles", person=EMAILS["employee"], roles="king")
    assert wrong.value.facts["found"] == "king"


def test_a_file_says_who_somebody_is_and_no_more_which_roles_once_a_deed_did(desk: Desk) -> None:
    before = Order("add_person", EMAILS["admin_agent"], "P-1", None, NEW, "before", NOW - timedelta(days=1), TODAY)
    assert isinstance(act(desk.store, before), Done)
    desk.loaded(f"{HEADER}P-1,{NORA},Nora Newer,member,yes,global_admin\n")
    assert person(desk, NORA) == ("Nora Newer", "member", True, [], "deed")


def test_changed_roles_act_at_once_and_stay_whatever_a_file_says(desk: Desk) -> None:
    before = reader(desk, EMAILS["user_admin"])
    assert before.may("load:people")
    done(desk, "global_admin", "change_roles", person=EMAILS["user_admin"])
    after = reader(desk, EMAILS["user_admin"])
    assert not after.may("load:people")
    desk.loaded(f"{HEADER}P-1,{EMAILS['user_admin']},Ursula,member,yes,global_admin\n")
    assert person(desk, EMAILS["user_admin"]) == ("Ursula", "member", True, [], "deed")


def test_the_roles_of_this_application_stay_the_operators_by_file(desk: Desk) -> None:
    desk.loaded(f"{HEADER}P-1,{EMAILS['employee']},E,member,yes,{';'.join(ROLES)}\n")
    done(desk, "global_admin", "change_roles", person=EMAILS["employee"], roles="admin_agent")
    kept = person(desk, EMAILS["employee"])
    assert sorted(kept[3]) == sorted(["admin_agent", *APP_ROLES])
    desk.loaded(f"{HEADER}P-1,{EMAILS['employee']},E,member,yes,auditor\n")
    assert person(desk, EMAILS["employee"]) == ("E", "member", True, ["admin_agent", "auditor"], "deed")


def test_who_is_removed_is_gone_even_where_a_file_repeats_him(desk: Desk) -> None:
    done(desk, "global_admin", "remove_person", person=EMAILS["mpn_admin"])
    assert reader(desk, EMAILS["mpn_admin"]) is NOBODY
    desk.loaded(f"{HEADER}P-1,{EMAILS['mpn_admin']},Marta,member,yes,global_admin\n")
    assert person(desk, EMAILS["mpn_admin"]) == ()
    assert reader(desk, EMAILS["mpn_admin"]) is NOBODY


def test_who_is_added_again_does_not_get_back_the_roles_of_a_file(desk: Desk) -> None:
    done(desk, "global_admin", "remove_person", person=EMAILS["mpn_admin"])
    done(desk, "user_admin", "add_person", **NEW | {"email": EMAILS["mpn_admin"], "name": "Marta again"})
    assert person(desk, EMAILS["mpn_admin"]) == ("Marta again", "guest", False, [], "deed")


def test_a_deed_at_one_partner_says_nothing_of_another(desk: Desk) -> None:
    done(desk, "global_admin", "change_roles", person=EMAILS["manager"], roles="admin_agent")
    here, there = person(desk, EMAILS["manager"]), person(desk, EMAILS["manager"], "P-2")
    assert here[3:] == (["admin_agent", "partner_manager"], "deed")
    assert there[3:] == (["partner_manager"], "file")


def test_somebody_who_holds_a_seat_or_a_duty_is_not_removed(desk: Desk) -> None:
    outcome = does(desk, "user_admin", "remove_person", person=EMAILS["employee"])
    assert refused_by(outcome) == ["remove_person.holds"]
    assert isinstance(outcome, Refused)
    assert outcome.broken[0].facts["given_person_holds"] == 1
    contact = {"other_email": "x@y.example", "phone": "+49 30 1234567", "preferred_language": "en"}
    done(desk, "global_admin", "set_marketing_contact", person=EMAILS["user_admin"], **contact)
    assert "remove_person.holds" in refused_by(does(desk, "global_admin", "remove_person", person=EMAILS["user_admin"]))


def test_deeds_and_refusals_name_nobody_in_the_ledger_but_by_id(desk: Desk) -> None:
    done(desk, "admin_agent", "add_person", **NEW)
    does(desk, "admin_agent", "add_person", **NEW)
    for email in (NORA, EMAILS["global_admin"], EMAILS["guest"], EMAILS["manager"], "who@nowhere.example"):
        does(desk, "global_admin", "change_roles", person=email, roles="admin_agent;finance")
        does(desk, "global_admin", "remove_person", person=email)
    kept = desk.rows("SELECT concat_ws(' ', subject, details, actor) FROM deed")
    assert not [row for row in kept if "@" in str(row) or "Nora" in str(row)]


def test_a_partner_keeps_a_global_admin_who_hands_over_first(desk: Desk) -> None:
    away = {"person": EMAILS["global_admin"], "roles": ""}
    assert refused_by(does(desk, "global_admin", "change_roles", **away)) == ["change_roles.last_global_admin"]
    done(desk, "global_admin", "change_roles", person=EMAILS["mpn_admin"], roles="global_admin")
    done(desk, "global_admin", "change_roles", **away)
    assert refused_by(does(desk, "global_admin", "add_person", **NEW)) == ["add_person.role"]


def test_a_form_drawn_before_the_roles_were_changed_is_told_so(desk: Desk) -> None:
    done(desk, "global_admin", "change_roles", person=EMAILS["employee"], roles="admin_agent")
    given = {"person": EMAILS["employee"], "roles": ""}
    order = Order("change_roles", EMAILS["global_admin"], "P-1", None, given, "late", NOW, TODAY, seen=0)
    assert isinstance(act(desk.store, order), Changed)


@pytest.mark.parametrize("cast", ["user_admin", "admin_agent"])
@pytest.mark.parametrize("keep_good", [False, True])
def test_a_people_file_that_raises_its_own_loaders_rights_changes_nothing(
    desk: Desk, cast: str, keep_good: bool
) -> None:
    before, self_made = person(desk, EMAILS[cast]), reader(desk, EMAILS[cast])
    for roles in ("global_admin", "mpn_partner_admin;global_admin", "finance", ";".join(ROLES)):
        report = desk.load(
            f"{HEADER}P-1,{EMAILS[cast]},Me,member,yes,{roles}\n", loader=loader(self_made), keep_good=keep_good
        )
        assert [place[:2] for place in cells(report)] == [(2, "roles")]
        assert person(desk, EMAILS[cast]) == before


@pytest.mark.parametrize("cast", ["mpn_admin", "manager", "finance"])
def test_who_may_not_add_people_by_a_form_does_not_by_a_file(desk: Desk, cast: str) -> None:
    known = reader(desk, EMAILS[cast])
    report = desk.load(f"{HEADER}P-1,{NORA},Nora,member,yes,\n", loader=loader(known))
    assert told(report)[0].startswith("You may not load people")
    assert person(desk, NORA) == ()


def test_a_global_admin_gives_by_file_what_he_gives_by_form_and_only_while_he_is_one(desk: Desk) -> None:
    admin = reader(desk, EMAILS["global_admin"])
    line = f"{HEADER}P-1,{NORA},Nora,member,yes,{{}}\n"
    assert desk.load(line.format(";".join(PORTAL_ROLES)), loader=loader(admin)).status == "loaded"
    assert desk.load(line.format("finance"), loader=loader(admin)).status == "refused"
    done(desk, "global_admin", "change_roles", person=EMAILS["mpn_admin"], roles="global_admin")
    done(desk, "mpn_admin", "change_roles", person=EMAILS["global_admin"], roles="admin_agent")
    agent = reader(desk, EMAILS["global_admin"])
    assert desk.load(line.format(""), loader=loader(agent)).status == "refused"


def test_the_people_are_exported_as_the_template_and_loaded_again_change_nothing(desk: Desk) -> None:
    done(desk, "admin_agent", "add_person", **NEW)
    done(desk, "global_admin", "change_roles", person=NORA, roles="mpn_partner_admin")
    before = exported(desk)
    assert before.decode("utf-8-sig").splitlines()[0] + "\n" == HEADER
    desk.loaded(before)
    assert exported(desk) == before
    assert desk.load(before).status == "unchanged"


def exported(desk: Desk) -> bytes:
    with desk.store.snapshot() as snapshot:
        return to_csv(run(snapshot, Request("people", TODAY, "template"), EVERYTHING))


def test_what_a_file_still_says_otherwise_is_listed_until_it_says_the_same(desk: Desk) -> None:
    assert differences(desk) == []
    done(desk, "global_admin", "remove_person", person=EMAILS["mpn_admin"])
    done(desk, "global_admin", "change_roles", person=EMAILS["manager"], roles="admin_agent")
    both = [(EMAILS["mpn_admin"], True, None, "mpn_partner_admin"), (EMAILS["manager"], False, "admin_agent", None)]
    assert differences(desk) == both
    desk.loaded(f"{HEADER}P-1,{EMAILS['manager']},Mona Manager,member,yes,admin_agent;partner_manager\n")
    assert differences(desk) == both[:1]


def differences(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.store.snapshot() as snapshot:
        found = run(snapshot, Request("people", TODAY, "difference"), EVERYTHING)
    return found.select("email", "removed", "by_form", "by_file").rows()


def test_a_load_is_taken_back_by_who_has_the_role_everywhere_and_the_deed_is_kept(desk: Desk) -> None:
    desk.loaded(f"{HEADER}P-1,{NORA},Nora,member,yes,\n")
    refused = take_back(desk.store, EMAILS["global_admin"], 2, "r-1", NOW, TODAY)
    assert refused_by(refused) == ["rollback.every_partner"]
    assert take_back(desk.store, EMAILS["finance"], 2, "r-2", NOW, TODAY) == TakenBack(2, 1)
    assert person(desk, NORA) == ()
    kept = desk.rows("SELECT action, outcome, rules, details FROM deed WHERE stream_id = 'app' ORDER BY version")
    assert [row[:3] for row in kept] == [
        ("rollback", "refused", '["rollback.every_partner"]'),
        ("rollback", "done", "[]"),
    ]
    with pytest.raises(BenefitsError) as moved:
        take_back(desk.store, EMAILS["finance"], 2, "r-3", NOW, TODAY)
    assert moved.value.code == "snapshot_moved"


def test_a_load_that_is_taken_back_twice_by_a_double_click_is_taken_back_once(desk: Desk) -> None:
    desk.loaded(f"{HEADER}P-1,{NORA},Nora,member,yes,\n")
    desk.loaded(f"{HEADER}P-1,{NORA},Nora N.,member,yes,\n")
    asked = (desk.store, EMAILS["finance"], 3, "r-1", NOW, TODAY)
    assert [take_back(*asked), take_back(*asked)] == [TakenBack(3, 2), TakenBack(3, 2)]
    assert desk.store.pointer().live == 2
    refused = (desk.store, EMAILS["global_admin"], 2, "r-2", NOW, TODAY)
    assert take_back(*refused) == take_back(*refused)
    assert desk.rows("SELECT outcome FROM deed WHERE stream_id = 'app' ORDER BY version") == [("done",), ("refused",)]
