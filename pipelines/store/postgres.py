"""A PostgreSQL server as a setting names it, asked through DuckDB; nothing that is told of it holds a password."""

import re
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from urllib.parse import quote, urlencode, urlsplit

import duckdb

_PREFIX = "postgres:"
_PORT = "5432"
# One of libpq's words: name = value, the value in quotes where it has spaces.
_WORD = re.compile(r"(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))")
# How it reads, in whichever wrapping, that a server cannot be reached or has left in the middle.
_LOST = (
    "connect to Postgres",
    "connection to server",
    "server closed the connection",
    "terminating connection",
    "no connection to the server",
    "connection not open",
    "SSL connection has been closed",
    "database system is",
    'Failed to execute query "ROLLBACK"',
)


@dataclass(frozen=True)
class Server:
    """A database of a server: libpq's words or address for it, which may hold a password, and what may be told."""

    words: str = field(repr=False)
    where: str

    @staticmethod
    def of(setting: str) -> "Server":
        """The server of a setting: `postgres:` and libpq's words, or an address `postgresql://…`."""
        words = setting.removeprefix(_PREFIX)
        words = _PREFIX + words if words.startswith("//") else words
        return Server(words, _where(words))

    def words_with(self, **more: str) -> str:
        """The words, and more of them where they say nothing else."""
        if "://" not in self.words:
            return " ".join((*(f"{name}='{value}'" for name, value in more.items()), self.words))  # the last one counts
        unsaid = {name: value for name, value in more.items() if f"{name}=" not in self.words}
        return f"{self.words}{'&' if '?' in self.words else '?'}{urlencode(unsaid, quote_via=quote)}"


def _where(words: str) -> str:
    """Host, port and database."""
    if "://" in words:
        address = urlsplit(words)
        host = address.netloc.rpartition("@")[2] or "localhost"
        return f"{host if ':' in host else f'{host}:{_PORT}'}, {address.path.strip('/') or '-'}"
    told = {name: quoted or plain for name, quoted, plain in _WORD.findall(words)}
    host, port = told.get("host", told.get("hostaddr", "localhost")), told.get("port", _PORT)
    return f"{host}:{port}, {told.get('dbname', told.get('user', '-'))}"


def is_lost(fault: duckdb.Error) -> bool:
    """Whether a question failed because the server cannot be reached, or has left."""
    return any(sign in str(fault) for sign in _LOST)


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Loads an extension of the version that came with the program: nothing is fetched from anywhere."""
    file = files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    with as_file(file) as path:
        connection.execute(f"LOAD '{path}'")
