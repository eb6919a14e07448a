"""`benefits act`: one deed as a person at the terminal; done is exit 0, refused 4 with the rule, and nonsense 2."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.actions import Changed
from pipelines.commands.act import told as in_words
from pipelines.store import EVERYTHING, Store
from tests.terminal import Terminal, Told
from tests.the_cast import EMAILS

ADMIN, EMPLOYEE = EMAILS["global_admin"], EMAILS["employee"]
ASSIGN = ("assign_seat", "--entitlement", "E-1", "--set", f"person={EMAILS['mpn_admin']}")


def act(terminal: Terminal, *words: str, actor: str = ADMIN) -> Told:
    return terminal.run("act", *words, "--as", actor)


def told(terminal: Terminal, *words: str, actor: str = ADMIN) -> tuple[int, Any]:
    """The exit code, and what the JSON says."""
    one = act(terminal, *words, "--format", "json", actor=actor)
    assert one.err == ""
    return one.code, json.loads(one.out)


def rows(terminal: Terminal) -> list[dict[str, Any]]:
    """The ledger, with the address of who did it."""
    store = Store(terminal.home)
    with store.snapshot() as snapshot:
        found = snapshot.query(
            "SELECT deed.*, email FROM deed JOIN identity ON person_id = actor ORDER BY version", {}, EVERYTHING
        )
    store.close()
    return found.to_dicts()


def test_a_deed_is_done_as_the_person_and_recorded_as_done_at_the_terminal(cast_terminal: Terminal) -> None:
    code, result = told(cast_terminal, *ASSIGN, "--request-id", "r-1")
    assert code == 0
    assert {name: result[name] for name in ("outcome", "rules", "sentences")} == {
        "outcome": "done",
        "rules": [],
        "sentences": [],
    }
    [row] = rows(cast_terminal)
    assert (row["email"], row["via"], row["action"], row["entitlement_id"]) == (ADMIN, "terminal", "assign_seat", "E-1")
    receipt = result["receipt"]
    assert receipt["hash"] == row["hash"]
    assert (receipt["partner_id"], receipt["version"], receipt["request_id"]) == ("P-1", 1, "r-1")


def test_the_same_request_is_one_deed_and_says_the_same(cast_terminal: Terminal) -> None:
    first = act(cast_terminal, *ASSIGN, "--request-id", "r-1", "--format", "json")
    assert act(cast_terminal, *ASSIGN, "--request-id", "r-1", "--format", "json") == first
    assert len(rows(cast_terminal)) == 1


def test_without_a_request_id_each_is_a_deed_of_its_own(cast_terminal: Terminal) -> None:
    assert act(cast_terminal, *ASSIGN).code == 0
    code, result = told(cast_terminal, *ASSIGN)
    assert (code, result["outcome"]) == (4, "refused")


def test_a_refusal_names_the_rule_in_a_sentence_with_its_source_and_is_recorded(cast_terminal: Terminal) -> None:
    code, result = told(cast_terminal, *ASSIGN, actor=EMPLOYEE)
    assert (code, result["outcome"], result["rules"], result["receipt"]) == (4, "refused", ["assign_seat.role"], None)
    [sentence], [source] = result["sentences"], result["sources"]
    assert "Global admin" in sentence
    assert source.startswith("S2 row")
    [row] = rows(cast_terminal)
    assert (row["outcome"], row["via"], json.loads(row["rules"])) == ("refused", "terminal", ["assign_seat.role"])


def test_in_words_a_deed_is_a_line_and_a_refusal_its_sentences(cast_terminal: Terminal) -> None:
    done = act(cast_terminal, *ASSIGN, "--request-id", "r-1")
    assert (done.code, done.text) == (0, "Seat assigned. Partner P-1, deed 1, request r-1.\n")
    refused = act(cast_terminal, *ASSIGN, actor=EMPLOYEE)
    assert (refused.code, refused.err) == (4, "")
    assert refused.text.startswith("Your roles at the partner do not allow this.")
    assert refused.text.endswith(")\n")


def test_words_are_in_the_language_of_the_settings(cast_terminal: Terminal) -> None:
    cast_terminal.environment.setenv("BENEFITS_LANGUAGE", "zh-Hant")
    _, result = told(cast_terminal, *ASSIGN, actor=EMPLOYEE)
    assert result["sentences"][0].startswith("您在該合作夥伴的角色不允許此操作。")


def test_a_dry_run_says_what_would_come_of_it_and_leaves_no_row(cast_terminal: Terminal) -> None:
    code, result = told(cast_terminal, *ASSIGN, "--dry-run")
    assert (code, result["outcome"], result["receipt"]) == (0, "done", None)
    assert (
        act(cast_terminal, *ASSIGN, "--dry-run").text
        == "Dry run: it would be done (Seat assigned). Nothing was changed.\n"
    )
    assert act(cast_terminal, *ASSIGN, "--dry-run", actor=EMPLOYEE).code == 4
    assert rows(cast_terminal) == []


def test_the_day_of_the_deed_may_be_told(cast_terminal: Terminal) -> None:
    code, result = told(cast_terminal, *ASSIGN, "--on", "2027-06-15")
    assert (code, result["outcome"]) == (4, "refused")
    assert told(cast_terminal, *ASSIGN, "--on", "2026-06-14")[0] == 0
    assert [f"{row['on_day']}" for row in rows(cast_terminal)] == ["2027-06-15", "2026-06-14"]


def test_a_membership_is_named_by_its_offer_and_a_request_by_its_number(cast_terminal: Terminal) -> None:
    code, result = told(cast_terminal, "request_refund", "--set", "offer=gold", "--set", "reason=too late")
    assert (code, "request_refund.days" in result["rules"]) == (4, True)
    asked = ("request_advisory_hours", "--entitlement", "E-4", *HOURS)
    number = told(cast_terminal, *asked)[1]["receipt"]["subject"]
    assert told(cast_terminal, "withdraw_request", "--set", f"request={number}")[0] == 0
    code, result = told(cast_terminal, "withdraw_request", "--set", f"request={number}")
    assert (code, result["rules"]) == (4, ["withdraw_request.waiting"])


HOURS: tuple[str, ...] = tuple(
    word
    for pair in (
        "title=Landing zone",
        "description=A review",
        "product=azure",
        "country=DE",
        "language=en",
        "phone=+49 30 1234567",
        "time_zone=Europe/Berlin",
        "hours=5",
        "phase=presales",
    )
    for word in ("--set", pair)
)


def test_keys_are_told_with_the_deed_that_reveals_them(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_text("entitlement_id,key,seats,months\nE-3,AAAA1-BBBB2-CCCC3-DDDD4-EEEE5,10,12\n")
    assert cast_terminal.run("load", file).code == 0
    get = ("get_keys", "--entitlement", "E-3", "--set", "acknowledged=yes", "--set", "tenant_checked=yes")
    assert "keys" not in told(cast_terminal, *get, "--dry-run")[1]
    assert "keys" not in told(cast_terminal, *get, actor=EMPLOYEE)[1]
    once = (*get, "--request-id", "r-1")
    assert told(cast_terminal, *once)[1]["keys"] == ["AAAA1-BBBB2-CCCC3-DDDD4-EEEE5"]
    assert act(cast_terminal, *once).text.splitlines()[1:] == ["AAAA1-BBBB2-CCCC3-DDDD4-EEEE5"]


def test_a_partner_must_be_named_where_several_know_the_person(cast_terminal: Terminal) -> None:
    added = ("--set", "email=new@contoso.example", "--set", "name=New", "--set", "member_type=member")
    assert told(cast_terminal, "add_person", *added)[0] == 0
    unclear = act(cast_terminal, "add_person", *added, actor=EMAILS["manager"])
    assert (unclear.code, unclear.err) == (2, "--set partner: found –, expected P-1, P-2.\n")
    code, result = told(cast_terminal, "add_person", *added, "--set", "partner=P-2", actor=EMAILS["manager"])
    assert (code, result["rules"]) == (4, ["add_person.role"])


def test_an_admin_of_another_partner_and_a_stranger_have_no_role(cast_terminal: Terminal) -> None:
    for actor in ("other_admin", "stranger"):
        code, result = told(cast_terminal, *ASSIGN, actor=EMAILS[actor])
        assert (code, "assign_seat.role" in result["rules"]) == (4, True)


NONSENSE = {
    "no_such_action": "There is no action no_such_action. Known are: get_keys, ",
    "assign_seat": "--entitlement: found –, expected benefit.",
    "assign_seat --entitlement E-99 --set person=a@b.example": "There is no benefit E-99.",
    "assign_seat --entitlement E-1 --set partner=P-2 --set person=a@b.example": "at partner P-2",
    "assign_seat --entitlement E-1 --set person=nobody": "person: found nobody, expected an e-mail address.",
    "assign_seat --entitlement E-1": "person: found –, expected an e-mail address.",
    "assign_seat --entitlement E-1 --set colour=red": "colour: found red, expected person",
    "assign_seat --entitlement E-1 --set person": '"person" is not a setting. Write it as KEY=VALUE.',
    "add_person --entitlement E-1": "--entitlement: found E-1, expected partner.",
    "add_person --set partner=P-99": "There is no partner P-99.",
    "request_refund": "--set offer: found –, expected membership.",
    "request_refund --set offer=platinum --set reason=x": "platinum",
    "withdraw_request": "--set request: found –, expected request.",
    "withdraw_request --set request=P-1-R99": "There is no request P-1-R99.",
    "assign_seat --entitlement E-1 --on 2026-02-30": "2026-02-30",
}


@pytest.mark.parametrize("words", NONSENSE)
def test_what_makes_no_sense_is_named_and_leaves_no_row(cast_terminal: Terminal, words: str) -> None:
    one = act(cast_terminal, *words.split())
    assert (one.code, one.out) == (2, b"")
    assert NONSENSE[words] in one.err
    assert rows(cast_terminal) == []


@pytest.mark.parametrize("address", ["nobody", "@contoso.example", "nobody@", ""])
def test_who_asks_must_be_an_address(cast_terminal: Terminal, address: str) -> None:
    one = act(cast_terminal, *ASSIGN, actor=address)
    assert (one.code, one.err) == (2, f"--as: found {address}, expected an e-mail address.\n")


def test_somebody_who_was_faster_is_named() -> None:
    faster = in_words(Changed("Marta Partner", "assign_seat", datetime(2026, 6, 15, 8, 30, tzinfo=UTC)), "en")
    assert faster["outcome"] == "changed-meanwhile"
    [sentence] = faster["sentences"]
    assert "Marta Partner" in sentence
    assert "2026-06-15 08:30" in sentence
