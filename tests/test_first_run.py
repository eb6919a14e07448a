"""The first run: on an empty home, who has the one-time code becomes the first Global admin, and nobody else does."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.people import Person, find_person
from pipelines.errors import BenefitsError
from pipelines.ingest.first_run import FirstRun, SetUpOver, make_code, set_up
from pipelines.store import EVERYTHING, Store
from pipelines.store.setup_code import LIFETIME, TRIES, CodeEnded, CodeWrong
from pipelines.text import LANGUAGES, text
from tests.page_visits import MAIN, SECONDS, Visits, visiting, words
from tests.terminal import Terminal
from tests.the_cast import EMAILS, FILES, NOW, TODAY

STRANGER = EMAILS["stranger"]
ASKED = FirstRun(STRANGER, "Sam Start", 'Contoso "West", Ltd', "DE", "EUR", "Europe/Berlin", "gold", "2026-01-15")
CODE = re.compile(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}")


@pytest.fixture
def code(store: Store) -> str:
    return make_code(store, NOW)


def person(store: Store, email: str = STRANGER) -> Person | None:
    with store.snapshot() as snapshot:
        return find_person(snapshot, email, "en")


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.snapshot() as snapshot:
        return snapshot.query(sql, {}, EVERYTHING).rows()


def sets_up(store: Store, code: str, asked: FirstRun = ASKED, after: timedelta = timedelta(0)) -> str:
    return set_up(store, asked, code, NOW + after, TODAY).status


def test_who_has_the_code_becomes_global_admin_of_the_partner_that_is_made(store: Store, code: str) -> None:
    assert sets_up(store, code) == "loaded"
    first = person(store)
    assert first is not None
    assert (first.name, dict(first.roles)) == ("Sam Start", {"P-1": ("global_admin",)})
    assert rows(store, "SELECT partner_id, partner, country, currency, time_zone FROM partner") == [
        ("P-1", 'Contoso "West", Ltd', "DE", "EUR", "Europe/Berlin")
    ]
    assert rows(store, "SELECT partner_id, offer, starts_on::VARCHAR, ends_on::VARCHAR FROM offer_held") == [
        ("P-1", "gold", "2026-01-15", "2027-01-14")
    ]


def test_the_set_up_stands_in_the_list_of_loads_as_the_operators(store: Store, code: str) -> None:
    sets_up(store, code)
    assert rows(store, "SELECT loaded_by, file FROM load JOIN load_file USING (load_id) ORDER BY file") == [
        ("operator", "offers.csv"),
        ("operator", "partners.csv"),
        ("operator", "people.csv"),
    ]


def test_a_partner_without_an_offer_is_set_up_too(store: Store, code: str) -> None:
    assert sets_up(store, code, replace(ASKED, offer="")) == "loaded"
    assert rows(store, "FROM offer_held") == []


def test_a_code_serves_once_and_only_while_nobody_is_global_admin(store: Store, code: str) -> None:
    sets_up(store, code)
    with pytest.raises(SetUpOver):
        sets_up(store, code, replace(ASKED, email="next@x.example"))
    with pytest.raises(SetUpOver):
        make_code(store, NOW)
    assert person(store, "next@x.example") is None


def test_of_two_who_send_the_code_at_once_one_becomes_global_admin(store: Store, code: str) -> None:
    def attempt(email: str) -> str:
        try:
            return sets_up(store, code, replace(ASKED, email=email))
        except BenefitsError as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(attempt, ("one@x.example", "two@x.example")))
    assert sorted(came) == ["loaded", "set_up_over"]


def test_how_the_code_is_written_does_not_count(store: Store, code: str) -> None:
    assert sets_up(store, f" {code.lower().replace('-', ' ')} ") == "loaded"


def test_a_wrong_code_is_counted_and_after_five_the_right_one_is_no_good_either(store: Store, code: str) -> None:
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(CodeWrong) as wrong:
            sets_up(store, "ABCD-EFGH-JKMN-PQRS")
        assert wrong.value.facts["left"] == left
    for told in ("ABCD-EFGH-JKMN-PQRS", code):
        with pytest.raises(CodeEnded):
            sets_up(store, told)
    assert person(store) is None


@pytest.mark.parametrize("told", ["", "-", "code"])
def test_without_a_code_nothing_is_set_up(store: Store, told: str) -> None:
    with pytest.raises(CodeEnded):
        sets_up(store, told)


def test_a_code_works_for_a_day(store: Store, code: str) -> None:
    with pytest.raises(CodeEnded):
        sets_up(store, code, after=LIFETIME)
    assert sets_up(store, code, after=LIFETIME - timedelta(seconds=1)) == "loaded"


def test_a_new_code_ends_the_one_before(store: Store, code: str) -> None:
    newer = make_code(store, NOW)
    with pytest.raises(CodeWrong):
        sets_up(store, code)
    assert sets_up(store, newer) == "loaded"


def test_what_is_refused_changes_nothing_and_leaves_the_code_good(store: Store, code: str) -> None:
    report = set_up(store, replace(ASKED, email="nobody"), code, NOW, TODAY)
    assert report.status == "refused"
    assert [(one.column, one.found) for file in report.files for one in file.problems] == [("email", "nobody")]
    assert rows(store, "FROM partner") == []
    assert sets_up(store, code) == "loaded"


def test_only_the_digest_of_the_code_is_kept_for_the_owners_eyes(store: Store, code: str) -> None:
    [kept] = store.home.path.glob("*code*.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(kept.read_text("utf-8"))) == {"digest", "ends_at", "tries_left"}
    for path in (path for path in store.home.path.rglob("*") if path.is_file()):
        assert code.encode() not in path.read_bytes()
        assert code.replace("-", "").encode() not in path.read_bytes()
    sets_up(store, code)
    assert not kept.exists()


def test_a_file_of_the_code_that_is_damaged_is_no_code(store: Store, code: str) -> None:
    [kept] = store.home.path.glob("*code*.json")
    kept.write_text("{}")
    with pytest.raises(CodeEnded):
        sets_up(store, code)


def test_a_partner_that_is_loaded_already_gets_its_first_global_admin_and_stays_as_it_is(terminal: Terminal) -> None:
    terminal.run("load", FILES / "partners.csv")
    store = Store(terminal.home)
    before = rows(store, "FROM partner ORDER BY partner_id")
    asked = replace(ASKED, partner=" northwind")
    assert sets_up(store, make_code(store, NOW), asked) == "loaded"
    assert rows(store, "FROM partner ORDER BY partner_id") == before
    assert rows(store, "SELECT partner_id, email FROM person") == [("P-3", STRANGER)]
    store.close()


def test_a_new_partner_beside_others_takes_an_id_that_is_free(terminal: Terminal) -> None:
    terminal.run("load", FILES / "partners.csv")
    store = Store(terminal.home)
    sets_up(store, make_code(store, NOW))
    assert rows(store, "SELECT partner_id FROM person") == [("P-4",)]
    assert [row[0] for row in rows(store, "SELECT partner_id FROM partner ORDER BY partner_id")][-1] == "P-4"
    store.close()


def test_the_command_prints_a_code_that_works_and_says_what_it_is_for(terminal: Terminal) -> None:
    told = terminal.run("setup-code")
    assert told.code == 0
    assert CODE.fullmatch(told.text.strip())
    assert "Nobody is Global admin yet" in told.err
    store = Store(terminal.home)
    assert set_up(store, ASKED, told.text, NOW, TODAY).status == "loaded"
    store.close()
    after = terminal.run("setup-code")
    assert (after.code, after.text) == (2, "")
    assert "Somebody is Global admin already" in after.err


def test_the_app_starts_with_a_code_on_a_new_home_and_without_on_another(
    terminal: Terminal, cast_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "execve", lambda *call: None)
    monkeypatch.setattr(os, "chdir", lambda folder: None)
    assert CODE.fullmatch(terminal.run("serve").text.strip())
    monkeypatch.setenv("BENEFITS_HOME", str(cast_home))
    told = terminal.run("serve")
    assert (told.code, told.text, told.err) == (0, "", "")


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visits]:
    with visiting(tmp_path / "home") as visits:
        yield visits


def code_at(home: Path) -> str:
    """A code that is good at the moment of the test: the page asks the clock."""
    with closing(Store(home)) as store:
        return make_code(store, datetime.now(UTC))


def filled(seen: AppTest, code: str) -> AppTest:
    """The form with everything in it."""
    for name, value in {"code": code, "name": "Sam Start", "partner": "Contoso Ltd"}.items():
        seen.text_input(key=f"set_up.{name}").set_value(value)
    for name, value in {"country": "US", "currency": "USD", "time_zone": "America/New_York", "offer": "gold"}.items():
        seen.selectbox(key=f"set_up.{name}").set_value(value)
    return seen


def pressed(seen: AppTest) -> AppTest:
    return seen.button(key="set_up.go").click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_finds_the_form_while_nobody_is_global_admin(visit: Visits, language: str) -> None:
    seen = visit("stranger", language=language)
    assert not seen.exception
    assert seen.title[0].value == text("set_up.title", language)
    assert STRANGER in words(seen)


def test_the_form_leads_from_the_code_into_the_app_and_is_gone(visit: Visits) -> None:
    seen = pressed(filled(visit("stranger"), code_at(visit.home)))
    assert not seen.exception
    assert seen.title[0].value == text("page.overview.title")
    assert visit("other_admin").title[0].value == text("no_access.title")


def test_the_form_says_what_is_missing_or_wrong_and_keeps_what_was_written(visit: Visits) -> None:
    seen = visit("stranger")
    code_at(visit.home)
    assert text("set_up.missing") in words(pressed(seen))
    seen = pressed(filled(seen, "ABCD-EFGH-JKMN-PQRS"))
    assert "tries left: 4" in seen.error[0].value.replace("\\", "")
    assert seen.text_input(key="set_up.partner").value == "Contoso Ltd"
    assert visit("stranger").title[0].value == text("set_up.title")


def test_nobody_finds_the_sign_in_and_no_form(visit: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    visit("stranger")
    monkeypatch.setattr("pages.ui.identity.who", lambda headers, cookies, settings: None)
    seen = AppTest.from_file(MAIN, default_timeout=SECONDS).run()
    assert seen.title[0].value == text("sign_in.title")


def test_a_stranger_of_a_home_with_a_global_admin_is_told_whom_to_ask(cast_files: Path) -> None:
    with visiting(cast_files) as visit:
        assert visit("stranger").title[0].value == text("no_access.title")
