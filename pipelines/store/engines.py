"""The engines of this process: one a home, because DuckDB opens a file that is written once only."""

import threading
from pathlib import Path

from pipelines.store.engine import Engine
from pipelines.store.home import Home
from pipelines.store.places import LedgerPlace, SnapshotPlace

_ENGINES: dict[Path, tuple[Engine, int]] = {}
_GUARD = threading.Lock()


def open_engine(home: Home, ledger: LedgerPlace, snapshots: SnapshotPlace) -> Engine:
    """The engine of a home, which all who open it share."""
    with _GUARD:
        engine, users = _ENGINES.get(home.path.resolve(), (None, 0))
        engine = engine or Engine(home, ledger, snapshots)
        _ENGINES[home.path.resolve()] = engine, users + 1
        return engine


def close_engine(home: Home) -> None:
    """Counts one user of the home's engine less, and closes it after the last."""
    with _GUARD:
        engine, users = _ENGINES.pop(home.path.resolve())
        if users > 1:
            _ENGINES[home.path.resolve()] = engine, users - 1
        else:
            engine.close()
