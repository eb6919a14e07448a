"""Canaries: secrets that are planted, and whatever a home leaves, says or hands out searched for them."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
from streamlit.testing.v1 import AppTest

# What keeps a home's secrets: the key ring, the key of the cookies, the word at which commands find the app.
KEEPERS = {"keys.json", "secret.key", "app.json"}
LETTERS = "outbox"


@dataclass
class Canaries:
    """Secrets by name, and everything that was said so far, by place."""

    secrets: dict[str, str] = field(default_factory=dict)
    said: dict[str, list[bytes]] = field(default_factory=dict)

    def plant(self, name: str, secret: str) -> str:
        """One more secret; gives it back."""
        assert len(secret) >= 12, "a short text stands everywhere by chance"
        self.secrets[name] = secret
        return secret

    def says(self, place: str, told: str | bytes) -> None:
        """What was said at a place."""
        self.said.setdefault(place, []).append(told.encode() if isinstance(told, str) else told)

    def hits(self, content: bytes) -> list[str]:
        """The names of the secrets in some bytes: as they stand, in small letters, without hyphens, in two bytes a
        letter, in hexadecimal; in a zip, in each of its members too."""
        found = set(self._of_one(content.lower()))
        return sorted(found | {hit for member in members(content) for hit in self.hits(member)})

    def _of_one(self, folded: bytes) -> list[str]:
        """Asked of all at once first, which is much faster and nearly always the whole answer."""
        every = [form.decode("latin-1") for secret in self.secrets.values() for form in forms(secret)]
        if not pl.Series([folded.decode("latin-1")]).str.contains_any(every).item():
            return []
        return [name for name, secret in self.secrets.items() if any(one in folded for one in forms(secret))]

    def heard(self, place: str) -> list[str]:
        """The secrets that were said at a place."""
        return sorted({hit for told in self.said[place] for hit in self.hits(told)})

    def in_files(self, home: Path) -> dict[str, list[str]]:
        """The secrets in each file of a home, by path; those that keep secrets are left out."""
        files = [path for path in home.rglob("*") if path.is_file() and path.name not in KEEPERS]
        found = {path.relative_to(home).as_posix(): self.hits(path.read_bytes()) for path in files}
        return {name: hits for name, hits in found.items() if hits}


def forms(secret: str) -> list[bytes]:
    """The ways in which a secret may stand, in small letters."""
    small = secret.lower()
    texts = {small, small.replace("-", "")}
    return [form for text in texts for form in (text.encode(), text.encode("utf-16-le"), text.encode().hex().encode())]


def members(content: bytes) -> Iterator[bytes]:
    """The files in a zip, such as a workbook or a backup; nothing for what is none."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def rows_of(file: Path) -> Iterator[bytes]:
    """Every row of every table of a database that nobody holds: its file may have packed them."""
    with duckdb.connect(str(file), read_only=True) as database:
        names = database.sql("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        for (name,) in names:
            yield str(database.sql(f"SELECT to_json(one) FROM {name} AS one").fetchall()).encode()


def drawn(page: AppTest) -> str:
    """Everything that a page sends to the browser: words, addresses, tables, what can be copied."""
    rooms = (page.main, page.sidebar)
    return "\n".join(str(getattr(node, "proto", "")) for room in rooms for node in room) + str(page.query_params)
