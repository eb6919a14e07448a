"""The ledger's tables on a PostgreSQL server, reached through a DuckDB database of their own."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import duckdb

from pipelines.store.errors import LedgerUnreachable, SchemaNewer
from pipelines.store.postgres import Server, is_lost, load_extension
from pipelines.store.schema import LEDGER_MIGRATIONS, SQL, quoted
from pipelines.store.transaction import transaction

# Any number, if it is the same for all of us: whoever holds its lock makes the tables, and the others wait.
_MAKERS = 6_018_230_615
_MADE = "FROM postgres_query('truth', 'SELECT to_regclass(''ledger.ledger_version'') IS NOT NULL AS made')"
_VERSION = "FROM postgres_query('truth', 'SELECT version FROM ledger.ledger_version')"
_FOLLOWED, _NEWS, _RENUMBERED = (
    (SQL / "ledger_postgres" / name).read_text("utf-8") for name in ("followed.sql", "news.sql", "renumbered.sql")
)
# Connections that are kept for the next who ask.
_KEPT = 16
# A server that dies without a word is given up after some seconds. It gives up one of us that stops in the middle, so
# that nobody waits for what is locked.
_PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "options": "-c idle_in_transaction_session_timeout=60s",
}


class LedgerServer:
    """The tables are in the schema `ledger`, attached as `truth`. A connection that was lost is made anew when needed.

    Whatever is asked: LedgerUnreachable where the server cannot be reached, or leaves.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._guard = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None

    def _attached(self) -> duckdb.DuckDBPyConnection:
        with self._guard:
            if self._database is None:
                # What is asked is small: a second thread would only wait, and that takes four times as long.
                database = duckdb.connect(":memory:", config={"threads": 1})
                database.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
                load_extension(database, "postgres_scanner")
                database.execute(f"SET pg_pool_max_connections = {_KEPT}")
                database.execute(
                    f"ATTACH {quoted(self._server.words_with(**_PATIENCE))} AS truth (TYPE postgres, SCHEMA 'ledger')"
                )
                self._database = database
            return self._database

    def close(self) -> None:
        """Ends the connections."""
        with self._guard:
            if self._database is not None:
                self._database.close()
                self._database = None

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose statements are transactions of their own."""
        with self._told(), closing(self._attached().cursor()) as cursor:
            yield cursor

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one state of all tables; what the block writes is there whole or not at all."""
        with self.cursor() as cursor, transaction(cursor):
            yield cursor

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tells a server that is lost without the fault itself, which may hold the password."""
        try:
            yield
        except duckdb.Error as fault:
            if not is_lost(fault):
                raise
            reason = str(fault).rpartition('": ')[2].splitlines()[0]
            raise LedgerUnreachable(where=self._server.where, reason=reason) from None

    def migrate(self) -> None:
        """Makes the tables or brings them up to date, while others may want the same. SchemaNewer."""
        if self._version() != len(LEDGER_MIGRATIONS):
            with self.transaction() as alone:
                run(alone, f"SELECT pg_advisory_xact_lock({_MAKERS})")
                self._make(self._version())
        with self.cursor() as cursor:  # in one message: it waits for another who does it, and then finds it done
            run_at_once(cursor, _RENUMBERED)

    def _version(self) -> int:
        with self.transaction() as cursor:
            [(made,)] = cursor.execute(_MADE).fetchall()
            return int(cursor.execute(_VERSION).fetchall()[0][0]) if made else 0

    def _make(self, found: int) -> None:
        """Runs the scripts that come after a version as they are: PostgreSQL reads them as DuckDB does."""
        if found > len(LEDGER_MIGRATIONS):
            raise SchemaNewer(found=found, known=len(LEDGER_MIGRATIONS))
        with self.transaction() as cursor:
            run(cursor, "CREATE SCHEMA IF NOT EXISTS ledger")
            for script in LEDGER_MIGRATIONS[found:]:
                run(cursor, (SQL / script).read_text("utf-8"))
            run(cursor, _FOLLOWED)
            run(cursor, _NEWS)
            cursor.execute("CALL pg_clear_cache()")


def run(cursor: duckdb.DuckDBPyConnection, statements: str) -> None:
    """Runs statements in PostgreSQL's own words, in the cursor's transaction."""
    cursor.execute("CALL postgres_execute('truth', $statements)", {"statements": statements})


def run_at_once(cursor: duckdb.DuckDBPyConnection, statements: str) -> None:
    """Runs them outside of any, which is quicker; PostgreSQL makes one transaction of what comes in one message."""
    words = {"statements": statements}
    cursor.execute("CALL postgres_execute('truth', $statements, use_transaction = false)", words)
