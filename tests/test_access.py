"""Who may see and load what: every role against every page and format, and what is denied."""

import pytest

from pipelines.rules import access

PAGES = ("overview", "utilization", "expiry", "credits", "loads")
FORMATS = ("partners", "people", "entitlements", "azure-sponsorship-usage")
LOADS_ALL = ("global_admin", "mpn_partner_admin", "partner_manager", "finance")
LOADS_PEOPLE = ("admin_agent", "user_management_admin")


def seen(*roles: str) -> set[str]:
    return {page for page in PAGES if access.allows(access.rights_of(roles), f"see:{page}")}


def loaded(*roles: str) -> set[str]:
    return {name for name in FORMATS if access.allows(access.rights_of(roles), f"load:{name}")}


def test_the_table_names_exactly_the_roles_of_the_portal_and_of_the_app() -> None:
    assert set(access.known_roles()) == {*LOADS_ALL, *LOADS_PEOPLE, "auditor"}


@pytest.mark.parametrize("role", [*LOADS_ALL, *LOADS_PEOPLE, "auditor"])
def test_every_role_sees_every_page(role: str) -> None:
    assert seen(role) == set(PAGES)


@pytest.mark.parametrize("role", LOADS_ALL)
def test_those_who_keep_the_books_load_every_format(role: str) -> None:
    assert loaded(role) == set(FORMATS)


@pytest.mark.parametrize("role", LOADS_PEOPLE)
def test_those_who_keep_the_accounts_load_people_only(role: str) -> None:
    assert loaded(role) == {"people"}


def test_an_auditor_loads_nothing() -> None:
    assert loaded("auditor") == set()


@pytest.mark.parametrize("roles", [(), ("intern",), ("Global_Admin",), ("member",)])
def test_without_a_role_one_sees_three_pages_and_loads_nothing(roles: tuple[str, ...]) -> None:
    assert seen(*roles) == {"overview", "utilization", "expiry"}
    assert loaded(*roles) == set()
    assert not access.has_role(roles)


def test_several_roles_give_what_each_of_them_gives() -> None:
    assert loaded("auditor", "admin_agent") == {"people"}
    assert access.has_role(("intern", "auditor"))


def test_a_right_that_no_row_gives_is_denied() -> None:
    rights = access.rights_of(("global_admin", "finance"))
    assert not access.allows(rights, "see:policy")
    assert not access.allows(rights, "rollback")
    assert not access.allows(rights, "")


def test_a_star_among_the_formats_opens_no_page() -> None:
    assert not access.allows(frozenset({"load:*"}), "see:loads")


def test_a_refusal_can_name_the_roles_that_would_do() -> None:
    assert access.roles_with("load:people") == (
        "global_admin",
        "mpn_partner_admin",
        "admin_agent",
        "user_management_admin",
        "partner_manager",
        "finance",
    )
    assert access.roles_with("see:policy") == ()
