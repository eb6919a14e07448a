"""Sessions end and people are disabled: by whom, and that every way in knows it with the next request."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner
from streamlit.testing.v1 import AppTest

from pages.ui import session
from pages.ui.identity import COOKIE, SignIn, demo_cookie, sign_in_of
from pages.ui.idle import LastUses
from pages.ui.people import find_person
from pages.ui.readers import find_reader
from pages.ui.sign_ins import counts
from pipelines.actions import Refused, act
from pipelines.rules.access import OPERATOR
from pipelines.settings import Settings
from pipelines.store import Store
from tests.backend import copied
from tests.done import Deeds
from tests.forms import Form
from tests.page_visits import Visits, visiting, words
from tests.role_cells import EMAIL, who_may
from tests.sessions import APPOINTED, BOTH, MORE_PEOPLE, SECOND, asked, at_partner, done
from tests.terminal import Terminal
from tests.test_server import HERE, ask
from tests.the_cast import EMAILS, NOW, TODAY
from tests.tokens import made, refusing, tried, with_bearer

RATE = {
    "from_currency": "USD",
    "to_currency": "EUR",
    "rate": "0.9",
    "rate_on": TODAY.isoformat(),
    "rate_source": "bank",
}


@pytest.fixture(scope="module")
def peopled(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's home with more people; not to be changed."""
    home = copied(cast_files, tmp_path_factory.mktemp("sessions") / "home")
    deeds = Deeds(home)
    deeds.load(MORE_PEOPLE)
    deeds.close()
    return home


@pytest.fixture(scope="module")
def still(peopled: Path) -> Iterator[Store]:
    """Its store, where nothing is done."""
    opened = Store(peopled)
    yield opened
    opened.close()


@pytest.fixture
def store(peopled: Path, tmp_path: Path) -> Iterator[Store]:
    """The store of a copy that a test may change."""
    session._store_at.cache_clear()
    opened = Store(copied(peopled, tmp_path / "home"))
    yield opened
    opened.close()
    session._store_at.cache_clear()


@pytest.fixture
def visit(store: Store) -> Iterator[Visits]:
    with visiting(store.home.path) as visits:
        yield visits


CASES = [
    ("end_sessions", "employee", "employee", []),
    ("end_sessions", "finance", "finance", []),
    ("end_sessions", "employee", "global_admin", []),
    ("end_sessions", BOTH, "global_admin", []),
    ("end_sessions", "finance", OPERATOR, []),
    ("end_sessions", "stranger", "stranger", ["end_sessions.role"]),
    ("end_sessions", "other_admin", "global_admin", ["end_sessions.known"]),
    ("end_sessions", "stranger", OPERATOR, ["end_sessions.known"]),
    ("end_sessions", "employee", "mpn_admin", ["end_sessions.whose"]),
    ("end_sessions", "employee", "auditor", ["end_sessions.whose"]),
    ("disable_person", "employee", "global_admin", []),
    ("disable_person", SECOND, "global_admin", []),
    ("disable_person", "finance", OPERATOR, []),
    ("disable_person", "employee", "mpn_admin", ["disable_person.role"]),
    ("disable_person", "other_admin", "global_admin", ["disable_person.known"]),
    ("disable_person", BOTH, "global_admin", ["disable_person.whose"]),
    ("disable_person", APPOINTED, "global_admin", ["disable_person.app_role"]),
    ("disable_person", APPOINTED, OPERATOR, []),
    ("disable_person", "global_admin", "global_admin", ["disable_person.self"]),
    ("disable_person", "other_admin", OPERATOR, ["disable_person.last_global_admin"]),
    ("enable_person", "employee", "global_admin", ["enable_person.again"]),
    ("enable_person", "stranger", "global_admin", ["enable_person.known"]),
]


@pytest.mark.parametrize(("action", "whom", "actor", "broken"), CASES)
def test_each_rule_of_who_may_come_in_refuses_alone(
    still: Store, action: str, whom: str, actor: str, broken: list[str]
) -> None:
    assert tried(still, asked(action, whom, actor)) == broken


