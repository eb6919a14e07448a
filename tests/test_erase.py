"""A person erased: nothing that is kept names the person any more, and what was done still stands as it was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.actions import Done, Order, act, erasure
from pipelines.actions.erasure import Erased, PersonHasRole, PersonUnknown, erase_person
from pipelines.store import EVERYTHING
from pipelines.store.audit import sealed, verify
from pipelines.store.check import check
from pipelines.store.errors import LedgerInUse, NothingToRollBack
from tests.backend import copied
from tests.desk import Desk
from tests.done import Deeds
from tests.serving import serving
from tests.terminal import Terminal, run_apart
from tests.the_cast import EMAILS, NOW, TODAY

PERSON, NAME, HOME_MAIL, PHONE = EMAILS["employee"], "Émile 王小明", "emile@home.example", "+33 1 23 45 67 89"
CONTACT = {"other_email": HOME_MAIL, "phone": PHONE, "preferred_language": "en"}
HELD = {"person": PERSON, **CONTACT}
PEOPLE = "partner_id,email,name,member_type,in_directory,roles\n"
ALIASES = "SELECT email FROM {} WHERE email LIKE 'erased-%@erased.invalid'"


@pytest.fixture(scope="module")
def files(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the employee is a contact, has a seat by file, and stands in a row set aside."""
    folder = tmp_path_factory.mktemp("erase")
    made = Deeds(copied(cast_files, folder / "home"))
    set_contact = Order("set_marketing_contact", EMAILS["global_admin"], "P-1", None, HELD, "before", NOW, TODAY)
    assert isinstance(act(made.store, set_contact), Done)
    faulty = f"{PEOPLE}P-1,new@contoso.example,New,member,yes,\nP-9,{PERSON},{NAME},member,yes,\n"
    assert Desk(made.store, folder).load(faulty, keep_good=True).status == "loaded"
    made.close()
    return folder / "home"


@pytest.fixture
def deeds(files: Path, tmp_path: Path) -> Iterator[Deeds]:
    made = Deeds(copied(files, tmp_path / "home"))
    yield made
    made.close()


def done(deeds: Deeds, action: str, about: str | None = None, **given: str) -> str:
    """The subject of a deed that must be done."""
    return deeds.number(action, about, **given)


def erase(deeds: Deeds, email: str = PERSON) -> Erased:
    return erase_person(deeds.store, email, NOW, TODAY)


def naming(home: Path, *words: str) -> list[str]:
    """The kinds of files in a home in which one of the words stands."""
    files = [path for path in home.rglob("*") if path.is_file()]
    found = [path for path in files if any(word.encode() in path.read_bytes() for word in words)]
    return sorted({path.relative_to(home).parts[0] for path in found})


def test_no_file_of_the_home_names_the_person_any_more(deeds: Deeds) -> None:
    home, words = deeds.store.home.path, (PERSON, NAME, HOME_MAIL, PHONE)
    assert naming(home, *words) == ["ledger", "outbox", "quarantine", "warehouse"]
    made = erase(deeds)
    assert naming(home, *words) == []
    assert (made.files, made.letters) == (1, 1)


def test_the_deeds_stay_as_they_were_written_and_a_seal_of_before_still_holds(deeds: Deeds) -> None:
    before, seal = deeds.query("FROM deed ORDER BY stream_id, version"), sealed(deeds.store.ledger())
    erase(deeds)
    after = deeds.query("FROM deed WHERE action <> 'erase_person' ORDER BY stream_id, version")
    assert after.equals(before)
    assert verify(deeds.store.ledger(), seal) == []
    assert check(deeds.store) == []


def test_an_alias_stands_for_the_person_wherever_one_is_needed(deeds: Deeds) -> None:
    alias = erase(deeds).alias
    assert [deeds.query(ALIASES.format(table)).item() for table in ("identity", "person", "seat")] == [alias] * 3
    [row] = deeds.report("history", "deed").filter(deed="set_marketing_contact").to_dicts()
    assert (row["actor"], row["subject"]) == ("Gloria Admin", alias)
    assert deeds.query("SELECT value FROM private_text").drop_nulls().is_empty()


def test_a_seat_stays_held_and_the_rules_still_know_since_when(deeds: Deeds) -> None:
    held = deeds.query("SELECT count(*) FROM seat WHERE email IS NOT NULL").item()
    alias = erase(deeds).alias
    assert deeds.query("SELECT count(*) FROM seat WHERE email IS NOT NULL").item() == held
    assert deeds.refused("remove_seat", "E-1", person=alias) == ["remove_seat.locked"]


def test_who_was_removed_stays_removed(deeds: Deeds) -> None:
    done(deeds, "remove_person", person=EMAILS["user_admin"])
    before = deeds.query("FROM person_now").height
    alias = erase(deeds, EMAILS["user_admin"]).alias
    assert deeds.query("FROM person_now").height == before
    assert alias not in deeds.query("FROM person_now")["email"]


