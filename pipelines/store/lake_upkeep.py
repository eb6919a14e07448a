"""What keeps the lake small: states that nobody can ask for go, with their files, and small files become large ones."""

from collections.abc import Sequence
from contextlib import suppress

import duckdb

from pipelines.store import lake_states
from pipelines.store.errors import WarehouseUnreachable
from pipelines.store.home import Home
from pipelines.store.lake_catalog import Catalog
from pipelines.store.lake_link import Link
from pipelines.store.places import Compacted
from pipelines.store.work import work_folder

# How long a load may take: files of the lake that are older and belong to no state were left by one that died.
_LOAD_SECONDS = 86_400


class Upkeep:
    """Done by whoever holds the lock of loads."""

    def __init__(self, home: Home, link: Link, catalog: Catalog) -> None:
        self._home = home
        self._link = link
        self._catalog = catalog

    def tidy(self) -> None:
        """Lets go of what nobody can ask for any more. A load is done before it, and the next one tidies again."""
        with suppress(WarehouseUnreachable), self._link.told(), work_folder(self._home) as work:
            if self._surplus():
                with self._link.opened(work) as connection:
                    self._let_go(connection)

    def purge(self) -> None:
        """Lets go of every state but the last, and of all files that it does not have. WarehouseUnreachable."""
        with self._link.told(), work_folder(self._home) as work, self._link.opened(work) as connection:
            _expire(connection, self._catalog.older(self._catalog.states()[-1].version))
            _clean(connection, 0)
            _sweep(connection, 0)
        self._catalog.forget_figures()

    def compact(self) -> Compacted:
        """Makes large files of small ones and lets go of what nobody can ask for. WarehouseUnreachable."""
        before = self._catalog.weight()
        with self._link.told(), work_folder(self._home) as work, self._link.opened(work) as connection:
            _merge(connection)
            self._let_go(connection)
            _sweep(connection, _LOAD_SECONDS)
        return Compacted(before, self._catalog.weight())

    def _let_go(self, connection: duckdb.DuckDBPyConnection) -> None:
        _expire(connection, self._surplus())
        _clean(connection, lake_states.GRACE_SECONDS)

    def _surplus(self) -> list[int]:
        states = self._catalog.states()
        return self._catalog.older(lake_states.oldest_needed(states)) if states else []


def _expire(connection: duckdb.DuckDBPyConnection, versions: Sequence[int]) -> None:
    """Lets these states of the lake `draft` go; files that only they have are to be deleted."""
    if versions:
        connection.execute("CALL ducklake_expire_snapshots('draft', versions => $1)", [list(versions)])


def _clean(connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
    """Deletes files that no state has since so many seconds."""
    connection.execute("CALL ducklake_cleanup_old_files('draft', older_than => now() - to_seconds($1))", [seconds])


def _sweep(connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
    """Deletes files that no state ever had: what loads left that died so many seconds ago."""
    connection.execute("CALL ducklake_delete_orphaned_files('draft', older_than => now() - to_seconds($1))", [seconds])


def _merge(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes large files of small ones, and leaves out rows that were deleted. All states stay as they are."""
    connection.execute("CALL ducklake_rewrite_data_files('draft')")
    connection.execute("CALL ducklake_merge_adjacent_files('draft')")
