"""Fixtures for all tests: homes that are empty, or hold what the cast has."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.store import Snapshot, Store
from tests.keys_desk import keys_loaded
from tests.terminal import Terminal
from tests.the_cast import load_cast


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
    return Path(shutil.copytree(cast_files, tmp_path / "cast-home"))


@pytest.fixture(scope="session")
def keys_files(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the cast with product keys, loaded once; not to be changed."""
    folder = tmp_path_factory.mktemp("keys")
    home = Path(shutil.copytree(cast_files, folder / "home"))
    with keys_loaded(home, folder):
        return home


@pytest.fixture
def keys_home(keys_files: Path, tmp_path: Path) -> Path:
    """A copy of the cast's home with product keys that a test may change."""
    return Path(shutil.copytree(keys_files, tmp_path / "keys-home"))


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
