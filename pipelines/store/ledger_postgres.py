"""The ledger in PostgreSQL, which many processes write; each of them reads a copy of its own."""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from operator import itemgetter

import duckdb
import pyarrow as pa

from pipelines.store.batches import batches
from pipelines.store.errors import LedgerUnreachable
from pipelines.store.ledger_copy import LedgerCopy
from pipelines.store.ledger_server import LedgerServer, run, run_at_once
from pipelines.store.places import KeyTaken, Learn, Row
from pipelines.store.postgres import Server
from pipelines.store.schema import quoted

# Any number, if it is the same for all of us.
_TURN = 6_018_230_616
# After which the server lets the next process in: more than a round of letters takes.
_LONGEST_TURN = "'15min'"
_STATE = "SELECT epoch, pg_current_snapshot()::text AS state FROM ledger.epoch"
_ASK = "FROM postgres_query('truth', $question)"
_ADD = "INSERT INTO ledger.{table} ({names}) SELECT {names} FROM json_populate_record(NULL::ledger.{table}, {row})"
# A key that is taken is told by the name of its constraint, whatever language the server speaks.
_TAKEN = re.compile(r"(deed|identity|private_text|message|delivery)_\w*key\b")


@dataclass(frozen=True)
class _Seen:
    """Up to where the copy has all that was written: a state of PostgreSQL, as `pg_current_snapshot` tells it."""

    epoch: int
    state: str


class LedgerPostgres:
    """Written to PostgreSQL in one transaction, then fetched into the copy as what others write is.

    A copy that is behind can only lose the race for a key.
    """

    def __init__(self, server: Server) -> None:
        self._server = LedgerServer(server)
        self._guard = threading.Lock()
        self._asked = self._answered = 0  # the last time that what is new was asked, and that this came to an end
        self._away: LedgerUnreachable | None = None  # how it ended
        self._seen = _Seen(0, "")

    def open(self, database: duckdb.DuckDBPyConnection, learn: Learn) -> None:
        """Attaches a copy as `ledger`, after the tables were made or brought up to date. SchemaNewer."""
        self._learn = learn
        self._server.migrate()
        self._copy = LedgerCopy(database)
        self.reread()

    def close(self) -> None:
        """Ends the connections."""
        self._server.close()

    def refresh(self) -> None:
        """Brings the copy up to what is committed now. Of many who ask at once, most take the answer of another."""
        before = self._asked
        with self._guard:
            if self._answered <= before:  # else it was asked after we came
                self._asked += 1
                self._away = self._fetched()
                self._answered = self._asked
            away = self._away
        if away:
            raise LedgerUnreachable(**away.facts)

    def _fetched(self) -> LedgerUnreachable | None:
        try:
            self._fetch()
        except LedgerUnreachable as away:
            return away
        return None

    def _fetch(self) -> None:
        with self._server.cursor() as cursor:
            question = f"SELECT epoch, state, news FROM ledger.news({quoted(self._seen.state)})"
            [(epoch, state, news)] = cursor.execute(_ASK, {"question": question}).fetchall()
        told = json.loads(news or "null")
        if epoch != self._seen.epoch or told is None or not self._copy.add(told):
            self._read()
            return
        self._learn(sorted(json.loads(told.get("deed", "[]")), key=itemgetter("version")))
        self._seen = _Seen(epoch, state)

    def reread(self) -> None:
        """Reads it all anew."""
        with self._guard:
            self._read()

    def _read(self) -> None:
        with self._server.transaction() as cursor:
            seen = _Seen(*cursor.execute(_ASK, {"question": _STATE}).fetchall()[0])
            self._copy.replace(lambda table, columns: _rows(cursor, table, columns))
        self._learn(None)
        self._seen = seen

    def write(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, Row]]) -> None:
        """Adds rows, each with the name of its table: all or none. KeyTaken.

        Where the server left in the middle it is tried once more: if the rows were written after all, their keys are
        taken, and the request id tells whose they are.
        """
        try:
            self._write(rows)
        except LedgerUnreachable:
            self._write(rows)
        with suppress(LedgerUnreachable):  # they are written; the next who asks fetches them
            self.refresh()

    def _write(self, rows: Sequence[tuple[str, Row]]) -> None:
        """One message to the server, which PostgreSQL takes as one transaction."""
        try:
            with self._server.cursor() as cursor:
                run_at_once(cursor, ";\n".join(_added(table, row) for table, row in rows))
        except duckdb.Error as lost:
            if not _TAKEN.search(str(lost)):
                raise
            self.refresh()
            raise KeyTaken from lost

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for the other processes that want to do such a block; one that dies lets the next one in."""
        with self._server.transaction() as cursor:
            run(cursor, f"SET LOCAL idle_in_transaction_session_timeout = {_LONGEST_TURN}")
            run(cursor, f"SELECT pg_advisory_xact_lock({_TURN})")
            yield

    @contextmanager
    def rewriting(self, alone: AbstractContextManager[None]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on whose tables the block may change anything; nobody writes meanwhile, and all read them anew."""
        with self._server.transaction() as cursor:
            run(cursor, f"LOCK TABLE {_all(self._copy.tables)} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("USE truth")
            yield cursor
            run(cursor, "UPDATE ledger.epoch SET epoch = epoch + 1")
        with self._server.cursor() as cursor:
            for table in self._copy.tables:  # what was changed is left in the table's pages until they are written anew
                run_at_once(cursor, f"VACUUM FULL ledger.{table}")
        self.refresh()


def _rows(cursor: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> pa.RecordBatchReader:
    """All rows of a table, on the one connection of the cursor's transaction."""
    question = f"SELECT {', '.join(columns)} FROM ledger.{table}"
    return batches(cursor, _ASK, {"question": question})


def _added(table: str, row: Row) -> str:
    """The statement that adds a row, in PostgreSQL's words."""
    told = json.dumps(dict(row), default=str, ensure_ascii=False).replace("\\", "\\\\")
    # As E'…' a text is read alike however the server is set.
    return _ADD.format(table=table, names=", ".join(row), row=f"E{quoted(told)}")


def _all(tables: Sequence[str]) -> str:
    return ", ".join(f"ledger.{table}" for table in tables)
