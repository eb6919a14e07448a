"""Stores on a lake, each a machine of its own: a home that is its own, and a catalog and a folder that all share."""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import SecretStr

from pipelines.settings import Settings, settings_are
from pipelines.store import Snapshot, Store
from tests.backend import server
from tests.usage_files import HEADER, SUBSCRIPTIONS, Incoming, write_csv


def on_a_lake(home: Path, words: str, folder: Path, **told: object) -> Settings:
    """The settings of a machine whose ledger and lake are in one database."""
    places = {"ledger": SecretStr(f"postgres:{words}"), "warehouse": SecretStr(f"ducklake:postgres:{words}")}
    return Settings(home=home, warehouse_data=str(folder), **places, **told)


@contextmanager
def machine(home: Path, words: str, folder: Path, *, wait_seconds: float = 60, keep: int = 10) -> Iterator[Store]:
    """The store of a machine."""
    with settings_are(on_a_lake(home, words, folder)):
        store = Store(home, lock_wait_seconds=wait_seconds, keep=keep)
    with closing(store):
        yield store


def one_row(folder: Path, name: str, cost: str = "1.25", day: str = "1/2/2026") -> Incoming:
    """A file of one row, of a resource named like the file."""
    row = ["Lab", SUBSCRIPTIONS[0], day, name, "Storage", "Blob", "EU West", "Hours", "1", cost]
    assert len(row) == len(HEADER)
    return write_csv(folder, f"{name}.csv", [row])


def held(store: Store, number: int | None = None) -> dict[str, tuple[int, str]]:
    """What each table of a snapshot holds: its rows, and a digest of them."""
    with store.snapshot(number) as snapshot:
        return tables(snapshot)


def tables(snapshot: Snapshot) -> dict[str, tuple[int, str]]:
    """The same of a snapshot that is held."""
    return {table.name: (table.rows, table.digest) for table in snapshot.tables()}


def told_by(words: str, sql: str) -> str:
    """What the server says of a statement, past the program."""
    return server().run(sql, words.rpartition("dbname=")[2])


def mentions(words: str, folder: Path, text: str) -> bool:
    """Whether a text is anywhere in what the lake keeps: in the server's tables, in codes or not, or in files."""
    names = told_by(words, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'ducklake%'")
    rows = "".join(told_by(words, f"SELECT held::text FROM {name} AS held") for name in names.splitlines())
    codes = text.encode()
    return text in rows or codes.hex() in rows or any(codes in path.read_bytes() for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def files_of(folder: Path) -> dict[str, str]:
    """The files of a lake, each with a digest."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(folder)}
