"""Who may see what, load what and take a load back: every role against every page and format, and what is denied."""

import pytest

from pages.ui.people import Person
from pipelines.ingest.formats import FORMATS
from pipelines.rules import access
from pipelines.rules.model import FILE_FORMATS

OF_MEMBERS = {"overview", "utilization", "expiry", "visual_studio", "technical", "membership"}
OF_ROLES = {
    *OF_MEMBERS, "credits", "spend", "value", "reconcile", "software", "azure_credit", "cloud", "go_to_market",
    "requests", "people", "onboarding", "policy", "loads", "tokens",
    "reminders", "messages", "audit",
}  # fmt: skip
PORTAL = ("global_admin", "mpn_partner_admin", "admin_agent", "user_management_admin")
ROLES = (*PORTAL, "partner_manager", "finance", "auditor", "marketing", "service_operator")
LOADS_THE_BOOKS = ("global_admin", "mpn_partner_admin", "partner_manager", "finance", "service_operator")
# The roles with pages of their own; the others see every page.
SEES = {
    "marketing": {"overview", "utilization", "expiry", "go_to_market", "membership", "requests", "reminders"},
    "service_operator": {"loads", "policy", "messages", "audit", "reminders"},
}
# A file of people adds users, so it is for those who add users by a form (rows 23, 25; domain-facts 2.1).
LOADS_PEOPLE = ("global_admin", "admin_agent", "user_management_admin")


def person(partner_id: str, *roles: str) -> Person:
    return Person("x@contoso.example", "X", {partner_id: roles}, "member", "en")


def seen(*roles: str) -> set[str]:
    return {page for page in OF_ROLES if person("P-1", *roles).may(f"see:{page}")}


def loaded(*roles: str) -> set[str]:
    return {name for name in FILE_FORMATS if person("P-1", *roles).may(f"load:{name}")}


def test_every_format_that_there_is_may_be_loaded_by_somebody_and_no_other() -> None:
    assert sorted(FILE_FORMATS) == sorted(declared.name for declared in FORMATS)


def test_the_table_names_exactly_the_roles_of_the_portal_and_of_the_app() -> None:
    assert access.known_roles() == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_its_pages(role: str) -> None:
    assert seen(role) == SEES.get(role, OF_ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_those_who_keep_the_books_load_them_and_those_who_keep_the_users_load_people(role: str) -> None:
    books = set(FILE_FORMATS) - {"people"} if role in LOADS_THE_BOOKS else set()
    people = {"people"} if role in LOADS_PEOPLE else set()
    assert loaded(role) == books | people


@pytest.mark.parametrize("roles", [(), ("intern",), ("Global_Admin",), ("member",)])
def test_without_a_role_one_sees_what_is_his_own_and_loads_nothing(roles: tuple[str, ...]) -> None:
    assert seen(*roles) == OF_MEMBERS
    assert loaded(*roles) == set()
    assert not access.has_role(roles)


def test_several_roles_give_what_each_of_them_gives() -> None:
    assert loaded("auditor", "admin_agent") == {"people"}
    assert loaded("finance", "admin_agent") == set(FILE_FORMATS)
    assert access.has_role(("intern", "auditor"))


def test_a_page_that_no_row_gives_is_denied_and_an_action_without_rules_is_an_error() -> None:
    everything = person("*", *ROLES)
    assert not everything.may("see:secrets")
    with pytest.raises(LookupError):
        everything.may("load:secrets")


@pytest.mark.parametrize("role", ROLES)
def test_a_load_is_taken_back_only_with_a_role_at_every_partner(role: str) -> None:
    assert person("*", role).may("rollback") == (role in LOADS_THE_BOOKS)
    assert not person("P-1", role).may("rollback")


def test_a_refusal_can_name_the_roles_that_would_do() -> None:
    assert access.roles_with("load:people") == LOADS_PEOPLE
    assert access.roles_with("see:secrets") == ()


def test_what_gives_a_right_has_a_source() -> None:
    assert "domain-facts 2.1" in access.sources_of("load:offers")
    assert access.sources_of("see:secrets") == ""
