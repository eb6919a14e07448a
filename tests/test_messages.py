"""Letters as a page shows them: what, to whom, when and how it stands, and one that is asked for again."""

import email
import json
from dataclasses import replace
from email.policy import default
from pathlib import Path

import duckdb
import pytest

from pipelines.actions import Order, act
from pipelines.actions.letters import letter
from pipelines.actions.outbox import LONGEST_WAIT, SENDER, deliver
from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Store, schema
from pipelines.store.chain import APP
from tests.done import Deeds
from tests.letters import attempts, mailing, state, written
from tests.page_visits import visiting, words
from tests.post_office import Office, open_office
from tests.role_cells import EMAIL, PEOPLE, who_may
from tests.terminal import Terminal
from tests.the_cast import EMAILS, NOW, TODAY
from tests.tokens import refusing

BODY = "the words of the letter"
TOKEN = "a-token-that-lets-somebody-in"


@pytest.fixture
def store(deeds: Deeds) -> Store:
    return deeds.store


def resend(message_id: str, actor: str = EMAILS["global_admin"], request: str = "1") -> Order:
    given = {"message_id": message_id}
    return Order("resend_message", actor, APP, None, given, f"again-{message_id}-{request}", NOW, TODAY)


def refusals(store: Store, order: Order) -> list[str]:
    return refusing(act(store, replace(order, dry_run=True)))


def refused_letter(store: Store, **told: str) -> str:
    """A letter that its address lets go to nobody."""
    message_id = written(store, "one@contoso.example,other@else.example", **told)
    deliver(store, NOW)
    return message_id


def listed(store: Store, scope: Scope = EVERYTHING, **filters: list[str]) -> list[dict[str, object]]:
    with store.snapshot() as snapshot:
        return run(snapshot, Request("messages", TODAY, filters=filters), scope).to_dicts()


def test_the_list_tells_how_each_letter_stands_and_nothing_of_what_it_says(store: Store) -> None:
    first = written(store, "first@contoso.example", partner=BODY)
    deliver(store, NOW)
    second = written(store, "second@contoso.example", kind="verification", name=BODY, link=f"https://x/?token={TOKEN}")
    rows = {str(row["message_id"]): row for row in listed(store)}
    assert [(rows[one]["message_state"], rows[one]["attempts"]) for one in (first, second)] == [
        ("written", 1),
        ("waiting", 0),
    ]
    assert (rows[first]["sent_to"], rows[first]["letter_kind"]) == ("first@contoso.example", "marketing_contact")
    assert (rows[first]["partner"], rows[first]["tried_at"], rows[second]["tried_at"]) == ("Contoso", NOW, None)
    assert not any(BODY in str(row) or TOKEN in str(row) for row in rows.values())


def test_who_sees_one_partner_sees_no_letter_of_another(store: Store) -> None:
    here, there = written(store, "a@contoso.example"), written(store, "b@fabrikam.example", "P-2")
    to_person = written(store, EMAILS["mpn_admin"], APP)
    to_another = written(store, EMAILS["other_admin"], APP)
    seen = {scope: {row["message_id"] for row in listed(store, scope)} for scope in (Scope(("P-1",)), EVERYTHING)}
    assert seen == {Scope(("P-1",)): {here, to_person}, EVERYTHING: {here, there, to_person, to_another}}
    assert listed(store, Scope(("P-1",), EMAILS["employee"])) == []


def test_letters_are_found_by_state_and_kind(store: Store) -> None:
    refused, waiting = refused_letter(store), written(store, "a@contoso.example", kind="verification")
    assert [row["message_id"] for row in listed(store, message_state=["refused"])] == [refused]
    assert [row["message_id"] for row in listed(store, letter_kind=["verification"])] == [waiting]
    assert listed(store, partner=["P-2"]) == []


def test_a_letter_to_an_address_that_was_erased_is_sent_no_more(store: Store) -> None:
    message_id = written(store, "a@contoso.example")
    with store._opened()._borrowed(0, EVERYTHING) as cursor:
        cursor.execute("UPDATE ledger.private_text SET value = NULL")
    assert deliver(store, NOW) == []
    assert state(store, message_id) == "forgotten"


def test_each_role_sends_letters_again_as_the_table_says(deeds: Deeds) -> None:
    deeds.load(PEOPLE)
    message_id = refused_letter(deeds.store)
    for role, address in EMAIL.items():
        told = refusals(deeds.store, resend(message_id, address))
        assert ("resend_message.role" in told) == (role not in who_may("resend_message")), role


def test_each_rule_of_sending_again_refuses_alone(store: Store) -> None:
    refused, waiting, there = (
        refused_letter(store),
        written(store, "a@contoso.example"),
        refused_letter(store, stream="P-2"),
    )
    assert refusals(store, resend(refused)) == []
    assert refusals(store, resend(refused, EMAILS["auditor"])) == ["resend_message.role"]
    assert refusals(store, resend(waiting)) == ["resend_message.state"]
    assert refusals(store, resend(there)) == ["resend_message.known"]
    assert refusals(store, resend("no-such-letter")) == ["resend_message.known"]
    assert refusals(store, resend(there, EMAILS["other_admin"])) == []


def test_each_rule_of_sending_again_at_another_partner_refuses_alone(deeds: Deeds) -> None:
    there = refused_letter(deeds.store, stream="P-2")
    deeds.load("partner_id,email,name,roles\nP-2,global-admin@contoso.example,Gloria Admin,auditor\n")
    assert refusals(deeds.store, resend(there)) == ["resend_message.where"]