def test_each_rule_of_somebody_disabled_refuses_alone(store: Store) -> None:
    for whom in ("employee", BOTH, APPOINTED):
        done(store, asked("disable_person", whom, OPERATOR))
    assert tried(store, asked("disable_person", "employee", request="2")) == ["disable_person.again"]
    assert tried(store, asked("enable_person", "employee", "mpn_admin")) == ["enable_person.role"]
    assert tried(store, asked("enable_person", BOTH)) == ["enable_person.whose"]
    assert tried(store, asked("enable_person", APPOINTED)) == ["enable_person.app_role"]
    assert tried(store, asked("enable_person", "employee")) == []


def test_each_role_disables_and_ends_sessions_as_the_table_says(still: Store) -> None:
    for action in ("end_sessions", "disable_person", "enable_person"):
        may = {role for role in EMAIL if f"{action}.role" not in tried(still, asked(action, "employee", EMAIL[role]))}
        assert may == who_may(action), action


def test_a_double_click_ends_the_sessions_once(store: Store) -> None:
    order = asked("end_sessions", "employee")
    assert act(store, order) == act(store, order)


def test_the_last_global_admin_who_can_come_in_keeps_the_role_and_is_not_removed(store: Store) -> None:
    done(store, asked("disable_person", SECOND))
    for action, told in (("change_roles", {"roles": ""}), ("remove_person", {})):
        outcome = act(store, at_partner(action, "global_admin", person=EMAILS["global_admin"], **told))
        assert refusing(outcome) == [f"{action}.last_global_admin"]


def test_a_refusal_names_nobody(store: Store) -> None:
    assert isinstance(act(store, asked("disable_person", BOTH)), Refused)
    with store.snapshot() as snapshot:
        assert "both" not in snapshot.ledger.query("SELECT details, subject FROM deed").write_json()


def signed_at(seconds: int, session_name: str | None = None) -> SignIn:
    """A sign-in so many seconds after the deeds of the tests."""
    return SignIn(NOW + timedelta(seconds=seconds), session_name)


def counted(store: Store, made_at: SignIn | None, cast: str = "employee", now: datetime = NOW) -> bool:
    with store.snapshot() as snapshot:
        return counts(snapshot, EMAILS[cast], made_at, now, Settings(home=store.home.path))


def test_a_sign_in_made_before_the_sessions_ended_is_nobodys_and_a_new_one_counts(store: Store) -> None:
    assert counted(store, signed_at(-1))
    done(store, asked("end_sessions", "employee"))
    assert [counted(store, signed_at(after)) for after in (-1, 0, 1)] == [False, False, True]
    assert counted(store, signed_at(-1), "guest")


def test_a_disabled_person_is_nobody_everywhere_until_enabled_again(store: Store) -> None:
    token, rate = made(store, "mpn_admin"), at_partner("record_exchange_rate", "mpn_admin", **RATE)
    assert tried(store, rate) == []
    done(store, asked("disable_person", "mpn_admin"))
    assert not counted(store, signed_at(1), "mpn_admin")
    assert not counted(store, None, "mpn_admin")
    assert not reads(store, token.text)
    assert not known(store, "mpn_admin")
    assert tried(store, rate) == ["record_exchange_rate.role"]
    done(store, asked("enable_person", "mpn_admin"))
    assert counted(store, signed_at(1), "mpn_admin")
    assert not counted(store, signed_at(-1), "mpn_admin")
    assert reads(store, token.text)
    assert known(store, "mpn_admin")


def test_a_disabled_person_is_named_to_nobody_as_whom_to_ask(store: Store, visit: Visits) -> None:
    assert "Sita Second" in words(visit("employee", "loads"))
    done(store, asked("disable_person", SECOND))
    assert "Sita Second" not in words(visit("employee", "loads"))


def test_a_session_that_is_left_too_long_ends_for_good() -> None:
    uses, settings = LastUses(), Settings(idle_minutes=30)
    times = (0, 30, 60, 91, 92, 120)
    told = [uses.used("mine", NOW + timedelta(minutes=one), settings) for one in times]
    assert told == [True, True, True, False, False, False]
    assert uses.used("another", NOW + timedelta(minutes=91), settings)


def test_what_is_remembered_of_sessions_is_forgotten_when_their_cookies_have_ended() -> None:
    uses, settings = LastUses(), Settings(session_hours=1)
    uses.used("mine", NOW, settings)
    uses.used("another", NOW + timedelta(hours=2), settings)
    assert list(uses._last) == ["another"]


