"""The page of reminders: one's own, snoozed, handled, by letter, and the address of the calendar."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.actions.reminders import calendar_owner
from pipelines.store import Store
from pipelines.text import LANGUAGES, text
from tests.forms import Form
from tests.page_visits import Visits, words
from tests.the_cast import EMAILS

ADDRESS = re.compile(r"/calendar/(bc_[0-9a-f]{12}_[\w-]{43})\.ics\?language=([\w-]+)")
ACTIVATE = "P-1/benefit/activate_by/E-1/2026-06-30"


@pytest.fixture
def store(cast_store: Store) -> Store:
    return cast_store


def states(seen: AppTest) -> dict[str, str]:
    """How the reader's reminders stand, by their key."""
    table = seen.dataframe[0].value
    return dict(zip(table["reminder"], table["state"], strict=True))


def addresses(seen: AppTest) -> list[tuple[str, str]]:
    """The tokens and languages of the calendars that the page shows."""
    return [found for one in seen.code for found in ADDRESS.findall(one.value)]


def test_the_page_lists_what_the_reader_is_told_of_with_the_way_to_the_form(visit: Visits) -> None:
    seen = visit("global_admin", "reminders")
    assert states(seen)[ACTIVATE] == "Due"
    assert all(key.startswith("P-1/") for key in states(seen))
    links = seen.dataframe[0].value["open"].to_list()
    assert "/visual_studio?entitlement=E-1&partner=P-1" in links
    assert "To be activated: Visual Studio Enterprise (Contoso)" in words(seen)


def test_a_role_that_is_reminded_of_nothing_is_told_so(visit: Visits) -> None:
    seen = visit("auditor", "reminders")
    assert not seen.dataframe
    assert text("reminders.none") in words(seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_is_snoozed_and_then_handled(visit: Visits, language: str) -> None:
    seen = visit("global_admin", "reminders", language, reminder=ACTIVATE)
    seen = Form(seen, "snooze_reminder", language).send()
    assert states(seen)[ACTIVATE] == text("reminder_state.snoozed", language)
    seen = Form(seen, "handle_reminder", language).send()
    assert states(seen)[ACTIVATE] == text("reminder_state.handled", language)
    assert list(states(seen))[-1] == ACTIVATE
    assert states(visit("mpn_admin", "reminders", language))[ACTIVATE] == text("reminder_state.due", language)


def test_the_choice_of_letters_is_kept(visit: Visits) -> None:
    seen = Form(visit("manager", "reminders"), "choose_reminders").send(reminder_letters="digest", language="zh-Hant")
    form = Form(seen, "choose_reminders")
    assert (form.field("reminder_letters").value, form.field("language").value) == ("digest", "zh-Hant")


def test_the_calendar_has_an_address_that_is_shown_once_and_works(store: Store, visit: Visits) -> None:
    seen = visit("manager", "reminders", "zh-Hans")
    assert addresses(seen) == []
    seen = Form(seen, "create_calendar", "zh-Hans").send()
    [(token, language)] = addresses(seen)
    assert language == "zh-Hans"
    with store.snapshot() as snapshot:
        assert calendar_owner(snapshot, token) == EMAILS["manager"]
    assert addresses(visit("manager", "reminders", "zh-Hans")) == []
    seen = Form(visit("manager", "reminders"), "revoke_calendar").send()
    with store.snapshot() as snapshot:
        assert calendar_owner(snapshot, token) is None
    assert text("deed.revoke_calendar") in words(seen)
