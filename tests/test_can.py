"""`benefits can`: each action a person could do now, or the rules in the way, as on the pages."""

import json
from typing import Any

import pytest

from pipelines.actions import ACTIONS, can
from pipelines.store import Store
from tests.terminal import Terminal
from tests.the_cast import EMAILS, TODAY

ADMIN = EMAILS["global_admin"]


def listed(terminal: Terminal, *words: str, actor: str = ADMIN) -> list[dict[str, Any]]:
    one = terminal.run("can", "--as", actor, "--format", "json", *words)
    assert (one.code, one.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(one.out)
    return found


def rules(found: list[dict[str, Any]], action: str, thing: str) -> list[str]:
    [row] = [row for row in found if (row["action"], row["id"]) == (action, thing)]
    assert row["allowed"] == (not row["broken"])
    return [one["rule"] for one in row["broken"]]


def test_each_action_is_listed_for_each_thing_it_can_be_about(cast_terminal: Terminal) -> None:
    found = listed(cast_terminal)
    everywhere = {action.name for action in ACTIONS.values() if action.about == "partner"}
    assert everywhere == {row["action"] for row in found if row["about"] == "partner"}
    assert rules(found, "assign_seat", "E-1") == []
    assert "request_refund.days" in rules(found, "request_refund", "gold")
    assert {row["partner"] for row in found} == {"P-1"}


def test_it_says_what_the_rules_say(cast_terminal: Terminal) -> None:
    found = [
        (row["about"], row["id"], row["action"], [one["rule"] for one in row["broken"]])
        for row in listed(cast_terminal)
    ]
    store = Store(cast_terminal.home)
    with store.snapshot() as snapshot:
        assert found == list(can(snapshot, ADMIN, "P-1", TODAY).iter_rows())
    store.close()


def test_what_is_in_the_way_is_a_sentence_with_its_source(cast_terminal: Terminal) -> None:
    found = listed(cast_terminal, "--entitlement", "E-1", actor=EMAILS["employee"])
    [why] = next(row["broken"] for row in found if row["action"] == "assign_seat")
    assert why["rule"] == "assign_seat.role"
    assert "Global admin" in why["sentence"]
    assert why["source"].startswith("S2 row")


def test_of_one_benefit_only_its_own_actions_are_listed(cast_terminal: Terminal) -> None:
    found = listed(cast_terminal, "--entitlement", "E-1")
    assert {(row["about"], row["id"]) for row in found} == {("entitlement", "E-1")}
    assert {row["action"] for row in found} >= {"assign_seat", "remove_seat", "reassign_seat"}


def test_the_day_decides(cast_terminal: Terminal) -> None:
    assert rules(listed(cast_terminal, "--entitlement", "E-1", "--on", "2027-01-01"), "assign_seat", "E-1") != []


def test_somebody_known_at_every_partner_is_told_of_each_and_a_stranger_of_none(cast_terminal: Terminal) -> None:
    assert {row["partner"] for row in listed(cast_terminal, actor=EMAILS["finance"])} == {"P-1", "P-2", "P-3"}
    assert listed(cast_terminal, actor=EMAILS["stranger"]) == []


def test_a_benefit_of_another_partner_is_out_of_reach(cast_terminal: Terminal) -> None:
    found = listed(cast_terminal, "--entitlement", "E-6")
    assert all(any(one["rule"].endswith(".role") for one in row["broken"]) for row in found)


def test_as_text_each_action_is_a_line_with_its_reasons_below(cast_terminal: Terminal) -> None:
    lines = cast_terminal.run("can", "--as", ADMIN).text.splitlines()
    assert "P-1  E-1  assign_seat: yes" in lines
    place = lines.index("P-1  gold  request_refund: no")
    assert lines[place + 1].startswith("    Gold was bought on 20 Jun 2025")
    assert cast_terminal.run("can", "--as", EMAILS["stranger"]).text == "No rows.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "nobody"), "--as: found nobody, expected an e-mail address."),
        (("--as", ADMIN, "--entitlement", "E-99"), "There is no benefit E-99."),
        ((), "Missing option '--as'"),
    ],
)
def test_what_makes_no_sense_is_named(cast_terminal: Terminal, words: tuple[str, ...], said: str) -> None:
    one = cast_terminal.run("can", *words)
    assert (one.code, one.out) == (2, b"")
    assert said in one.err
