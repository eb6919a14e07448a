"""A double click is one press: its deed, its file, its load."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from pages.ui import one_press
from pages.ui.one_press import Pressed
from pipelines.actions import Done, Order, act
from pipelines.text import text
from tests.done import Deeds
from tests.forms import Form, warnings
from tests.page_visits import Visits
from tests.the_cast import EMAILS, NOW, TODAY


def test_a_second_click_waits_for_the_first_one_and_makes_nothing() -> None:
    pressed, begun, go_on = Pressed[str](), Event(), Event()
    made: list[str] = []

    def work() -> str:
        begun.set()
        assert go_on.wait(30)
        made.append("made")
        return "made"

    with ThreadPoolExecutor(2) as clicks:
        first = clicks.submit(pressed.make, work)
        assert begun.wait(30)
        second = clicks.submit(pressed.make, work)
        go_on.set()
        first.result()
        second.result()
    assert (made, pressed.made) == (["made"], "made")


def test_a_click_that_was_cut_off_leaves_the_work_to_the_next_one() -> None:
    pressed = Pressed[str]()
    with pytest.raises(ZeroDivisionError):
        pressed.make(lambda: str(1 // 0))
    pressed.make(lambda: "made")
    assert pressed.made == "made"


def test_so_soon_after_a_deed_a_press_of_its_new_form_is_the_second_half_of_a_double_click(visit: Visits) -> None:
    drawn = visit("global_admin", "tokens")
    visit.patch.setattr(one_press, "SECONDS", 60)
    seen = Form(drawn, "create_token").send(purpose="Spreadsheet")
    shown = [one.value for one in seen.code]
    seen = Form(seen, "create_token").send()
    assert not seen.error
    assert "Receipt" in seen.success[0].value
    assert [one.value for one in seen.code] == shown


def test_a_deed_that_is_done_is_told_again_whatever_its_form_has_become(deeds: Deeds) -> None:
    given = {"person": EMAILS["user_admin"]}
    order = Order("assign_seat", EMAILS["global_admin"], "P-1", "E-1", given, "r-1", NOW, TODAY)
    assigned = act(deeds.store, order)
    assert isinstance(assigned, Done)
    assert act(deeds.store, replace(order, given={})) == assigned


@pytest.mark.parametrize("action", ["choose_reminders", "create_calendar"])
def test_what_one_chose_in_one_window_is_not_overwritten_from_an_older_one(visit: Visits, action: str) -> None:
    first, second = visit("finance", "reminders"), visit("finance", "reminders")
    assert Form(first, action).send().success
    seen = Form(second, action).send()
    assert text(f"deed.{action}") in warnings(seen)
    assert not seen.success
    assert Form(seen, action).send().success


def test_after_somebody_was_faster_a_form_begins_with_the_new_state_and_not_with_the_old(visit: Visits) -> None:
    first, second = visit("finance", "reminders"), visit("finance", "reminders")
    assert Form(first, "choose_reminders").send(reminder_letters="off").success
    seen = Form(second, "choose_reminders").send(reminder_letters="digest")
    assert Form(seen, "choose_reminders").field("reminder_letters").value == "off"
