"""The roles of this application that look after one thing: marketing, and whoever keeps the app running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session
from pages.ui.people import Person, find_person
from pipelines.rules.model import APP_ROLES, FILE_FORMATS
from pipelines.rules.reading import readable
from pipelines.store import Scope, Store
from tests.backend import copied
from tests.done import Deeds
from tests.page_visits import Visits, visiting, words
from tests.role_cells import ADDED, PEOPLE
from tests.the_cast import EMAILS


@pytest.fixture(scope="module")
def home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's home with one of each of these roles: marketing at P-1, the other everywhere; not to be changed."""
    made = copied(cast_files, tmp_path_factory.mktemp("app-roles") / "home")
    deeds = Deeds(made)
    deeds.load(PEOPLE)
    deeds.close()
    return made


@pytest.fixture
def visit(home: Path) -> Iterator[Visits]:
    session._store_at.cache_clear()
    with visiting(home) as visits:
        for role, email in ADDED.items():
            visits.patch.setitem(EMAILS, role, email)
        yield visits
    session._store_at.cache_clear()


@pytest.fixture(scope="module")
def people(home: Path) -> dict[str, Person]:
    store = Store(home)
    with store.snapshot() as snapshot:
        found = {role: find_person(snapshot, email, "en") for role, email in ADDED.items()}
    store.close()
    return {role: person for role, person in found.items() if person is not None}


def titles(seen: AppTest) -> list[str]:
    assert not seen.exception
    return [one.value for one in seen.title]


def test_each_is_known_with_the_role_and_sees_the_partners_where_it_is_held(people: dict[str, Person]) -> None:
    assert {role: person.titles for role, person in people.items()} == {role: (role,) for role in ADDED}
    assert people["marketing"].scope == Scope(("P-1",))
    assert people["service_operator"].scope == Scope("*")


def test_a_service_operator_loads_and_takes_back_what_is_no_file_of_people(people: dict[str, Person]) -> None:
    service, marketing = people["service_operator"], people["marketing"]
    assert {name for name in FILE_FORMATS if service.may(f"load:{name}")} == set(FILE_FORMATS) - {"people"}
    assert service.may("rollback")
    assert not any(marketing.may(f"load:{name}") for name in FILE_FORMATS)
    assert not marketing.may("rollback")


def test_no_report_of_figures_is_read_by_address_with_the_role_that_keeps_the_app_running() -> None:
    assert not {"overview", "credit-usage", "people", "seats", "keys"} & set(readable(["service_operator"]))
    assert {"expiry", "marketing", "memberships"} <= set(readable(["marketing"]))
    assert not {"credit-usage", "people", "seats", "keys"} & set(readable(["marketing"]))


def test_marketing_sees_its_benefits_and_no_button_that_presses(visit: Visits) -> None:
    seen = visit("marketing", "go_to_market")
    assert titles(seen) == ["Go-to-market"]
    assert "Fabrikam" not in words(seen)
    assert all(one.disabled for one in seen.main.button if str(one.key).startswith("deed."))


@pytest.mark.parametrize(("role", "page"), [("marketing", "loads"), ("service_operator", "credits")])
def test_another_page_is_refused_with_the_roles_that_have_it(visit: Visits, role: str, page: str) -> None:
    seen = visit(role, page)
    assert titles(seen) == ["Not for your role"]
    assert "Auditor" in seen.error[0].value


def test_who_may_not_see_the_first_page_lands_on_one_that_he_may(visit: Visits) -> None:
    assert titles(visit("service_operator")) != ["Not for your role"]
    assert titles(visit("service_operator")) != ["Overview"]


def test_a_deed_on_roles_takes_none_of_this_application_away(cast_home: Path) -> None:
    deeds = Deeds(cast_home)
    deeds.load(f"{PEOPLE.splitlines()[0]}\nP-1,{EMAILS['employee']},E,member,yes,{';'.join(APP_ROLES)}\n")
    deeds.number("change_roles", None, person=EMAILS["employee"], roles="admin_agent")
    with deeds.store.snapshot() as snapshot:
        found = find_person(snapshot, EMAILS["employee"], "en")
    deeds.close()
    assert found is not None
    assert set(found.roles["P-1"]) == {"admin_agent", *APP_ROLES}
