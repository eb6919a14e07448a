"""A session: nobody finds the sign-in at every address, and each of the cast what the roles give."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.cast import CAST
from pages.ui.people import Person, find_person, holders
from pipelines.settings import PROJECT
from pipelines.store import Scope, Store
from tests.the_cast import EMAILS, FILES

PEOPLE = csv.DictReader((FILES / "people.csv").read_text("utf-8").splitlines())
NAMES = {row["email"]: row["name"] for row in PEOPLE}
MAIN = str(PROJECT / "pages" / "main.py")
PAGES = ("reports/overview.py", "reports/utilization.py", "reports/expiry.py", "reports/credits.py", "desk/loads.py")
SCOPES = {
    "manager": Scope(("P-1", "P-2")),
    "global_admin": Scope(("P-1",)),
    "mpn_admin": Scope(("P-1",)),
    "admin_agent": Scope(("P-1",)),
    "user_admin": Scope(("P-1",)),
    "employee": Scope(("P-1",), EMAILS["employee"]),
    "guest": Scope(("P-1",), EMAILS["guest"]),
    "other_admin": Scope(("P-2",)),
    "finance": Scope("*"),
    "auditor": Scope("*"),
}


@pytest.fixture
def store(cast_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("BENEFITS_HOME", str(cast_home))
    monkeypatch.setenv("BENEFITS_SIGN_IN", "demo")
    monkeypatch.delenv("BENEFITS_AS_OF", raising=False)
    opened = Store(cast_home)
    yield opened
    opened.close()


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    def sign_in(cast: str | None) -> None:
        monkeypatch.setattr("pages.ui.identity.who", lambda headers, cookies, settings: EMAILS[cast] if cast else None)

    return sign_in


def person(store: Store, cast: str) -> Person:
    with store.snapshot() as snapshot:
        found = find_person(snapshot, EMAILS[cast], "en")
    assert found is not None
    return found


def set_roles(store: Store, cast: str, roles: list[str]) -> None:
    with store.writing() as writing:
        facts: dict[str, object] = {"roles": roles, "email": EMAILS[cast]}
        writing.draft.run("UPDATE person SET roles = $roles WHERE email = $email", facts)
        writing.draft.keep = True


def name_of(cast: str) -> str:
    return NAMES[EMAILS[cast]]


def reported() -> None:
    """A page that shows what its session gives it."""
    import streamlit as st

    from pages.ui import faults, session

    with session.page_run(), faults.refusals_shown():
        st.title(session.t("sign_out"))
        st.text(session.as_of().isoformat())
        st.text(session.user().name)
        st.text(str(session.snapshot().number))
        session.require("load:people")
        st.text("may load people")


def failing() -> None:
    import streamlit as st

    from pages.ui import faults, session

    with session.page_run():
        try:
            raise ZeroDivisionError("a secret detail")
        except ZeroDivisionError as fault:
            faults.show(fault)
        st.text("after")


def words(at: AppTest) -> str:
    shown = [*at.title, *at.text, *at.markdown, *at.caption, *at.error, *at.warning, *at.info]
    return " | ".join(str(element.value) for element in shown)


def test_the_demo_offers_the_whole_cast() -> None:
    assert CAST == EMAILS


@pytest.mark.parametrize("cast", SCOPES)
def test_everybody_sees_the_partners_of_the_roles_or_what_is_his_own(store: Store, cast: str) -> None:
    assert person(store, cast).scope == SCOPES[cast]
    assert person(store, cast).name == name_of(cast)


def test_a_stranger_is_nobodys_person(store: Store) -> None:
    with store.snapshot() as snapshot:
        assert find_person(snapshot, EMAILS["stranger"], "en") is None


def test_an_address_is_known_however_it_is_written(store: Store) -> None:
    with store.snapshot() as snapshot:
        assert find_person(snapshot, "Manager@CONTOSO.example", "en") is not None


def test_files_are_loaded_for_the_partners_where_the_role_is_held(store: Store) -> None:
    assert person(store, "manager").where("load:offers") == Scope(("P-1", "P-2"))
    assert person(store, "finance").where("load:offers") == Scope("*")
    assert person(store, "admin_agent").where("load:offers") == Scope(())
    assert person(store, "employee").where("load:people") == Scope((), EMAILS["employee"])


def test_a_role_at_one_partner_gives_nothing_at_another(store: Store) -> None:
    both = Person("x@y.example", "X", {"P-1": ("auditor",), "P-2": (), "P-3": ("global_admin",)}, "member", "en")
    assert both.scope == Scope(("P-1", "P-3"))
    assert both.where("load:offers") == Scope(("P-3",))


def test_who_could_do_it_is_named_from_the_same_partner(store: Store) -> None:
    with store.snapshot() as snapshot:
        found = holders(snapshot, person(store, "employee"), "load:offers")
    assert found == sorted([name_of("global_admin"), name_of("manager"), name_of("mpn_admin")])


@pytest.mark.parametrize("page", PAGES)
def test_nobody_finds_the_sign_in_at_every_address(
    store: Store, signed_in: Callable[[str | None], None], page: str
) -> None:
    signed_in(None)
    at = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not at.exception
    assert [title.value for title in at.title] == ["Sign in"]
    assert not at.sidebar


def test_the_sign_in_lists_the_cast_with_links_that_keep_the_address(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in(None)
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.context = {"url": "http://localhost:8501/expiry"}
    at.query_params["family"] = "cloud"
    at.run()
    links = [shown.value for shown in at.markdown if "<a href" in shown.value]
    assert len(links) == len(CAST)
    assert name_of("manager") in links[0]


def test_without_a_way_to_sign_in_the_page_says_how_to_set_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENEFITS_SIGN_IN")
    at = AppTest.from_file(MAIN, default_timeout=30).run()
    assert "BENEFITS_SIGN_IN=demo" in at.info[0].value
    assert not any("<a href" in shown.value for shown in at.markdown)


def test_a_stranger_is_told_whom_to_ask_and_no_names(store: Store, signed_in: Callable[[str | None], None]) -> None:
    signed_in("stranger")
    at = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not at.exception
    assert at.title[0].value == "No access yet"
    assert "Global admin" in words(at)
    assert not any(name in words(at) for name in NAMES.values())
    assert not at.sidebar


def test_a_page_beyond_ones_role_is_refused_by_rule_and_with_whom_to_ask(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in("employee")
    at = AppTest.from_file(MAIN, default_timeout=30).run()
    at.switch_page("desk/loads.py").run()
    assert not at.exception
    assert "Auditor" in at.error[0].value
    assert name_of("global_admin") in at.error[0].value
    assert name_of("other_admin") not in at.error[0].value
    assert [title.value for title in at.title] == ["Not for your role"]


def test_a_changed_role_acts_in_the_next_run(store: Store, signed_in: Callable[[str | None], None]) -> None:
    signed_in("employee")
    at = AppTest.from_function(reported, default_timeout=30).run()
    assert "may load people" not in words(at)
    set_roles(store, "employee", ["global_admin"])
    assert "may load people" in words(at.run())
    set_roles(store, "employee", [])
    assert "may load people" not in words(at.run())


def test_a_run_reads_the_newest_snapshot_and_lets_it_go(store: Store, signed_in: Callable[[str | None], None]) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30).run()
    assert at.text[2].value == "1"
    set_roles(store, "guest", ["auditor"])
    assert at.run().text[2].value == "2"


@pytest.mark.parametrize(("language", "said"), [("zh-Hant", "登出"), ("zh-Hans", "退出登录"), ("xx", "Sign out")])
def test_the_language_of_the_address_is_spoken_and_an_unknown_one_is_not(
    store: Store, signed_in: Callable[[str | None], None], language: str, said: str
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.query_params["language"] = language
    assert at.run().title[0].value == said


def test_the_language_and_the_day_go_along_to_another_page(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.query_params["language"] = "zh-Hant"
    at.query_params["as_of"] = "2026-06-15"
    at.context["url"] = "http://localhost/utilization"
    at.run()
    at.query_params.clear()
    at.context["url"] = "http://localhost/expiry"
    at.run()
    assert (at.title[0].value, at.text[0].value) == ("登出", "2026-06-15")
    assert at.query_params["language"] == "zh-Hant"


def test_going_back_to_before_a_language_was_chosen_goes_back(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.context["url"] = "http://localhost/expiry"
    at.query_params["language"] = "zh-Hant"
    assert at.run().title[0].value == "登出"
    at.query_params.clear()
    assert at.run().title[0].value == "Sign out"
    assert "language" not in at.query_params


def test_the_day_is_the_one_that_is_set_before_that_of_the_address(
    store: Store, signed_in: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.query_params["as_of"] = "2026-01-31"
    assert at.run().text[0].value == "2026-01-31"
    monkeypatch.setenv("BENEFITS_AS_OF", "2026-06-15")
    assert at.run().text[0].value == "2026-06-15"


@pytest.mark.parametrize(
    ("cast", "day"),
    [
        ("global_admin", "2028-02-29"),  # of a partner in New York
        ("other_admin", "2028-03-01"),  # of a partner in UTC
        ("manager", "2028-03-01"),  # of both
    ],
)
def test_the_day_is_the_one_at_the_readers_partners_where_they_share_a_time_zone(
    store: Store, signed_in: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch, cast: str, day: str
) -> None:
    signed_in(cast)
    monkeypatch.setattr("pages.ui.session.now", lambda: datetime(2028, 3, 1, 4, 59, tzinfo=UTC))
    assert AppTest.from_function(reported, default_timeout=30).run().text[0].value == day
    monkeypatch.setattr("pages.ui.session.now", lambda: datetime(2028, 3, 1, 5, 0, tzinfo=UTC))
    assert AppTest.from_function(reported, default_timeout=30).run().text[0].value == "2028-03-01"


def test_a_day_that_is_none_is_refused_in_a_sentence_that_is_not_read_as_markup(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.query_params["as_of"] = "![x](https://elsewhere.example/x.png)"
    at.run()
    assert not at.exception
    assert "\\!\\[x\\]\\(https\\:" in at.error[0].value


@pytest.mark.parametrize("told", ["0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_of_which_nothing_can_be_stated_is_refused(
    store: Store, signed_in: Callable[[str | None], None], told: str
) -> None:
    signed_in("manager")
    at = AppTest.from_function(reported, default_timeout=30)
    at.query_params["as_of"] = told
    assert "which is no day" in at.run().error[0].value


def test_a_fault_of_ours_shows_a_number_that_the_log_has_and_nothing_of_the_fault(
    store: Store, signed_in: Callable[[str | None], None]
) -> None:
    signed_in("manager")
    at = AppTest.from_function(failing, default_timeout=30).run()
    assert not at.exception
    assert "secret" not in words(at)
    reference = at.error[0].value.rpartition("number ")[2].rstrip(".")
    logged = (store.home.path / "faults.log").read_text("utf-8")
    assert reference in logged
    assert "a secret detail" not in logged
