"""What is the same in every home, as files that are made once: the empty warehouse, and the catalogue with the views.

DuckDB binds a view where it is made: to make all of them takes 0.2 s, to attach a file that holds them 5 ms. The files
lie in the home, in a folder named by all that they are made of; whoever first opens the home with it makes them.
"""

import hashlib
import json
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from pipelines.full_disk import HOME, full_disk_told
from pipelines.store import catalogue, schema
from pipelines.store.home import Home, sync_file
from pipelines.store.work import work_folder

# The empty warehouse: what is shown before the first load.
EMPTY = 0
# What the deeds come to, and what readers ask beside the tables; a script may use what those before it make.
SCRIPTS = (
    "ledger/people.sql",
    "ledger/sessions.sql",
    "ledger/requests.sql",
    "ledger/support.sql",
    "ledger/marketing.sql",
    "ledger/purchases.sql",
    "ledger/onboarding.sql",
    "ledger/holders.sql",
    "ledger/credits.sql",
    "views.sql",
    "spend.sql",
    "asked.sql",
    "begun.sql",
    "ledger/keys.sql",
    "told.sql",
    "licences.sql",
    "counted.sql",
    "seats.sql",
    "entitlement.sql",
    "chosen.sql",
    "usage_rows.sql",
    "reconciled.sql",
    "ledger/history.sql",
    "ledger/tokens.sql",
    "ledger/messages.sql",
    "ledger/reminders.sql",
    "ledger/audit.sql",
    "ledger/evidence.sql",
)
# The scripts make their views in `memory`; DuckDB calls what is in a file by the file's name.
_VIEWS, _EMPTY = "memory.duckdb", "empty.duckdb"
_DIGESTS = "digests.json"
_SMALL: dict[str, str | bool | int | float | list[str]] = {"default_block_size": "16384"}
# DuckDB's own bar would be printed between the lines of a command that is not run from a file.
_SILENT = "SET enable_progress_bar = false"


def attach_prepared(database: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Attaches the empty warehouse as `w0`, and as `views` the catalogue and all views and macros."""
    folder = home.prepared / _named(schema.MIGRATIONS, schema.LEDGER_MIGRATIONS, SCRIPTS)
    if not _is_as_made(folder):  # missing or damaged: nothing is lost, it is made anew
        with full_disk_told(HOME, home.path):
            shutil.rmtree(folder, ignore_errors=True)
            _put(folder, home)
    _attach(database, folder)


def _is_as_made(folder: Path) -> bool:
    """Whether every byte is as it was made: DuckDB would find damage only where a question meets it."""
    try:
        told = json.loads((folder / _DIGESTS).read_bytes())
        return bool(told == {name: _sha256((folder / name).read_bytes()) for name in (_EMPTY, _VIEWS)})
    except (OSError, ValueError):
        return False


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _attach(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for name, file in ((f"w{EMPTY}", _EMPTY), ("views", _VIEWS)):
        database.execute(f"ATTACH OR REPLACE {schema.quoted(folder / file)} AS {name} (READ_ONLY)")


@cache
def _named(*scripts: tuple[str, ...]) -> str:
    """A digest of all that the files are made of."""
    made_of = [schema.SQL / script for group in scripts for script in group]
    made_of += [Path(catalogue.__file__), *sorted(catalogue.FOLDER.glob("*.csv"))]
    texts = (duckdb.__version__.encode(), *(path.read_bytes() for path in made_of))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def _put(folder: Path, home: Home) -> None:
    """Appears whole or not at all; of two processes that make it, the first wins. What is of other programs goes."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with work_folder(home) as work:
        unfinished = work / folder.name
        unfinished.mkdir(mode=0o700)
        for name, content in _made(folder.name).items():
            (unfinished / name).write_bytes(content)
            sync_file(unfinished / name)
        with suppress(OSError):
            unfinished.rename(folder)
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


@cache
def _made(_name: str) -> dict[str, bytes]:
    """The files' bytes, by name: made once, for whatever number of homes this process opens."""
    with tempfile.TemporaryDirectory() as folder:
        empty, views = Path(folder) / _EMPTY, Path(folder) / _VIEWS
        with duckdb.connect(str(empty), config=_SMALL) as connection:
            connection.execute(_SILENT)
            schema.migrate(connection)
        with duckdb.connect(str(views), config=_SMALL) as connection:
            connection.execute(_SILENT)
            _make_views(connection, empty)
        made = {path.name: path.read_bytes() for path in (empty, views)}
    digests = json.dumps({name: _sha256(content) for name, content in made.items()})
    return made | {_DIGESTS: digests.encode()}


def _make_views(connection: duckdb.DuckDBPyConnection, empty: Path) -> None:
    connection.execute(f"ATTACH {schema.quoted(empty)} AS w{EMPTY} (READ_ONLY)")
    schema.attach_ledger(connection, Path(":memory:"))
    connection.execute(f"SET search_path = 'w{EMPTY},ledger,memory'")
    catalogue.add_catalogue(connection)
    for script in SCRIPTS:
        connection.execute((schema.SQL / script).read_text("utf-8"))
