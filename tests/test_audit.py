"""A ledger in which a row was changed, removed or moved is told from one as it was written, and the place is named."""

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines.store import Store
from pipelines.store.audit import Seal, sealed, verify
from pipelines.store.chain import Head, hash_of
from pipelines.store.check import check
from pipelines.store.finding import Finding
from pipelines.text import LANGUAGES
from tests.backend import copied, on_postgres
from tests.done import Deeds
from tests.terminal import Terminal

# The same table without keys, as somebody would need it who writes a request down twice.
WITHOUT_KEYS = "CREATE TABLE copy AS FROM deed; DROP TABLE deed; ALTER TABLE copy RENAME TO deed;"


@dataclass(frozen=True)
class Kept:
    """A home with deeds, closed, and the seal that was made of them."""

    home: Path
    seal: Seal

    def tamper(self, *statements: str) -> None:
        """Changes what is written in the ledger, by somebody who also takes away the count of its deeds."""
        if on_postgres():
            with closing(Store(self.home)) as store, store.rewriting_ledger() as cursor:
                for statement in statements:
                    cursor.execute(statement)
            return
        (self.home / "ledger" / "deeds.count").unlink(missing_ok=True)
        with duckdb.connect(self.home / "ledger" / "ledger.duckdb") as file:
            for statement in statements:
                file.execute(statement)

    def found(self, *, with_seal: bool = False) -> list[tuple[str, str, int]]:
        """What the audit finds: code, stream, version."""
        store = Store(self.home)
        findings = verify(store.ledger(), self.seal if with_seal else None)
        store.close()
        return [(one.code, str(one.facts.get("stream")), int(str(one.facts.get("version", 0)))) for one in findings]


