"""How the lake is reached: its catalog in a database of PostgreSQL, its files in a folder that all machines share."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.store.draft import database
from pipelines.store.errors import WarehouseUnreachable
from pipelines.store.postgres import Server, is_lost, load_extension
from pipelines.store.schema import quoted

# How the setting begins.
PREFIX = "ducklake:"
# A server that dies without a word is given up after some seconds; it waits for a load however long that takes.
_PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "options": "-c idle_in_transaction_session_timeout=0",
}
_BUCKET = "://"
_EXTENSIONS = ("ducklake", "postgres_scanner")


@dataclass(frozen=True)
class Link:
    """The server with the lake's catalog, and the folder with its files, which ends in a slash."""

    server: Server
    data: str

    @property
    def _words(self) -> str:
        return self.server.words_with(**_PATIENCE)

    @staticmethod
    def of(setting: str, data: str) -> "Link":
        """The link of a setting `ducklake:postgres:…` and a folder, or the address of a bucket."""
        place = data if _BUCKET in data else str(Path(data).absolute())
        return Link(Server.of(setting.removeprefix(PREFIX)), f"{place.rstrip('/')}/")

    def attach(self, connection: duckdb.DuckDBPyConnection, name: str, *options: str) -> None:
        """Attaches the lake under a name; it is made where there is none, unless an option forbids it."""
        for extension in _EXTENSIONS:
            load_extension(connection, extension)
        told = ", ".join((f"DATA_PATH {quoted(self.data)}", *options))
        connection.execute(f"ATTACH {quoted(f'ducklake:postgres:{self._words}')} AS {name} ({told})")

    def attach_catalog(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        """Attaches the database that the lake's catalog is in, as it is."""
        load_extension(connection, "postgres_scanner")
        connection.execute(f"ATTACH {quoted(self._words)} AS {name} (TYPE postgres)")

    @contextmanager
    def opened(self, work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A database of its own, with the lake attached as `draft`; what does not fit into memory goes to `work`."""
        with closing(database(work)) as connection:
            self.attach(connection, "draft")
            connection.execute("USE draft")
            yield connection

    def has(self, name: str) -> bool:
        """Whether a file of the lake is there; of one in a bucket, only reading it tells."""
        return _BUCKET in self.data or Path(self.data, name).exists()

    def make(self, work: Path) -> None:
        """Makes the lake where there is none."""
        with self.told(), self.opened(work):
            return

    @contextmanager
    def told(self) -> Iterator[None]:
        """WarehouseUnreachable where the block meets a server that cannot be reached, or leaves.

        What DuckDB says of that holds the password, so the error does not carry it along.
        """
        try:
            yield
        except duckdb.Error as fault:
            if not is_lost(fault):
                raise
            raise self.unreachable() from None

    def unreachable(self) -> WarehouseUnreachable:
        """The refusal."""
        return WarehouseUnreachable(where=self.server.where)