def test_a_file_that_names_the_address_later_makes_another_person_of_it(deeds: Deeds) -> None:
    alias = erase(deeds).alias
    deeds.load(f"{PEOPLE}P-1,{PERSON},{NAME},member,yes,\n")
    known = deeds.query("SELECT email FROM person_now")["email"]
    assert {PERSON, alias} <= set(known)
    done(deeds, "set_marketing_contact", person=PERSON, **CONTACT)
    subjects = deeds.report("history", "deed").filter(deed="set_marketing_contact")["subject"].to_list()
    assert sorted(subjects) == sorted([alias, NAME])
    assert deeds.query(ALIASES.format("identity")).item() == alias


def test_what_is_kept_of_others_stays(deeds: Deeds) -> None:
    """Of somebody who did things about others, only what is his own is emptied."""
    done(deeds, "add_person", actor="user_admin", email="kim@contoso.example", name="Kim Other", member_type="member")
    done(deeds, "change_roles", person=EMAILS["user_admin"], roles="")
    erase(deeds, EMAILS["user_admin"])
    texts = set(deeds.query("SELECT value FROM private_text")["value"])
    assert texts == {HOME_MAIL, PHONE, "Kim Other"}
    assert EMAILS["user_admin"] not in str(deeds.query("FROM identity").rows())


def test_older_snapshots_are_gone_and_there_is_no_way_back(deeds: Deeds) -> None:
    number = erase(deeds).snapshot
    assert [path.name for path in deeds.store.home.warehouse.glob("*.duckdb*")] == [f"{number}.duckdb"]
    with pytest.raises(NothingToRollBack):
        deeds.store.rollback()


def test_nobody_who_still_has_a_role_is_erased(deeds: Deeds) -> None:
    before = deeds.store.pointer()
    with pytest.raises(PersonHasRole, match=r"still has a role at P-1, P-2"):
        erase(deeds, EMAILS["manager"])
    with pytest.raises(PersonUnknown, match=r"Nothing is kept of nobody@nowhere\.example"):
        erase(deeds, "nobody@nowhere.example")
    assert deeds.store.pointer() == before
    assert deeds.query("FROM deed WHERE action = 'erase_person'").is_empty()


def test_an_erasure_that_was_interrupted_is_finished_by_asking_again(
    deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "erase_from_ledger", _killed)
        with pytest.raises(OSError, match="killed"):
            erase(deeds)
    assert naming(deeds.store.home.path, PERSON, HOME_MAIL) == ["ledger", "outbox"]
    erase(deeds)
    assert naming(deeds.store.home.path, PERSON, NAME, HOME_MAIL, PHONE) == []
    assert deeds.query("FROM deed WHERE action = 'erase_person'").height == 1
    with pytest.raises(PersonUnknown):
        erase(deeds)


def _killed(*_: object) -> None:
    raise OSError("killed")


def test_a_reader_who_holds_the_ledger_is_not_disturbed(deeds: Deeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds.store, "_lock_wait_seconds", 0)
    with deeds.store.snapshot() as snapshot, snapshot.one_state(EVERYTHING) as ask:
        with pytest.raises(LedgerInUse):
            erase(deeds)
        assert ask("SELECT email FROM identity WHERE email = $email", {"email": PERSON}).height == 1
    assert verify(deeds.store.ledger()) == []
    erase(deeds)
    assert naming(deeds.store.home.path, PERSON) == []


def test_the_terminal_says_what_was_erased_and_what_it_cannot_reach(cast_terminal: Terminal) -> None:
    told = cast_terminal.run("erase", f" {PERSON.upper()} ")
    assert (told.code, told.err) == (0, "")
    assert f"{PERSON} is erased: erased-" in told.text
    assert '"benefits rollback" cannot go back before it' in told.text
    assert "Backups, packs and files that were made before still name the person" in told.text
    again = cast_terminal.run("erase", PERSON)
    assert (again.code, again.out) == (2, b"")
    assert cast_terminal.run("audit", "verify").code == 0


def test_beside_the_app_both_commands_are_run_in_it_and_it_goes_on(keys_home: Path, tmp_path: Path) -> None:
    with serving(keys_home, tmp_path / "server.log"):
        told = [run_apart(keys_home, *words.split()) for words in ("rotate-key", f"erase {PERSON}", "check")]
        assert [(one.code, one.err) for one in told] == [(0, "")] * 3
        assert "2 deeds in 1 streams" in told[-1].text
        assert PERSON not in run_apart(keys_home, "report", "people", "--format", "csv").text
        assert naming(keys_home, PERSON, NAME) == []
    assert PERSON not in (tmp_path / "server.log").read_text("utf-8")
