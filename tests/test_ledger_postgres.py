"""The ledger in PostgreSQL: several processes write it, and each finds in a copy of its own what the others wrote."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.settings import Settings, SettingsWrong, load_settings, settings_are
from pipelines.store import Store, ledger_postgres, ledger_server
from pipelines.store.audit import verify
from pipelines.store.chain import Head
from pipelines.store.errors import AlreadyDone, LedgerUnreachable, SchemaNewer, StreamMoved
from pipelines.store.ledger import Entry
from pipelines.store.ledger_server import LedgerServer, run, run_at_once
from pipelines.store.postgres import Server as Place
from pipelines.store.schema import LEDGER_MIGRATIONS, SQL
from tests.arena import at_once
from tests.backend import server
from tests.postgres import Server
from tests.the_cast import NOW, TODAY

FIRST = Entry("r-1", NOW, TODAY, "operator", "page", "assign_seat", "done", 0, "E-1", "p-1", (), {"from": "Émile"})
NAME = "Émile 王小明"
PERSON = ("identity", {"person_id": "p-1", "email": "employee@contoso.example", "name": NAME})
PASSWORD = "correct-horse"


class Replica:
    """One of several processes with the same ledger."""

    def __init__(self, home: Path, words: str) -> None:
        told = {"ledger": SecretStr(f"postgres:{words}"), "warehouse": SecretStr(f"ducklake:postgres:{words}")}
        with settings_are(Settings(home=home, **told)):
            self.store = Store(home)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """What a reader who comes now is told."""
        with self.store.snapshot() as snapshot:
            return snapshot.ledger.query(sql).rows()

    def deeds(self) -> list[str]:
        """The request ids of the deeds, by stream and version."""
        return [str(one) for (one,) in self.ask("SELECT request_id FROM deed ORDER BY stream_id, version")]

    def head(self, stream: str = "P-1") -> Head:
        """The last row of a partner."""
        with self.store.snapshot() as snapshot:
            return snapshot.ledger.head(stream)

    def append(self, head: Head, request: str, *beside: tuple[str, dict[str, object]]) -> Head:
        """Adds a deed behind another one."""
        return self.store.ledger().append(head, replace(FIRST, request_id=request, beside=beside))


@contextmanager
def replica(home: Path, words: str) -> Iterator[Replica]:
    made = Replica(home, words)
    with closing(made.store):
        yield made


@pytest.fixture
def two(database: str, tmp_path: Path) -> Iterator[tuple[Replica, Replica]]:
    """Two processes that have read the ledger while it was empty."""
    with ExitStack() as held:
        one, other = (held.enter_context(replica(tmp_path / name, database)) for name in ("one", "other"))
        assert one.deeds() == other.deeds() == []
        yield one, other


@pytest.fixture
def past(database: str) -> Callable[[str], str]:
    """Runs statements on the server, past the program."""
    return lambda sql: server().run(sql, database.rpartition("dbname=")[2])


def test_what_one_process_writes_the_others_find(two: tuple[Replica, Replica]) -> None:
    one, other = two
    head = one.append(one.head(), "r-1", PERSON)
    assert other.head() == head
    other.append(head, "r-2")
    assert one.deeds() == ["r-1", "r-2"]
    assert other.ask("FROM deed ORDER BY ALL") == one.ask("FROM deed ORDER BY ALL")
    assert other.ask("FROM identity") == [tuple(PERSON[1].values())]
    assert verify(one.store.ledger()) == []


@pytest.mark.parametrize("strings", ["on", "off"])
def test_every_text_is_kept_as_it_is(
    two: tuple[Replica, Replica], past: Callable[[str], str], database: str, strings: str
) -> None:
    one, other = two
    past(f'ALTER DATABASE "{database.rpartition("dbname=")[2]}" SET standard_conforming_strings = {strings}')
    server().cut_off(database.rpartition("dbname=")[2])
    texts = ["it's", "\\' OR 1=1; --", '"quoted" {json} \\u0000 \\n', "two\nlines\t", "王小明 🎫", "$1 $$ %s"]
    rows = [("private_text", {"text_id": f"t-{number}", "value": told}) for number, told in enumerate(texts)]
    one.append(Head("P-1"), "r-1", *rows)
    assert [told for (told,) in other.ask("SELECT value FROM private_text ORDER BY text_id")] == texts


def test_of_two_who_decided_on_the_same_state_one_is_refused_and_sees_why(two: tuple[Replica, Replica]) -> None:
    one, other = two
    seen = other.head()
    head = one.append(seen, "r-1")
    with other.store.snapshot() as snapshot:
        with pytest.raises(StreamMoved):
            snapshot.ledger.append(seen, replace(FIRST, request_id="r-2"))
        assert snapshot.ledger.head("P-1") == head
    assert one.deeds() == other.deeds() == ["r-1"]


def test_a_form_that_two_processes_were_sent_is_one_deed(two: tuple[Replica, Replica]) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1")
    for head in (Head("P-1"), Head("P-2")):
        with pytest.raises(AlreadyDone):
            other.append(head, "r-1")
    assert one.deeds() == ["r-1"]


def test_what_comes_with_a_deed_is_written_with_it_or_not_at_all(two: tuple[Replica, Replica]) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1", PERSON)
    with pytest.raises(StreamMoved):
        other.append(Head("P-2"), "r-2", PERSON)
    assert one.deeds() == other.deeds() == ["r-1"]


def test_what_began_first_and_ended_last_is_found(two: tuple[Replica, Replica], database: str) -> None:
    one, other = two
    with closing(LedgerServer(Place.of(database))) as late:
        with late.transaction() as cursor:
            cursor.execute("INSERT INTO truth.private_text (text_id, value) VALUES ('t-1', 'late')")
            one.append(Head("P-1"), "r-1")
            assert (other.deeds(), other.ask("FROM private_text")) == (["r-1"], [])
        assert other.ask("FROM private_text") == one.ask("FROM private_text") == [("t-1", "late")]


def test_who_is_far_behind_reads_it_all(two: tuple[Replica, Replica], past: Callable[[str], str]) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1")
    past("INSERT INTO ledger.private_text (text_id) SELECT 't-' || number FROM generate_series(1, 10001) AS number")
    assert other.ask("SELECT count(*) AS texts FROM private_text") == [(10_001,)]
    assert other.head() == one.head()


def test_who_asks_whether_all_is_as_written_is_told_of_the_server(
    two: tuple[Replica, Replica], past: Callable[[str], str]
) -> None:
    one, _ = two
    one.append(one.append(Head("P-1"), "r-1"), "r-2")
    past("UPDATE ledger.deed SET actor = 'somebody' WHERE version = 2")
    assert verify(one.store.ledger()) == []
    one.store.reread()
    assert [(finding.code, finding.facts["version"]) for finding in verify(one.store.ledger())] == [("chain_hash", 2)]


def test_a_copy_for_a_backup_has_what_others_wrote(two: tuple[Replica, Replica], tmp_path: Path) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1", PERSON)
    tables = other.store.copy_ledger(tmp_path / "copy.duckdb")
    assert {table.name: table.rows for table in tables if table.rows} == {"deed": 1, "identity": 1, "ledger_version": 1}
    with duckdb.connect(tmp_path / "copy.duckdb") as copy:
        assert copy.execute("FROM identity").fetchall() == [tuple(PERSON[1].values())]


def test_what_is_rewritten_is_read_anew_by_all_and_left_nowhere(
    two: tuple[Replica, Replica], past: Callable[[str], str]
) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1", PERSON)
    past("CHECKPOINT")
    assert _pages_with(NAME, past) == ["identity"]
    with one.store.rewriting_ledger() as cursor:
        cursor.execute("UPDATE identity SET name = NULL")
    assert one.ask("SELECT name FROM identity") == other.ask("SELECT name FROM identity") == [(None,)]
    past("CHECKPOINT")
    assert _pages_with(NAME, past) == []


def _pages_with(word: str, past: Callable[[str], str]) -> list[str]:
    """The tables in whose files a word stands."""
    told = past("SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relnamespace = 'ledger'::regnamespace")
    files = dict(line.split("|") for line in told.splitlines())
    return [name for name, path in files.items() if word.encode() in (server().folder / path).read_bytes()]


def test_a_rewriting_that_fails_changes_nothing(two: tuple[Replica, Replica]) -> None:
    one, other = two
    one.append(Head("P-1"), "r-1", PERSON)
    with suppress(OSError), one.store.rewriting_ledger() as cursor:
        cursor.execute("DELETE FROM identity")
        raise OSError("killed")
    assert one.ask("SELECT name FROM identity") == other.ask("SELECT name FROM identity") == [(NAME,)]


def test_processes_that_start_at_once_make_the_tables_once(database: str, past: Callable[[str], str]) -> None:
    places = [LedgerServer(Place.of(database)) for _ in range(4)]
    at_once([place.migrate for place in places])
    for _ in range(10):  # as after a dump: one of them numbers the rows anew
        past("UPDATE ledger.epoch SET numbered_by = 'elsewhere'")
        at_once([place.migrate for place in places])
    assert past("SELECT version FROM ledger.ledger_version") == str(len(LEDGER_MIGRATIONS))
    for place in places:
        place.close()


def test_a_ledger_of_a_newer_program_is_refused(database: str, tmp_path: Path, past: Callable[[str], str]) -> None:
    with replica(tmp_path / "home", database) as made:
        made.store.open()
    past("UPDATE ledger.ledger_version SET version = 99")
    with replica(tmp_path / "home", database) as made, pytest.raises(SchemaNewer):
        made.store.open()


def test_a_database_that_was_brought_from_another_server_is_followed_as_before(
    two: tuple[Replica, Replica], database: str, tmp_path: Path, past: Callable[[str], str]
) -> None:
    one, _ = two
    one.append(Head("P-1"), "r-1")
    past("UPDATE ledger.deed SET written = '99999999999'; UPDATE ledger.epoch SET numbered_by = 'elsewhere'")
    with replica(tmp_path / "new", database) as new:
        new.append(new.head(), "r-2")
        assert new.deeds() == one.deeds() == ["r-1", "r-2"]
    assert past("SELECT count(*) FROM ledger.deed WHERE written < '99999999999'") == "2"


def test_every_table_of_the_ledger_is_followed(two: tuple[Replica, Replica]) -> None:
    tables = two[0].ask("SELECT table_name FROM duckdb_tables() WHERE database_name = 'ledger'")
    news = (SQL / "ledger_postgres" / "news.sql").read_text("utf-8")
    assert [name for (name,) in tables if f"FROM ledger.{name}" not in news] == ["ledger_version"]


def test_a_server_that_is_away_is_named_without_the_password_and_all_goes_on_when_it_is_back(
    postgres: Server, tmp_path: Path
) -> None:
    words = f"{postgres.create('benefits')} password={PASSWORD}"
    with replica(tmp_path / "home", words) as made:
        head = made.append(made.head(), "r-1")
        postgres.stop()
        for ask in (made.deeds, lambda: made.append(head, "r-2")):
            with pytest.raises(
                LedgerUnreachable, match=rf"PostgreSQL at 127\.0\.0\.1:{postgres.port}, benefits"
            ) as away:
                ask()
            assert PASSWORD not in "".join(traceback.format_exception(away.value))
        with replica(tmp_path / "late", words) as late, pytest.raises(LedgerUnreachable):
            late.store.open()
        postgres.start()
        made.append(head, "r-2")
        assert made.deeds() == ["r-1", "r-2"]


def test_of_a_server_that_stops_in_the_middle_of_a_deed_all_is_there_or_nothing(
    postgres: Server, tmp_path: Path
) -> None:
    words = postgres.create("benefits")
    with replica(tmp_path / "home", words) as made, closing(LedgerServer(Place.of(words))) as other:
        head = made.append(made.head(), "r-1")
        faults: list[Exception] = []
        deed = Thread(target=lambda: _kept(faults, lambda: made.append(head, "r-2", PERSON)))
        with suppress(LedgerUnreachable), other.transaction() as cursor:
            run(cursor, "LOCK TABLE ledger.identity IN EXCLUSIVE MODE")
            deed.start()
            _wait_for(lambda: "1" in postgres.run("SELECT count(*) FROM pg_locks WHERE NOT granted"))
            postgres.stop("immediate")
        deed.join()
        assert [type(fault) for fault in faults] == [LedgerUnreachable]
        postgres.start()
        assert (made.deeds(), made.ask("FROM identity")) == (["r-1"], [])
        made.append(head, "r-2", PERSON)
        assert made.deeds() == ["r-1", "r-2"]


def _kept(faults: list[Exception], work: Callable[[], object]) -> None:
    try:
        work()
    except LedgerUnreachable as fault:
        faults.append(fault)


def _wait_for(happened: Callable[[], bool]) -> None:
    while not happened():
        pass


def test_connections_that_were_cut_are_made_anew(two: tuple[Replica, Replica], database: str) -> None:
    one, _ = two
    head = one.append(one.head(), "r-1")
    server().cut_off(database.rpartition("dbname=")[2])
    assert one.append(head, "r-2") == one.head()
    server().cut_off(database.rpartition("dbname=")[2])
    assert one.deeds() == ["r-1", "r-2"]


def test_a_deed_of_which_the_answer_was_lost_is_found_by_its_request_id(
    two: tuple[Replica, Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    lost = iter([True])

    def loses_the_answer(cursor: duckdb.DuckDBPyConnection, statements: str) -> None:
        run_at_once(cursor, statements)
        if next(lost, False):
            raise LedgerUnreachable(where="there", reason="cut")

    monkeypatch.setattr(ledger_postgres, "run_at_once", loses_the_answer)
    with pytest.raises(AlreadyDone):
        one.append(Head("P-1"), "r-1")
    assert one.deeds() == other.deeds() == ["r-1"]


def test_a_process_that_stops_in_the_middle_of_a_deed_does_not_stop_the_others(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with replica(tmp_path / "home", database) as made, closing(LedgerServer(Place.of(database))) as other:
        made.store.open()
        monkeypatch.setitem(ledger_server._PATIENCE, "options", "-c idle_in_transaction_session_timeout=200ms")
        with suppress(LedgerUnreachable), other.transaction() as cursor:
            cursor.execute("INSERT INTO truth.identity (person_id) VALUES ('p-1')")
            made.append(made.head(), "r-1", PERSON)
        assert made.ask("SELECT name FROM identity") == [(NAME,)]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"LEDGER": f"postgres:password={PASSWORD}"}, "WAREHOUSE"),
        ({"WAREHOUSE": f"ducklake:postgres:password={PASSWORD}"}, "LEDGER"),
        ({"LEDGER": f"mysql:{PASSWORD}", "WAREHOUSE": "ducklake:postgres:dbname=lake"}, "LEDGER"),
    ],
)
def test_the_ledger_and_the_warehouse_are_both_past_one_machine_or_neither(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], wrong: str
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(f"BENEFITS_{name}", value)
    with pytest.raises(SettingsWrong, match=f"BENEFITS_{wrong} is") as refused:
        load_settings()
    assert PASSWORD not in str(refused.value)
    assert str(refused.value).count("expected") == 1


def test_where_the_ledger_is_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, told in (("ledger", "postgres:host=db"), ("warehouse", "ducklake:postgres:host=db")):
        (tmp_path / name).write_text(f"{told}\n")
        monkeypatch.setenv(f"BENEFITS_{name.upper()}_FILE", str(tmp_path / name))
    found = load_settings().ledger
    assert found is not None
    assert found.get_secret_value() == "postgres:host=db"