@pytest.fixture(scope="module")
def written(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Four deeds at P-1, of which one is refused, and two at P-2; not to be changed."""
    home = copied(cast_files, tmp_path_factory.mktemp("written") / "home")
    deeds = Deeds(home)
    for name in ("ada", "ben", "cyd", "ada"):
        add(deeds, name)
    for name in ("dan", "eve"):
        add(deeds, name, actor="other_admin", partner="P-2")
    seal = sealed(deeds.store.ledger())
    deeds.close()
    return Kept(home, seal)


@pytest.fixture
def kept(written: Kept, tmp_path: Path) -> Kept:
    """A copy that a test may change."""
    return Kept(copied(written.home, tmp_path / "home"), written.seal)


def add(deeds: Deeds, name: str, **told: str) -> None:
    deeds("add_person", None, email=f"{name}@contoso.example", name=name, member_type="member", **told)


def test_a_ledger_as_it_was_written_is_clean_and_its_seal_holds(kept: Kept) -> None:
    assert [(head.stream_id, head.version) for head in kept.seal.heads] == [("P-1", 4), ("P-2", 2)]
    assert kept.found(with_seal=True) == []


CHANGED = {
    "request_id": "'another'",
    "done_at": "done_at - INTERVAL 1 MICROSECOND",
    "on_day": "on_day - 1",
    "actor": "'somebody'",
    "via": "'terminal'",
    "action": "'remove_person'",
    "outcome": "'refused'",
    "entitlement_id": "'E-9'",
    "subject": "NULL",
    "rules": """'["add_person.known"]'""",
    "details": """json_merge_patch(details, '{"roles": "global_admin"}')""",
    "snapshot": "snapshot + 1",
}


@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_column_is_named_by_its_row(kept: Kept, column: str) -> None:
    kept.tamper(f"UPDATE deed SET {column} = {CHANGED[column]} WHERE stream_id = 'P-1' AND version = 2")
    assert kept.found() == [("chain_hash", "P-1", 2)]


def test_a_changed_hash_breaks_the_row_and_its_tie_to_the_next(kept: Kept) -> None:
    kept.tamper("UPDATE deed SET hash = repeat('0', 64) WHERE stream_id = 'P-1' AND version = 2")
    assert kept.found() == [("chain_hash", "P-1", 2), ("chain_link", "P-1", 3)]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_removed_row_is_a_gap(kept: Kept, version: int) -> None:
    kept.tamper(f"DELETE FROM deed WHERE stream_id = 'P-1' AND version = {version}")
    assert kept.found() == [("chain_gap", "P-1", version)]


@pytest.mark.parametrize("stream", ["P-1", "P-2"])
def test_what_was_removed_from_the_end_shows_in_the_seal(kept: Kept, stream: str) -> None:
    last = {head.stream_id: head.version for head in kept.seal.heads}[stream]
    kept.tamper(f"DELETE FROM deed WHERE stream_id = '{stream}' AND version = {last}")
    assert kept.found() == []
    assert kept.found(with_seal=True) == [("seal_row_missing", stream, last)]


def test_a_whole_stream_that_is_gone_shows_in_the_seal(kept: Kept) -> None:
    kept.tamper("DELETE FROM deed WHERE stream_id = 'P-2'")
    assert kept.found(with_seal=True) == [("seal_row_missing", "P-2", 2)]


def test_a_row_that_was_moved_to_another_stream_is_named_where_it_was_and_where_it_is(kept: Kept) -> None:
    kept.tamper("UPDATE deed SET stream_id = 'P-2', version = 3 WHERE stream_id = 'P-1' AND version = 2")
    assert kept.found() == [("chain_gap", "P-1", 2), ("chain_link", "P-2", 3), ("chain_hash", "P-2", 3)]


def test_rows_that_changed_places_are_named(kept: Kept) -> None:
    kept.tamper(*(f"UPDATE deed SET version = {new} WHERE stream_id = 'P-1' AND version = {old}" for old, new in SWAP))
    assert {version for _, stream, version in kept.found() if stream == "P-1"} == {2, 3, 4}


SWAP = ((2, 9), (3, 2), (9, 3))


def test_a_stream_that_was_written_anew_with_good_hashes_shows_in_the_seal(kept: Kept) -> None:
    with duckdb.connect(kept.home / "ledger" / "ledger.duckdb") as file:
        rows = file.sql("FROM deed WHERE stream_id = 'P-1' ORDER BY version").pl().to_dicts()
        before = ""
        for row in rows:
            row |= {"actor": "somebody", "previous_hash": before}
            before = hash_of(row)
            told = [row["actor"], row["previous_hash"], before, row["version"]]
            file.execute(
                "UPDATE deed SET actor = ?, previous_hash = ?, hash = ? WHERE stream_id = 'P-1' AND version = ?", told
            )
    assert kept.found() == []
    assert kept.found(with_seal=True) == [("seal_row_differs", "P-1", 4)]


def test_a_request_that_stands_twice_is_named(kept: Kept) -> None:
    kept.tamper(WITHOUT_KEYS, "UPDATE deed SET request_id = 'test-1' WHERE stream_id = 'P-1' AND version = 3")
    assert ("request_repeated", "P-1", 3) in kept.found()


def test_a_seal_still_holds_after_more_deeds(kept: Kept) -> None:
    deeds = Deeds(kept.home)
    deeds("add_person", None, email="fay@contoso.example", name="Fay", member_type="member")
    deeds.close()
    assert kept.found(with_seal=True) == []


def test_a_seal_that_was_changed_itself_is_told(kept: Kept) -> None:
    heads = (*kept.seal.heads[:-1], Head("P-2", 1, kept.seal.heads[-1].hash))
    assert [code for code, _, _ in Kept(kept.home, Seal(heads, kept.seal.seal)).found(with_seal=True)] == [
        "seal_altered",
        "seal_row_differs",
    ]


def test_the_check_finds_a_broken_chain_too(kept: Kept) -> None:
    kept.tamper("UPDATE deed SET on_day = on_day + 1 WHERE stream_id = 'P-2' AND version = 1")
    store = Store(kept.home)
    assert check(store) == [Finding("chain_hash", {"stream": "P-2", "version": 1})]
    store.close()


NEVER = {
    "ledger_rules_differ": "UPDATE deed SET rules = '[]' WHERE outcome = 'refused'",
    "ledger_letter_without_deed": """
        INSERT INTO message (message_id, stream_id, version, address, kind, facts, language)
        VALUES ('m-1', 'P-1', 99, 't-1', 'assigned', '{}', 'en')
    """,
    "ledger_attempt_without_letter": """
        INSERT INTO delivery (message_id, attempt, tried_at, outcome) VALUES ('m-1', 1, now(), 'sent')
    """,
    "ledger_key_redeemed_twice": "UPDATE deed SET action = 'redeem_key', subject = 'digest' WHERE outcome = 'done'",
    "ledger_request_closed_twice": """
        UPDATE deed SET subject = 'P-1-R1' WHERE stream_id = 'P-1';
        UPDATE deed SET details = '{"kind": "refund"}', action = 'request_refund'
        WHERE subject = 'P-1-R1' AND version = 1;
        UPDATE deed SET action = 'withdraw_request' WHERE subject = 'P-1-R1' AND version IN (2, 3)
    """,
    # E-6 has three seats.
    "ledger_seats_exceeded": """
        UPDATE deed SET action = 'assign_seat', entitlement_id = 'E-6' WHERE stream_id = 'P-2';
        INSERT INTO deed SELECT * REPLACE (version + 2 AS version, 'x' || request_id AS request_id)
        FROM deed WHERE stream_id = 'P-2'
    """,
}


@pytest.mark.parametrize("code", NEVER)
def test_the_check_finds_what_no_deed_could_leave(kept: Kept, code: str) -> None:
    kept.tamper(NEVER[code])
    store = Store(kept.home)
    assert code in {one.code for one in check(store)}
    store.close()


def test_the_terminal_seals_and_verifies(kept: Kept, terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "ledger.seal"
    assert terminal.run("audit", "seal", "-o", file).code == 0
    assert Seal.from_json(file.read_bytes()) == kept.seal
    assert terminal.run("audit", "seal").out == file.read_bytes()
    whole = terminal.run("audit", "verify", "--seal", file)
    assert (whole.code, whole.text) == (0, "The ledger is as it was written: 6 deeds in 2 streams.\n")
    kept.tamper("DELETE FROM deed WHERE stream_id = 'P-2' AND version = 2")
    assert terminal.run("audit", "verify").code == 0
    broken = terminal.run("audit", "verify", "--seal", file)
    assert (broken.code, broken.err) == (2, "")
    assert broken.text.startswith("Ledger, stream P-2: version 2 was sealed and is missing.")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"heads": [{}], "seal": ""}', '{"seal": "x"}', "\ud800"])
def test_a_file_that_is_no_seal_is_refused(terminal: Terminal, tmp_path: Path, content: str) -> None:
    file = tmp_path / "no.seal"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    told = terminal.run("audit", "verify", "--seal", file)
    assert (told.code, told.out) == (2, b"")
    assert f"{file} is not a seal." in told.err


def test_a_seal_that_is_not_there_is_refused(terminal: Terminal) -> None:
    told = terminal.run("audit", "verify", "--seal", "none.seal")
    assert (told.code, told.err) == (2, "There is no file none.seal.\n")


def test_an_empty_ledger_has_a_seal(terminal: Terminal) -> None:
    assert json.loads(terminal.run("audit", "seal").out)["heads"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code",
    [
        "chain_gap",
        "chain_link",
        "chain_hash",
        "request_repeated",
        "seal_altered",
        "seal_row_missing",
        "seal_row_differs",
    ],
)
def test_a_finding_has_a_sentence_in_every_language(code: str, language: str) -> None:
    sentence = Finding(code, {"stream": "P-1", "version": 7, "request": "r-1"}).sentence(language)
    assert (language == "en") == sentence.isascii()
    assert code == "seal_altered" or "P-1" in sentence
