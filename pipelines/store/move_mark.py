"""What a move is about to put where it goes, written down before it begins: whoever finds it knows a move cut short."""

import json
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

from pipelines.settings import Settings
from pipelines.store.backup_folder import written_aside
from pipelines.store.backup_tables import Table
from pipelines.store.home import Home
from pipelines.store.lake_link import PREFIX
from pipelines.store.postgres import Server

FILES = "files"


def begin(target: Settings, tables: tuple[Table, ...]) -> None:
    """Writes down the tables that go to a place, beside those of a move to it that was cut short before."""
    _write(target, _read(target) | {_where(target): unfinished(target) | set(tables)})


def unfinished(target: Settings) -> set[Table]:
    """The tables of moves to a place that were cut short; none where every move has ended."""
    return _read(target).get(_where(target), set())


def end(target: Settings) -> None:
    """What is at a place is what shall be there: no move to it has to be begun again."""
    _write(target, {where: tables for where, tables in _read(target).items() if where != _where(target)})


def _where(target: Settings) -> str:
    """What tells places apart, without a password."""
    if target.ledger is None or target.warehouse is None:
        return FILES
    told = (target.ledger.get_secret_value(), target.warehouse.get_secret_value().removeprefix(PREFIX))
    return "; ".join((*(Server.of(one).where for one in told), target.warehouse_data or ""))


def _read(target: Settings) -> dict[str, set[Table]]:
    try:
        told = json.loads(_file(target).read_text("utf-8"))
        return {where: {Table(*table) for table in tables} for where, tables in told.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _write(target: Settings, known: Mapping[str, set[Table]]) -> None:
    if not known:
        _file(target).unlink(missing_ok=True)
        return
    with written_aside(_file(target)) as aside:
        aside.write_text(json.dumps({where: sorted(map(astuple, tables)) for where, tables in known.items()}), "utf-8")


def _file(target: Settings) -> Path:
    return Home(target.home).path / "moving.json"