def test_a_letter_that_was_given_up_is_tried_anew_when_it_is_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(answer=lambda: "554 Looks like spam")
    with open_office(office) as port:
        mailing(monkeypatch, store.home.path, port)
        message_id = written(store, "a@contoso.example")
        deliver(store, NOW)
        assert refusing(act(store, resend(message_id))) == []
        assert act(store, resend(message_id)) == act(store, resend(message_id))
        assert state(store, message_id) == "waiting"
        office.answer = lambda: "250 Taken"
        deliver(store, NOW)
        assert deliver(store, NOW + LONGEST_WAIT) == []
    assert attempts(store) == [("refused", "letter"), ("sent", None)]
    assert refusals(store, resend(message_id, request="2")) == ["resend_message.state"]


def test_a_deed_does_not_wait_for_the_mail_server(deeds: Deeds, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing(monkeypatch, deeds.store.home.path, 1)
    contact = {"person": EMAILS["mpn_admin"], "other_email": "m@other.example", "phone": "+1 425 555 0100"}
    deeds.number("set_marketing_contact", None, preferred_language="en", **contact)
    assert attempts(deeds.store) == []
    assert [row["message_state"] for row in listed(deeds.store)] == ["waiting"]


def test_a_deed_refuses_an_address_that_would_be_two(deeds: Deeds) -> None:
    contact = {"person": EMAILS["mpn_admin"], "phone": "+1 425 555 0100", "preferred_language": "en"}
    for told in ("m@other.example,spy@else.example", "m@other.example\r\nBcc: spy@else.example", "M <m@other.example>"):
        assert deeds.wrong("set_marketing_contact", None, other_email=told, **contact).facts["field"] == "other_email"
    name = "Ada\r\nBcc: spy@else.example"
    contact = {"email": "ada@contoso.example", "language": "en", "name": name}
    assert deeds.wrong("send_verification", None, **contact).facts["field"] == "name"


def test_a_home_of_the_first_version_opens_and_its_written_letters_are_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "old"
    with monkeypatch.context() as before:
        before.setattr(schema, "LEDGER_MIGRATIONS", schema.LEDGER_MIGRATIONS[:1])
        before.setattr("pipelines.store.prepared.SCRIPTS", ())
        store = Store(home)
        done, waiting = written(store, "done@contoso.example"), written(store, "waiting@contoso.example")
        store.close()
    marks = home / "outbox" / "written"
    marks.mkdir(parents=True)
    (marks / done).touch()
    store = Store(home)
    assert [one.message_id for one in deliver(store, NOW)] == [waiting]
    assert [state(store, one) for one in (done, waiting)] == ["written", "written"]
    assert [path.name for path in (home / "outbox").iterdir()] == [f"{waiting}.eml"]
    store.close()
    with duckdb.connect(str(home / "ledger" / "ledger.duckdb"), read_only=True) as ledger:
        assert ledger.execute("SELECT version FROM ledger_version").fetchall() == [(len(schema.LEDGER_MIGRATIONS),)]


def test_lines_words_and_days_of_a_letter_are_told_in_its_language() -> None:
    one = {"key": "token.made", "facts": {}, "words": {"day": "outcome.done"}}
    facts = {"count": "2", "today_on": "2026-06-15", "link": "https://x.example", "lines": json.dumps([one, one])}
    told = {"message_id": "m", "address": "a@contoso.example", "kind": "reminders", "written_at": NOW}
    made = {one: letter(told | {"language": one, "facts": json.dumps(facts)}, SENDER) for one in ("en", "zh-Hant")}
    assert made["en"]["Subject"] == "Benefits Ledger: reminders of June 15, 2026 (2)"
    assert made["en"].get_content().count("until the end of Done (UTC)") == 2
    assert "2026年6月15日" in made["zh-Hant"]["Subject"]


def test_the_page_shows_letters_and_sends_one_again(store: Store, cast_home: Path) -> None:
    message_id = refused_letter(store)
    written(store, "a@contoso.example", kind="verification", name=BODY, link=f"https://x/?token={TOKEN}")
    with visiting(cast_home) as visit:
        seen = visit("global_admin", "messages")
        assert not seen.exception
        said = words(seen)
        assert "1 waiting, 1 not delivered" in said
        assert "The address does not take mail" in said
        assert "Link for the primary contact" in said
        assert BODY not in said
        assert TOKEN not in said
        (button,) = (one for one in seen.button if "resend_message" in str(one.key))
        after = button.click().run()
        assert not after.exception
        assert "Letter sent again" in "\n".join(str(one.value) for one in after.success)
    assert state(store, message_id) == "waiting"


def test_the_page_sees_an_attempt_that_came_after_it_was_drawn(store: Store, cast_home: Path) -> None:
    written(store, "a@contoso.example")
    with visiting(cast_home) as visit:
        assert "1 waiting, 0 not delivered" in words(visit("auditor", "messages"))
        deliver(store, NOW)
        assert "Written as a file" in words(visit("auditor", "messages"))
        assert "No letters here" in words(visit("auditor", "messages", message_state="waiting"))
        assert "No letters here" in words(visit("other_admin", "messages"))


def test_the_terminal_delivers_what_is_due_and_says_what_came_of_it(cast_terminal: Terminal, cast_home: Path) -> None:
    store = Store(cast_home)
    written(store, "a@contoso.example")
    written(store, "nobody")
    store.close()
    told = cast_terminal.run("deliver")
    assert (told.code, told.text) == (
        3,
        "Letters: 0 sent, 1 written as files, 0 to be tried again, 0 given up, 1 refused.\n",
    )
    (file,) = (cast_home / "outbox").glob("*.eml")
    assert email.message_from_bytes(file.read_bytes(), policy=default)["To"] == "a@contoso.example"
    again = cast_terminal.run("deliver")
    assert (again.code, again.text) == (0, "No letter is due.\n")
