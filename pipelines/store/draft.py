"""A load's own copy of the live snapshot: changed in one transaction, then published or thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipelines.full_disk import full_disk
from pipelines.store import schema
from pipelines.store.catalogue import add_catalogue
from pipelines.store.damage import damage_told, damaged, is_as_published, with_fingerprint
from pipelines.store.errors import SnapshotMoved
from pipelines.store.home import UNFINISHED, Home, Pointer, sync_file, sync_folder
from pipelines.store.schema import quoted

_SETTINGS = ("SET TimeZone = 'UTC'", "SET memory_limit = '512MB'", "SET enable_progress_bar = false")
# The file format with the dictionary compression that halves repeated names; decided when a warehouse is first made.
STORAGE = "v1.5.0"


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
    """A copy of snapshot `base` in the folder `work`, committed if the block sets `keep` and ends well.

    SnapshotDamaged where its file cannot be opened or read.
    """
    path = work / "draft.duckdb"
    connection = _copy(home, base, path)
    try:
        if base and not schema.version(connection):
            raise damaged(home, base)
        schema.migrate(connection)
        add_catalogue(connection)
        connection.execute("SET search_path = 'draft,memory'")
        draft = Draft(connection)
        connection.execute("BEGIN")
        with damage_told(home, base, reading_only=False):
            yield draft, path
        connection.execute("COMMIT" if draft.keep else "ROLLBACK")
        connection.execute("CHECKPOINT draft")
    finally:
        connection.close()


def _copy(home: Home, base: int, path: Path) -> duckdb.DuckDBPyConnection:
    """What a load does not touch goes on into its snapshot, so a base that is not as it was published is refused."""
    told = home.pointer().told_of(base)
    if told and not is_as_published(home, told):
        raise damaged(home, base)
    try:
        if base:
            shutil.copyfile(home.file(base), path)
        return connected(path)
    except (FileNotFoundError, duckdb.Error) as fault:
        if full_disk(fault):
            raise
        raise damaged(home, base) from fault


def connected(path: Path) -> duckdb.DuckDBPyConnection:
    """A database of its own, with the file at `path` attached as `draft`, made where there is none."""
    connection = database(path.parent)
    connection.execute(f"ATTACH {quoted(path)} AS draft (STORAGE_VERSION '{STORAGE}')")
    connection.execute("USE draft")
    return connection


def database(work: Path) -> duckdb.DuckDBPyConnection:
    """A database of its own for a load, which puts into the folder `work` what does not fit into memory."""
    connection = duckdb.connect(":memory:", config={"temp_directory": str(work / "spill")})
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection


def publish(home: Home, path: Path, base: Pointer, keep: int) -> int:
    """Makes the draft at `path` the live snapshot, if the live one is still `base`; gives its number.

    Keeps the last `keep` snapshots. SnapshotMoved where another one went live meanwhile.
    """
    now = home.pointer()
    if now.live != base.live:
        raise SnapshotMoved(base=base.live, live=now.live)
    following = with_fingerprint(now.following(keep), path)
    sync_file(path)
    home.begin()
    path.replace(home.file(following.live))
    sync_folder(home.warehouse)
    try:
        home.point(following)
    except OSError:
        if home.pointer().live != following.live:
            home.file(following.live).unlink()
        raise
    sweep(home)
    return following.live


def sweep(home: Home) -> None:
    """Deletes what is not published: snapshots older than those kept, and what a load that died left behind."""
    kept = home.pointer().numbers
    for path in home.warehouse.glob("*.duckdb*"):
        if path.name.split(".")[0] not in {str(number) for number in kept}:
            path.unlink(missing_ok=True)
    for unfinished in home.warehouse.glob(f"{UNFINISHED}*"):
        unfinished.unlink(missing_ok=True)
