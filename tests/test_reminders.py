"""Reminders go out: to whom, once a day, in which letters; snoozed, handled, chosen; a simulated stretch of days."""

import email
from collections import Counter
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest

from pipelines.actions import Done, Refused
from pipelines.actions.outbox import deliver
from pipelines.actions.reminding import remind
from pipelines.reports.reminders import things
from pipelines.rules.access import OPERATOR
from pipelines.store import EVERYTHING, Scope, Store
from pipelines.store.audit import verify
from pipelines.text import LANGUAGES
from tests.done import Deeds
from tests.reminding import ADDRESS, a_day, days, in_ledger, of_the_store, round_of, said, told
from tests.role_cells import CAST, who_may
from tests.terminal import Terminal
from tests.the_cast import EMAILS, TODAY

MONDAY, TUESDAY = TODAY, TODAY + timedelta(1)
ACTIVATE = "P-1/benefit/activate_by/E-1/2026-06-30"
GOLD_ENDS = "P-1/membership/membership_ends_on/gold:2025-07-01/2026-06-30"
OF_P1 = [
    f"{ACTIVATE}@30",
    f"{GOLD_ENDS}@30",
    "P-1/benefit/use_until/E-1/2026-07-30@60",
    "P-1/benefit/activate_by/E-3/2026-08-31@90",
]
# On Tuesday it is 90 days to the end of Fabrikam's.
OF_P2 = [
    "P-2/benefit/activate_by/E-6/2026-09-14@90",
    "P-2/credit/credit_ends_on/bbbbbbbb-0000-4000-8000-000000000002:2025-09-16/2026-09-14@90",
    "P-2/membership/membership_ends_on/action-pack-2023:2025-09-15/2026-09-14@90",
]


@pytest.fixture
def store(deeds: Deeds) -> Store:
    return deeds.store


