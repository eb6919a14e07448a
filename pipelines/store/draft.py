"""A load's own copy of the live snapshot: changed in one transaction, then published or thrown away."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipelines.store import schema
from pipelines.store.catalogue import add_catalogue
from pipelines.store.errors import SnapshotMoved
from pipelines.store.home import Home, Pointer, sync_file, sync_folder

_SETTINGS = ("SET TimeZone = 'UTC'", "SET memory_limit = '700MB'", "SET preserve_insertion_order = false")


class Draft:
    """The copy, open for writing, inside one transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.keep = False  # whether it shall be committed and go live

    def run(self, sql: str, params: list[object] | dict[str, object] | None = None) -> None:
        """Runs statements on the copy."""
        self._connection.execute(sql, params)

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows of one query on the copy."""
        return self._connection.sql(sql, params=dict(params) if params else None).pl()

    def view(self, name: str, frame: pl.DataFrame) -> None:
        """Lets statements read `frame` under `name`."""
        self._connection.register(name, frame)


@contextmanager
def open_draft(home: Home, base: int, *, work: Path) -> Iterator[tuple[Draft, Path]]:
    """A copy of snapshot `base` in the folder `work`, committed if the block sets `keep` and ends well."""
    path = work / "draft.duckdb"
    if base:
        shutil.copyfile(home.file(base), path)
    connection = duckdb.connect(path, config={"temp_directory": str(work / "spill")})
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        schema.migrate(connection)
        _attach_catalogue(connection)
        draft = Draft(connection)
        connection.execute("BEGIN")
        yield draft, path
        connection.execute("COMMIT" if draft.keep else "ROLLBACK")
        connection.execute("CHECKPOINT draft")
    finally:
        connection.close()


def _attach_catalogue(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ATTACH ':memory:' AS memory")
    add_catalogue(connection)
    connection.execute("SET search_path = 'draft,memory'")


def publish(home: Home, path: Path, base: Pointer, keep: int) -> int:
    """Makes the draft at `path` the live snapshot, if the live one is still `base`; gives its number.

    Keeps the last `keep` snapshots. SnapshotMoved where another one went live meanwhile.
    """
    now = home.pointer()
    if now.live != base.live:
        raise SnapshotMoved(base=base.live, live=now.live)
    following = now.following(keep)
    sync_file(path)
    path.replace(home.file(following.live))
    sync_folder(home.warehouse)
    home.point(following)
    sweep(home)
    return following.live


def sweep(home: Home) -> None:
    """Deletes snapshot files that are not published: older than those kept, or left by a load that died."""
    kept = home.pointer().numbers
    for path in home.warehouse.glob("*.duckdb*"):
        if path.name.split(".")[0] not in {str(number) for number in kept}:
            path.unlink(missing_ok=True)


def work_folder(home: Home) -> tempfile.TemporaryDirectory[str]:
    """A folder for one load's temporary files; those of loads that died are removed by `sweep_work`."""
    return tempfile.TemporaryDirectory(dir=home.work, prefix="load-")


def sweep_work(home: Home) -> None:
    """Removes what loads that died left behind; called with the load lock held."""
    for folder in home.work.glob("load-*"):
        shutil.rmtree(folder, ignore_errors=True)
