"""People and their roles: e-mail addresses are folded, and a file never widens rights."""

from pathlib import Path

import pytest

from pipelines.ingest import Loader
from pipelines.store import Store
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told

HEADER = "partner_id,email,name,member_type,in_directory,roles\n"
GIVES = Loader("global-admin@contoso.example", ("P-1",), frozenset({"admin_agent", "mpn_partner_admin"}))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = desk_with_partners(store, tmp_path)
    desk.loaded(
        f"{HEADER}P-1,Ada@Contoso.example,Ada,member,yes,global_admin\n"
        "P-1,guest@guests.example,Greta,Guest,No,\n*,finance@contoso.example,Fay,,,Finance\n"
    )
    return desk


def roles(desk: Desk) -> dict[object, object]:
    return dict(desk.rows("SELECT email, roles FROM person"))


def test_people_are_stored_by_their_folded_address_with_the_usual_defaults(desk: Desk) -> None:
    stored = desk.rows("SELECT partner_id, email, member_type, in_directory, roles FROM person ORDER BY email")
    assert stored == [
        ("P-1", "ada@contoso.example", "member", True, ["global_admin"]),
        ("*", "finance@contoso.example", "member", True, ["finance"]),
        ("P-1", "guest@guests.example", "guest", False, []),
    ]


def test_the_order_of_roles_and_how_they_are_written_change_nothing(desk: Desk) -> None:
    desk.loaded(f"{HEADER}P-1,ada@contoso.example,Ada,,,Global admin; finance ;\n")
    assert desk.load(f"{HEADER}P-1,ADA@contoso.example,Ada,,,finance;global-admin\n").status == "unchanged"


@pytest.mark.parametrize("given", ["finance", "global_admin", "admin_agent;auditor"])
def test_who_may_not_give_roles_gives_none_to_a_new_person(desk: Desk, given: str) -> None:
    report = desk.load(f"{HEADER}P-1,new@contoso.example,New,,,{given}\n", loader=ADMIN)
    assert cells(report) == [(2, "roles", given)]
    assert "roles you may give" in told(report)[0]


@pytest.mark.parametrize("given", ["global_admin;finance", "", "finance"])
def test_who_may_not_give_roles_changes_none(desk: Desk, given: str) -> None:
    report = desk.load(f"{HEADER}P-1,ada@contoso.example,Ada,,,{given}\n", loader=ADMIN)
    assert cells(report) == [(2, "roles", given or None)]
    assert "roles you may give" in told(report)[0]


def test_who_may_not_give_roles_may_repeat_them_and_add_people_without(desk: Desk) -> None:
    content = f"{HEADER}P-1,ada@contoso.example,Ada Lovelace,,,global_admin\nP-1,new@contoso.example,New,,,\n"
    assert desk.load(content, loader=ADMIN).status == "loaded"
    assert roles(desk)["ada@contoso.example"] == ["global_admin"]
    assert roles(desk)["new@contoso.example"] == []


def test_who_may_give_some_roles_gives_and_takes_just_those(desk: Desk) -> None:
    new = f"{HEADER}P-1,new@contoso.example,New,,,{{}}\n"
    assert desk.load(new.format("admin_agent"), loader=GIVES).status == "loaded"
    assert desk.load(new.format("mpn_partner_admin"), loader=GIVES).status == "loaded"
    assert desk.load(new.format("mpn_partner_admin;auditor"), loader=GIVES).status == "refused"
    assert roles(desk)["new@contoso.example"] == ["mpn_partner_admin"]


def test_a_file_without_roles_leaves_them_and_an_empty_cell_takes_them(desk: Desk) -> None:
    desk.loaded("partner_id,email,name\nP-1,ada@contoso.example,Ada L.\nP-2,new@fabrikam.example,New\n")
    assert roles(desk)["ada@contoso.example"] == ["global_admin"]
    assert roles(desk)["new@fabrikam.example"] == []
    desk.loaded(f"{HEADER}P-1,ada@contoso.example,Ada L.,,,\n")
    assert roles(desk)["ada@contoso.example"] == []


def test_only_who_loads_for_every_partner_loads_people_of_every_partner(desk: Desk) -> None:
    content = "partner_id,email,name\n*,auditor@contoso.example,Aud\n"
    assert cells(desk.load(content, loader=ADMIN)) == [(2, "partner_id", "*")]
    assert desk.load(content).status == "loaded"


def test_a_person_names_each_wrong_cell(desk: Desk) -> None:
    report = desk.load(
        f"{HEADER}P-1,nobody,,boss,maybe,king\nP-1,ada@contoso.example,Ada,,,\nP-1,Ada@contoso.example,A,,,\n"
    )
    assert cells(report) == [
        (2, "email", "nobody"),
        (2, "name", None),
        (2, "member_type", "boss"),
        (2, "in_directory", "maybe"),
        (2, "roles", "king"),
        (4, "email", "Ada@contoso.example"),
    ]


def test_roles_are_given_only_at_the_partners_where_the_loader_may_give_them(desk: Desk) -> None:
    loader = Loader("global-admin@contoso.example", ("P-1", "P-2"), frozenset({"admin_agent"}), roles_at=("P-1",))
    here, there = (f"{HEADER}{partner},new@contoso.example,New,,,{{}}\n" for partner in ("P-1", "P-2"))
    assert desk.load(here.format("admin_agent"), loader=loader).status == "loaded"
    assert cells(desk.load(there.format("admin_agent"), loader=loader)) == [(2, "roles", "admin_agent")]
    assert desk.load(there.format(""), loader=loader).status == "loaded"
    assert desk.rows("SELECT partner_id, roles FROM person WHERE name = 'New' ORDER BY partner_id") == [
        ("P-1", ["admin_agent"]),
        ("P-2", []),
    ]
