"""A load's transaction on the lake: all of it is a new state, whose pointer goes with it, or nothing is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from pipelines.store import schema
from pipelines.store.backup_tables import fill_tables
from pipelines.store.catalogue import add_catalogue
from pipelines.store.draft import Draft
from pipelines.store.errors import SnapshotMoved, WarehouseUnreachable
from pipelines.store.home import Pointer
from pipelines.store.lake_anew import part, write_anew
from pipelines.store.lake_link import Link
from pipelines.store.lake_rollback import attach_before, write_back

_POINTER = (schema.SQL / "lake" / "pointer_within.sql").read_text("utf-8")


class LakeDraft(Draft):
    """The live state, inside one transaction, and the pointer to it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, link: Link) -> None:
        super().__init__(connection)
        self._link = link
        found = connection.execute(_POINTER).fetchall()
        self.pointer = Pointer.read(found[0][0]) if found else Pointer()

    def fill(self, path: Path) -> None:
        """Puts what the tables of a database file hold in the place of what there is."""
        fill_tables(self._connection, path)

    def write_back(self, tables: Iterable[str], *, anew: bool) -> None:
        """Makes these tables what they were before."""
        write_back(self._connection, tables, anew=anew)

    def write_anew(self) -> None:
        """Leaves nothing of what was changed or deleted in the tables, once the states before go."""
        write_anew(self._connection)

    def commit(self, following: Pointer, asked: Callable[[], Pointer]) -> None:
        """Makes what was written the lake's last state, and `following` the pointer; `asked` tells what it is then.

        SnapshotMoved where another load came first. A server that left may have done it before: it is asked.
        """
        try:
            with self._link.told():
                self._commit(following)
        except WarehouseUnreachable:
            if asked() != following:
                raise
        except duckdb.Error as fault:
            live = asked().live
            if live == self.pointer.live:
                raise
            raise SnapshotMoved(base=self.pointer.live, live=live) from fault

    def _commit(self, following: Pointer) -> None:
        self._connection.execute("CALL draft.set_commit_message(NULL, NULL, extra_info => $1)", [following.text()])
        self._connection.execute("COMMIT")


@contextmanager
def open_lake_draft(link: Link, work: Path, before: int | None = None) -> Iterator[LakeDraft]:
    """The lake open for writing, its tables brought up to date; nothing of it stays unless the block commits it.

    With `before`, that state of the lake is there to be written back.
    """
    with link.told(), link.opened(work) as connection:
        add_catalogue(connection)
        if before is not None:
            attach_before(connection, link, before)
        connection.execute("SET search_path = 'draft,memory'")
        connection.execute("BEGIN")
        _migrate(connection)
        yield LakeDraft(connection, link)
        with suppress(duckdb.TransactionException):  # it was committed
            connection.execute("ROLLBACK")


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    made = connection.execute("SELECT 1 FROM ducklake_table_info('draft') LIMIT 1").fetchall()
    found = connection.execute("SELECT version FROM schema_version").fetchall()[0][0] if made else 0
    for script in schema.pending(found):
        connection.execute(script)
    if not made:
        part(connection)
