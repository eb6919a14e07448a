"""Ids of another partner in an address give nothing, and the log tells who asked for them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from pages.ui import session
from pages.ui.foreign_ids import NAMES, log, named
from pages.ui.routes import middleware, routes
from pipelines.actions import Token
from pipelines.reports import REPORTS
from pipelines.rules.reading import PAGE_OF
from pipelines.settings import Settings
from pipelines.store import EVERYTHING, Scope
from tests.backend import copied
from tests.done import Deeds
from tests.page_visits import PAGES, Visits, visiting, words
from tests.role_cells import furnished
from tests.the_cast import EMAILS, TODAY
from tests.tokens import made, with_bearer

# What is P-1's, for those of P-2; a request and a person are added below.
OF_P1 = {
    "partner": "P-1",
    "entitlement": "E-4",
    "subscription": "aaaaaaaa-0000-4000-8000-000000000001",
    "person": EMAILS["employee"],
}
ONE_OF_P2 = "E-6"
TELLING = ("Contoso", "E-4", "Dv5", EMAILS["employee"])
ASKED = [(report, name) for report in PAGE_OF for name in NAMES if name in REPORTS[report].filters]
# What is the same for every partner.
OF_THE_PROGRAMME = {"support"}
FEW = ("requests", "technical", "credits")


@pytest.fixture(scope="module")
def home(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(cast_files, tmp_path_factory.mktemp("foreign") / "home")


@pytest.fixture(scope="module")
def foreign(home: Path) -> dict[str, str]:
    """What is P-1's, by the parameter that names it."""
    return OF_P1 | {"request": furnished(home)}


@pytest.fixture(scope="module")
def asking(home: Path, foreign: dict[str, str]) -> Iterator[tuple[TestClient, Token]]:
    """The server's reports, and a token of P-2's Global admin."""
    with closing(Deeds(home)) as deeds:
        token = made(deeds.store, "other_admin")
    settings = Settings(home=home, as_of=TODAY)
    with TestClient(Starlette(routes=routes(settings), middleware=middleware(settings)), "http://localhost") as client:
        yield client, token
    session._store_at.cache_clear()


def lines(logged: Any) -> list[tuple[str, str, str]]:
    """Who asked for what, as the log tells it."""
    return [(one["person"], one["parameter"], one["id"]) for one in logged if one["event"] == "foreign_id"]


@pytest.mark.parametrize(("report", "name"), ASKED)
def test_no_report_tells_of_another_partners_id(
    asking: tuple[TestClient, Token], foreign: dict[str, str], report: str, name: str
) -> None:
    client, token = asking
    with capture_logs() as logged:
        answer = client.get(f"/api/reports/{report}.json?{name}={foreign[name]}", headers=with_bearer(token))
    assert answer.status_code == 200
    assert answer.json() == [] or report in OF_THE_PROGRAMME
    assert not any(word in answer.text for word in TELLING)
    assert lines(logged) == [(EMAILS["other_admin"], name, foreign[name])]


@pytest.mark.parametrize("report", ["expiry", "tokens", "no-such-report"])
def test_what_is_refused_is_logged_too(asking: tuple[TestClient, Token], report: str) -> None:
    client, token = asking
    with capture_logs() as logged:
        answer = client.get(f"/api/reports/{report}.json?nothing=1&partner=P-1", headers=with_bearer(token))
    assert answer.status_code in (400, 403, 404)
    assert lines(logged) == [(EMAILS["other_admin"], "partner", "P-1")]
    assert token.text[-43:] not in str(logged)


@pytest.fixture
def visits(home: Path, foreign: dict[str, str]) -> Iterator[Visits]:
    with visiting(home) as opened:
        yield opened


def shows_nothing(visits: Visits, foreign: dict[str, str], page: str) -> None:
    """The page of somebody of P-2 who puts the ids of P-1 into its address."""
    with capture_logs() as logged:
        at = visits("other_admin", page, **foreign)
        at.run()
    assert not at.exception
    assert [word for word in TELLING if word in words(at)] == []
    assert sorted(lines(logged)) == sorted((EMAILS["other_admin"], name, told) for name, told in foreign.items())


@pytest.mark.parametrize("page", FEW)
def test_a_page_shows_nothing_of_another_partners_ids(visits: Visits, foreign: dict[str, str], page: str) -> None:
    shows_nothing(visits, foreign, page)


@pytest.mark.deep
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_anything_of_another_partners_ids(visits: Visits, foreign: dict[str, str], page: str) -> None:
    shows_nothing(visits, foreign, page)


def test_who_has_no_access_asks_for_what_is_somebody_elses(visits: Visits, foreign: dict[str, str]) -> None:
    with capture_logs() as logged:
        at = visits("stranger", "people", entitlement=foreign["entitlement"])
    assert not any(word in words(at) for word in TELLING)
    assert lines(logged) == [(EMAILS["stranger"], "entitlement", foreign["entitlement"])]


def looked_up(home: Path, scope: Scope, *asked: tuple[str, str]) -> list[str]:
    with closing(Deeds(home)) as deeds, deeds.store.snapshot() as snapshot, capture_logs() as logged:
        log(snapshot, named(asked), scope, "somebody")
    return [told for _, _, told in lines(logged)]


def test_ones_own_ids_and_made_up_ones_are_not_told(home: Path, foreign: dict[str, str]) -> None:
    of_p2 = Scope(("P-2",))
    assert looked_up(home, of_p2, ("entitlement", ONE_OF_P2), ("partner", "P-2"), ("person", EMAILS["manager"])) == []
    assert looked_up(home, of_p2, ("entitlement", "E-99"), ("partner", "' OR 1=1"), ("request", "")) == []
    assert looked_up(home, of_p2, ("offer", "gold"), ("entitlement", "E-8"), ("entitlement", ONE_OF_P2)) == ["E-8"]


def test_whoever_sees_everything_asks_for_nothing_foreign(home: Path, foreign: dict[str, str]) -> None:
    assert looked_up(home, EVERYTHING, *foreign.items()) == []
    assert looked_up(home, Scope(("P-1", "P-2")), *foreign.items()) == []
