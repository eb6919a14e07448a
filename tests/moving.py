"""What is moved in tests, and where to."""

from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.store.refill import opened
from tests.backups import work

Places = tuple[Settings, Settings]


def set_up(database: str) -> dict[str, str]:
    """What is set of a PostgreSQL."""
    return {"BENEFITS_LEDGER": f"postgres:{database}", "BENEFITS_WAREHOUSE": f"ducklake:postgres:{database}"}


def places_of(home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The files of a home in which something is then loaded and done, and a PostgreSQL in which nothing was."""
    work(home)
    return set_up_at(home, database, monkeypatch)


def set_up_at(home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The files of a home, and a PostgreSQL that is set beside them."""
    for name, value in set_up(database).items():
        monkeypatch.setenv(name, value)
    told = Settings(home=home)
    return told.model_copy(update={"ledger": None, "warehouse": None}), told


def held(settings: Settings) -> tuple[int, set[object]]:
    """All that is held at a place: the live snapshot's number, and every table with its digest."""
    path = settings.home / "copied.duckdb"
    with opened(settings) as store, store.snapshot() as snapshot:
        tables = {*store.copy_ledger(path), *snapshot.tables()}
    path.unlink()
    return snapshot.number, tables