def letters(store: Store) -> list[EmailMessage]:
    """The letters as they arrive."""
    deliver(store, a_day().now)
    found = sorted((store.home.path / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in found]


def test_each_is_told_what_the_roles_and_the_partners_are_and_nothing_else(store: Store) -> None:
    assert told(round_of(store, TUESDAY)) == {
        EMAILS["global_admin"]: OF_P1,
        EMAILS["mpn_admin"]: OF_P1,
        EMAILS["manager"]: OF_P1 + OF_P2,
        EMAILS["other_admin"]: OF_P2,
        EMAILS["admin_agent"]: [OF_P1[1]],
        EMAILS["finance"]: [OF_P1[1], *OF_P2[1:]],
    }


def test_a_round_is_done_once_a_day_and_a_step_is_said_once(store: Store) -> None:
    assert told(round_of(store, TUESDAY))
    assert remind(store, of_the_store, a_day(TUESDAY)) is None
    assert EMAILS["global_admin"] not in told(round_of(store, TUESDAY + timedelta(1)))
    sent = Counter(in_ledger(store)["address"])
    assert sent[EMAILS["global_admin"]] == 1


def test_a_round_that_was_cut_short_goes_on_where_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.actions import app_rows

    def gone(*_: object, **__: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as patch:
        patch.setattr(app_rows, "append", gone)
        with pytest.raises(OSError, match="power"):
            remind(store, of_the_store, a_day(TUESDAY))
    before = in_ledger(store).height
    assert before > 0
    assert round_of(store, TUESDAY) == []
    assert in_ledger(store).height == before


def test_what_is_handled_or_asleep_is_not_said_to_this_person_alone(store: Store) -> None:
    assert isinstance(said(store, "handle_reminder", "global_admin", "1", reminder=ACTIVATE), Done)
    until = (TUESDAY + timedelta(2)).isoformat()
    assert isinstance(said(store, "snooze_reminder", "global_admin", "2", reminder=GOLD_ENDS, until=until), Done)
    first = told(round_of(store, TUESDAY))
    assert first[EMAILS["global_admin"]] == OF_P1[2:]
    assert first[EMAILS["mpn_admin"]] == OF_P1
    assert EMAILS["global_admin"] not in told(round_of(store, TUESDAY + timedelta(1)))
    woken = told(round_of(store, TUESDAY + timedelta(2)))[EMAILS["global_admin"]]
    assert woken == [f"{GOLD_ENDS}@snoozed-{until}"]


def test_who_chose_the_digest_or_nothing_gets_that(store: Store) -> None:
    for cast, choice in (("global_admin", "digest"), ("mpn_admin", "off")):
        assert isinstance(said(store, "choose_reminders", cast, cast, reminder_letters=choice), Done)
    on_tuesday = told(round_of(store, TUESDAY))
    assert not {EMAILS["global_admin"], EMAILS["mpn_admin"]} & set(on_tuesday)
    on_monday = {one.email for one in round_of(store, MONDAY + timedelta(7)) if one.digest is not None}
    assert EMAILS["global_admin"] in on_monday
    assert EMAILS["mpn_admin"] not in on_monday


def test_a_digest_is_quiet_where_nothing_changed(store: Store) -> None:
    first = {one.email for one in round_of(store, MONDAY)}
    assert {EMAILS["manager"], EMAILS["admin_agent"]} <= first
    second = {one.email for one in round_of(store, MONDAY + timedelta(7)) if one.digest is not None}
    assert EMAILS["manager"] in second
    assert EMAILS["admin_agent"] not in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_in_the_readers_language_with_links_and_the_digest_with_the_seal(
    store: Store, language: str
) -> None:
    said(store, "choose_reminders", "finance", "f", reminder_letters="all", language=language)
    round_of(store, MONDAY)
    [digest] = [one for one in letters(store) if one["To"] == EMAILS["finance"]]
    body = digest.get_content()
    assert f"{ADDRESS}/membership?partner=P-1&offer=gold" in body
    assert "{" not in body + digest["Subject"]
    seals = store.ledger().query("SELECT details ->> 'seal' AS seal FROM deed WHERE action = 'remind'")["seal"]
    assert [len(seal) for seal in seals if seal and seal in body] == [64]
    assert verify(store.ledger()) == []


def test_nobody_disabled_is_reminded(store: Store) -> None:
    assert isinstance(said(store, "disable_person", "global_admin", "out", person=EMAILS["mpn_admin"]), Done)
    assert EMAILS["mpn_admin"] not in told(round_of(store, TUESDAY))


def test_no_row_of_a_deed_names_an_address(store: Store) -> None:
    round_of(store, TUESDAY)
    rows = store.ledger().query("FROM deed WHERE action = 'remind'")
    assert set(rows["actor"]) == {OPERATOR}
    assert "@contoso" not in rows.drop("done_at", "on_day").write_json()


RULES = [
    ("handle_reminder", "global_admin", {"reminder": ACTIVATE}, []),
    ("handle_reminder", "finance", {"reminder": GOLD_ENDS}, []),
    ("handle_reminder", "finance", {"reminder": ACTIVATE}, ["handle_reminder.own"]),
    ("handle_reminder", "other_admin", {"reminder": ACTIVATE}, ["handle_reminder.own"]),
    ("handle_reminder", "global_admin", {"reminder": "P-1/no-such-topic"}, ["handle_reminder.own"]),
    ("handle_reminder", "auditor", {"reminder": ACTIVATE}, ["handle_reminder.own"]),
    ("snooze_reminder", "global_admin", {"reminder": ACTIVATE, "until": "2026-06-16"}, []),
    ("snooze_reminder", "global_admin", {"reminder": ACTIVATE, "until": "2026-06-15"}, ["snooze_reminder.past"]),
    ("snooze_reminder", "other_admin", {"reminder": ACTIVATE, "until": "2026-06-16"}, ["snooze_reminder.own"]),
    ("revoke_calendar", "global_admin", {}, ["revoke_calendar.there"]),
]


@pytest.mark.parametrize(("action", "cast", "given", "broken"), RULES)
def test_each_rule_of_reminders_refuses_alone(
    store: Store, action: str, cast: str, given: dict[str, str], broken: list[str]
) -> None:
    outcome = said(store, action, cast, "once", **given)
    assert ([one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []) == broken


GIVEN = {
    "snooze_reminder": {"reminder": ACTIVATE, "until": "2026-06-16"},
    "handle_reminder": {"reminder": ACTIVATE},
    "choose_reminders": {"reminder_letters": "off"},
    "create_calendar": {"token_id": "0" * 12, "fingerprint": "0" * 64},
    "revoke_calendar": {},
}


@pytest.mark.parametrize("action", GIVEN)
def test_each_rule_of_a_role_refuses_alone(store: Store, action: str) -> None:
    for role, cast in CAST.items():
        outcome = said(store, action, cast, f"{action}-{role}", **GIVEN[action])
        broken = [one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []
        assert (broken == [f"{action}.role"]) == (role not in who_may(action)), role


def test_the_dates_are_those_of_the_reports(deeds: Deeds) -> None:
    with deeds.store.snapshot() as snapshot:
        found = things(snapshot, TODAY, EVERYTHING)
        nothing = things(snapshot, TODAY, Scope(("P-1",), EMAILS["employee"]))
        of_p2 = things(snapshot, TODAY, Scope(("P-2",)))
    assert nothing.is_empty()
    assert set(of_p2["partner_id"]) == {"P-2"}
    stated = set(deeds.report("expiry", "date")["expires_on"]) | set(deeds.report("seats", "seat")["free_on"])
    terms = deeds.report("memberships", "term")
    stated |= {day for name in ("ends_on", "renewable_from", "renewable_until") for day in terms[name]}
    stated |= set(deeds.report("credit-balance", "credit")["ends_on"])
    assert set(found["due_on"].drop_nulls()) <= stated


def test_a_seat_that_may_be_moved_is_news_for_thirty_days(deeds: Deeds) -> None:
    with deeds.store.snapshot() as snapshot:
        free = things(snapshot, TODAY, EVERYTHING).filter(kind="seat_free_on").row(0, named=True)
        days = [free["due_on"] + timedelta(later) for later in (0, 29, 30)]
        news = [free["reminder"] in things(snapshot, day, EVERYTHING)["reminder"].to_list() for day in days]
    assert news == [True, True, False]


def test_a_request_that_waits_is_said_and_one_that_is_answered_is_not(deeds: Deeds) -> None:
    number = deeds.number(
        "request_advisory_hours", "E-4", actor="global_admin",
        title="Migration", description="Words", product="azure", phase="deployment", hours="2", country="US",
        language="en", phone="+1 425 555 0100", time_zone="America/New_York",
    )  # fmt: skip
    week = TODAY + timedelta(7)
    waiting = f"P-1/request/request_waiting/{number}/{TODAY}"
    with deeds.store.snapshot() as snapshot:
        assert waiting in things(snapshot, week, EVERYTHING)["reminder"].to_list()
    assert f"{waiting}@7" in told(round_of(deeds.store, week))[EMAILS["manager"]]
    answered = deeds("record_answer", number, outcome="declined", day=week)
    assert isinstance(answered, Done), answered
    with deeds.store.snapshot() as snapshot:
        assert waiting not in things(snapshot, week, EVERYTHING)["reminder"].to_list()


def simulated(store: Store, first: date, last: date) -> Counter[tuple[str, str]]:
    """Who was told what how often in rounds day by day."""
    seen: Counter[tuple[str, str]] = Counter()
    for day in days(first, last):
        seen.update((email, one) for email, what in told(round_of(store, day)).items() for one in what)
    return seen


def expected(store: Store, first: date, last: date, partner: str) -> set[str]:
    """The steps before the dates of a partner's benefits and memberships that fall into these days, by the reports."""
    with store.snapshot() as snapshot:
        found = things(snapshot, first, Scope((partner,))).filter(kind="membership_ends_on").to_dicts()
    steps = {(row["reminder"], days_before, row["due_on"]) for row in found for days_before in (90, 60, 30, 7, 1)}
    return {f"{one}@{before}" for one, before, on in steps if first <= on - timedelta(before) <= last}


def check_stretch(store: Store, first: date, last: date) -> None:
    """Each expected reminder exactly once, none after it was handled, none of another partner."""
    wanted = {partner: expected(store, first, last, partner) for partner in ("P-1", "P-2")}
    handled = f"{GOLD_ENDS}@7"
    assert isinstance(said(store, "handle_reminder", "mpn_admin", "h", reminder=GOLD_ENDS), Done)
    seen = simulated(store, first, last)
    assert set(seen.values()) == {1}
    of = {cast: {one for email, one in seen if email == EMAILS[cast]} for cast in EMAILS}
    assert wanted["P-1"] <= of["global_admin"]
    assert wanted["P-1"] | wanted["P-2"] <= of["manager"]
    assert wanted["P-2"] <= of["other_admin"]
    assert handled in of["global_admin"]
    assert not any(one.startswith(GOLD_ENDS) for one in of["mpn_admin"])
    assert all(one.startswith("P-1/") for cast in ("global_admin", "mpn_admin", "admin_agent") for one in of[cast])
    assert all(one.startswith("P-2/") for one in of["other_admin"])
    assert not of["auditor"] | of["employee"] | of["guest"] | of["stranger"]


def test_a_stretch_of_days_tells_each_expected_thing_once(store: Store) -> None:
    check_stretch(store, date(2026, 6, 20), date(2026, 7, 2))


@pytest.mark.deep
def test_a_year_day_by_day_tells_each_expected_thing_once(store: Store) -> None:
    check_stretch(store, date(2026, 6, 15), date(2027, 6, 14))


def test_the_command_says_what_it_would_do_does_it_once_and_says_so(cast_terminal: Terminal) -> None:
    tried = cast_terminal.run("remind", "--dry-run")
    assert (tried.code, f"{EMAILS['manager']} {OF_P1[0]}" in tried.text) == (0, True)
    assert "5 people" in tried.text
    done = cast_terminal.run("remind")
    assert (done.code, "Reminded: 5 people." in done.text) == (0, True)
    assert len(list((cast_terminal.home / "outbox").glob("*.eml"))) == 5
    assert "already" in cast_terminal.run("remind").text