def test_a_cookie_tells_when_it_was_made_and_is_one_session(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=store.home.path, sign_in="demo")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(NOW.timestamp()))
    cookies = {COOKIE: demo_cookie(EMAILS["employee"], settings)}
    found = sign_in_of(cookies, settings)
    assert found == sign_in_of(dict(cookies), settings)
    assert found is not None
    assert found.at == NOW
    assert cookies[COOKIE] not in repr(found)
    assert sign_in_of({COOKIE: "forged"}, settings) is None
    assert sign_in_of(cookies, settings.model_copy(update={"sign_in": "proxy"})) is None


def test_a_download_is_refused_once_the_sessions_have_ended(store: Store) -> None:
    settings = Settings(home=store.home.path, sign_in="demo")
    held = {**HERE, "cookie": f"{COOKIE}={demo_cookie(EMAILS['employee'], settings)}"}
    assert ask(settings, "/media/abc.csv", held).status == 200
    done(store, asked("end_sessions", "employee", now=session.now() + timedelta(seconds=1)))
    assert ask(settings, "/media/abc.csv", held).status == 401


def test_an_open_tab_is_out_with_its_next_run_and_says_so(store: Store, visit: Visits) -> None:
    seen = visit("employee")
    assert [one.value for one in seen.title] == ["Overview"]
    done(store, asked("disable_person", "employee", now=session.now()))
    seen.run()
    assert [one.value for one in seen.title] == ["Sign in"]
    assert "This sign-in has ended" in words(seen)
    assert not seen.sidebar


def test_an_open_tab_is_out_when_the_sessions_end_and_a_new_one_is_in(store: Store, visit: Visits) -> None:
    seen = visit("employee")
    done(store, asked("end_sessions", "employee", now=session.now()))
    assert [one.value for one in seen.run().title] == ["Sign in"]
    assert [one.value for one in visit("employee").title] == ["Overview"]


def test_one_signs_out_everywhere_by_a_button_in_the_sidebar(store: Store, visit: Visits) -> None:
    seen = visit("employee")
    [button] = [one for one in seen.sidebar.button if one.label == "Sign out everywhere"]
    assert [one.value for one in button.click().run().title] == ["Sign in"]
    with store.snapshot() as snapshot:
        assert snapshot.ledger.query("SELECT action FROM deed").item() == "end_sessions"


def test_the_page_of_people_disables_and_enables(store: Store, visit: Visits) -> None:
    seen = Form(chosen(visit("global_admin", "people"), "employee"), "disable_person").send()
    assert not seen.exception
    assert not known(store, "employee")
    assert True in seen.dataframe[0].value["disabled"].to_list()
    seen = Form(seen, "enable_person").send()
    assert not seen.exception
    assert known(store, "employee")


def test_the_page_of_people_ends_the_sessions_of_one(store: Store, visit: Visits) -> None:
    Form(chosen(visit("global_admin", "people"), "employee"), "end_sessions").send()
    with store.snapshot() as snapshot:
        assert snapshot.ledger.query("SELECT email FROM sign_in_stated").item() == EMAILS["employee"]


def test_the_operator_ends_sessions_disables_and_enables_at_the_terminal(
    peopled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    home = copied(peopled, tmp_path / "home")
    terminal = Terminal(home, monkeypatch, capsysbinary)
    assert terminal.run("person", "disable", EMAILS["finance"]).code == 0
    again = terminal.run("person", "disable", EMAILS["finance"])
    assert (again.code, "disabled already" in again.text) == (4, True)
    assert terminal.run("person", "enable", EMAILS["finance"], "--as", EMAILS["global_admin"]).code == 4
    assert terminal.run("person", "enable", EMAILS["finance"]).code == 0
    assert terminal.run("person", "end-sessions", EMAILS["finance"]).code == 0
    assert terminal.run("person", "disable", "nobody").code == 2


def known(store: Store, cast: str) -> bool:
    with store.snapshot() as snapshot:
        return find_person(snapshot, EMAILS[cast], "en") is not None


def reads(store: Store, token: str) -> bool:
    with store.snapshot() as snapshot:
        return find_reader(snapshot, with_bearer(token), TODAY, "en") is not None


def chosen(seen: AppTest, cast: str) -> AppTest:
    """The page of people with one of P-1 chosen."""
    [choice] = [one for one in seen.selectbox if one.key == "person"]
    return choice.set_value(f"P-1:{EMAILS[cast]}").run()
