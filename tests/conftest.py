"""Fixtures for all tests: homes that are empty, or hold what the cast has."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from pages.ui import session
from pipelines.store import Snapshot, Store
from tests.backend import BACKEND, POSTGRES, copied, forget, keep_homes_on_postgres, on_postgres, server
from tests.both_backends import reason_against
from tests.done import Deeds
from tests.keys_desk import keys_loaded
from tests.page_visits import Visits, visiting
from tests.postgres import Server, end_shared, running
from tests.terminal import Terminal
from tests.the_cast import load_cast

# The same examples each time: a run that fails can be run again.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the homes of tests are kept on."""
    parser.addoption("--backend", choices=["files", "postgres"], default="files", help="where homes are kept")


def pytest_configure(config: pytest.Config) -> None:
    """The first process of a run names the folder of its PostgreSQL, which those it starts share."""
    if os.environ.setdefault(BACKEND, config.getoption("--backend")) == "postgres":
        keep_homes_on_postgres()
    if POSTGRES not in os.environ:
        folder = Path(os.environ.setdefault(POSTGRES, tempfile.mkdtemp(prefix="postgres-")))
        config.add_cleanup(lambda: end_shared(folder))
        # Whoever ends us, the server ends with us.
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL those tests run that do so on both."""
    if on_postgres():
        left = [item for item in items if reason_against(item.path.stem, item.name)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(autouse=True)
def _no_database_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test keeps in databases goes with it."""
    yield
    if on_postgres() and "tmp_path" in (request.node.funcargs or ()):
        forget(request.node.funcargs["tmp_path"])


@pytest.fixture
def database() -> Iterator[str]:
    """A database of its own that is empty: the words that tell a client where it is."""
    name = f"test-{uuid4().hex}"
    yield server().create(name)
    server().drop(name)


@pytest.fixture
def postgres() -> Iterator[Server]:
    """A server of its own, to be stopped and started, which keeps what it has said that it keeps."""
    with running(lasting=True) as started:
        yield started


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of its own."""
    opened = Store(tmp_path / "home", lock_wait_seconds=5)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def cast_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the cast, loaded once; not to be changed."""
    home = tmp_path_factory.mktemp("cast") / "home"
    report = load_cast(home)
    assert report.status == "loaded", [(one.file, one.refusal, one.problems) for one in report.files]
    return home


@pytest.fixture
def cast_home(cast_files: Path, tmp_path: Path) -> Path:
    """A copy of the cast's home that a test may change."""
    return copied(cast_files, tmp_path / "cast-home")


@pytest.fixture
def cast_store(cast_home: Path) -> Iterator[Store]:
    """The store of a copy of the cast's home, beside the pages that are visited in it."""
    session._store_at.cache_clear()
    opened = Store(cast_home)
    yield opened
    opened.close()
    session._store_at.cache_clear()


@pytest.fixture
def visit(cast_home: Path) -> Iterator[Visits]:
    """Visits of the pages of a copy of the cast's home."""
    with visiting(cast_home) as visits:
        yield visits


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    """Deeds at a copy of the cast's home."""
    made = Deeds(cast_home)
    yield made
    made.close()


@pytest.fixture(scope="session")
def keys_files(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the cast with product keys, loaded once; not to be changed."""
    folder = tmp_path_factory.mktemp("keys")
    home = copied(cast_files, folder / "home")
    with keys_loaded(home, folder):
        return home


@pytest.fixture
def keys_home(keys_files: Path, tmp_path: Path) -> Path:
    """A copy of the cast's home with product keys that a test may change."""
    return copied(keys_files, tmp_path / "keys-home")


@pytest.fixture
def cast_snapshot(cast_files: Path) -> Iterator[Snapshot]:
    """The cast's snapshot, to query."""
    opened = Store(cast_files)
    with opened.snapshot() as snap:
        yield snap
    opened.close()


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Terminal:
    """The command line on an empty home."""
    return Terminal(tmp_path / "home", monkeypatch, capsysbinary)


@pytest.fixture
def cast_terminal(
    cast_home: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Terminal:
    """The command line on what the cast has."""
    return Terminal(cast_home, monkeypatch, capsysbinary)
