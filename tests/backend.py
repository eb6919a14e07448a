"""What the tests' homes are kept on: files, or a PostgreSQL where each home has a database of its own.

The environment says it, because processes that tests start must know it, too.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

from pydantic import SecretStr

from pipelines.settings import Settings, load_settings, settings_are
from pipelines.store import Store
from pipelines.store.refill import empty, fill
from pipelines.store.work import work_folder
from tests.postgres import Server, shared

BACKEND = "TESTS_BACKEND"
POSTGRES = "TESTS_POSTGRES"
_EMPTY = "home-empty"
_MOVED = "UPDATE ducklake_metadata SET value = '{path}/' WHERE key = 'data_path'"
# The homes of which this process knows that their database is there.
_KNOWN: set[Path] = set()


def on_postgres() -> bool:
    """Whether homes are kept on PostgreSQL."""
    return os.environ.get(BACKEND) == "postgres"


@cache
def server() -> Server:
    """The server of this run of tests; it is started when first asked for, and stopped at the run's end."""
    return shared(Path(os.environ[POSTGRES]))


def copied(home: Path, to: Path) -> Path:
    """A copy of a home, with what it has in a database; gives the copy's folder."""
    shutil.copytree(home, to)
    if on_postgres():
        _create(to, like=_name(home))
    return to


def settings_of(home: Path) -> dict[str, str]:
    """The settings, as in an environment, of where a home is kept. Its database is made where there is none."""
    if not on_postgres():
        return {}
    _make(home)
    words = server().words(_name(home))
    return {"BENEFITS_LEDGER": f"postgres:{words}", "BENEFITS_WAREHOUSE": f"ducklake:postgres:{words}"}


def keep_homes_on_postgres() -> None:
    """Lets every store of this process that is told no other place have a database of its home's own."""
    opened = Store.__init__

    def open_on_postgres(store: Store, path: Path, **told: float) -> None:
        with settings_are(_placed(load_settings(), path)):
            opened(store, path, **told)

    patch.object(Store, "__init__", open_on_postgres).start()


def without_deeds(home: Path, tables: Sequence[str]) -> None:
    """Empties tables of a ledger; who has a copy of it reads it anew."""
    names = ", ".join(f"ledger.{table}" for table in tables)
    server().run(f"TRUNCATE {names}; UPDATE ledger.epoch SET epoch = epoch + 1", _name(home))


def forget(folder: Path) -> None:
    """Deletes the databases of homes in a folder."""
    for home in [home for home in _KNOWN if home.is_relative_to(folder)]:
        server().drop(_name(home))
        _KNOWN.remove(home)


def _placed(settings: Settings, home: Path) -> Settings:
    if settings.ledger is not None:
        return settings
    places = {name.removeprefix("BENEFITS_").lower(): SecretStr(told) for name, told in settings_of(home).items()}
    return settings.model_copy(update=places)


def _make(home: Path) -> None:
    if home in _KNOWN and home.exists():
        return
    with _alone():
        if not home.exists():
            server().drop(_name(home))
        if not _exists(_name(home)):
            _create(home, like=_empty())


def _create(home: Path, like: str) -> None:
    """Makes a home's database from another one; its lake has its files in the home."""
    server().create(_name(home), like=like)
    server().run(_MOVED.format(path=str(home / "lake").replace("'", "''")), _name(home))
    _KNOWN.add(home)


def _empty() -> str:
    """The database of a home in which nothing was done yet, made once a run: making its tables takes a second."""
    if not _exists(_EMPTY):
        words = server().create(_EMPTY)
        with tempfile.TemporaryDirectory() as folder:
            told = {"ledger": SecretStr(f"postgres:{words}"), "warehouse": SecretStr(f"ducklake:postgres:{words}")}
            with settings_are(Settings(home=Path(folder), **told)):
                _make_tables(Store(Path(folder)))
    return _EMPTY


def _make_tables(store: Store) -> None:
    with closing(store), work_folder(store.home) as work:
        fill(store, empty(work), work)


def _name(home: Path) -> str:
    return f"home-{sha256(str(home.resolve()).encode()).hexdigest()[:24]}"


def _exists(database: str) -> bool:
    return server().run(f"SELECT 1 FROM pg_database WHERE datname = '{database}'") == "1"


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes a database."""
    with (Path(os.environ[POSTGRES]) / "making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
