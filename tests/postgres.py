"""A PostgreSQL of the tests' own, on this machine's own address only: it trusts whoever asks, and goes with them."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.serving import free_port

USER = "benefits"
# PostgreSQL does not run as root; its package makes this user.
_OWNER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_ALWAYS = ("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "max_connections = 400")
# What makes it quick, and forgetful where the machine itself dies.
_FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


@dataclass(frozen=True)
class Server:
    """A server: the folder of its data, and its port."""

    folder: Path
    port: int

    def words(self, database: str) -> str:
        """How a client is told where a database is."""
        return f"host=127.0.0.1 port={self.port} user={USER} dbname={database}"

    def start(self) -> None:
        """Starts it, and waits until it takes questions."""
        _run("pg_ctl", "start", "-w", "-s", "-D", self.folder, "-l", self.folder / "log", "-o", f"-p {self.port}")

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Stops it: those who are connected are cut off. `immediate` is what happens when it dies."""
        _run("pg_ctl", "stop", "-w", "-s", "-D", self.folder, "-m", how)

    def run(self, sql: str, database: str = "postgres") -> str:
        """Runs statements; gives their rows as lines, cells parted by |."""
        told = ("-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql)
        return _run("psql", "-d", self.words(database), *told).strip()

    def create(self, database: str, like: str = "template1") -> str:
        """Makes a database that is like another one, whose users are cut off; gives the words for it."""
        self.cut_off(like)
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.words(database)

    def drop(self, database: str) -> None:
        """Deletes a database, also while somebody uses it."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def cut_off(self, database: str) -> None:
        """Ends all connections to a database, as a network that fails does."""
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")


@contextmanager
def running(*, lasting: bool) -> Iterator[Server]:
    """A server that goes with the block. A lasting one has on the disk what it says it has, as users' do."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        server = started(Path(folder), lasting=lasting)
        try:
            yield server
        finally:
            server.stop("immediate")


def shared(folder: Path) -> Server:
    """The one server of all processes that name this folder, which the first of them starts."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = folder / "port"
        if not told.exists():
            told.write_text(str(started(folder, lasting=False).port))
        return Server(folder / "data", int(told.read_text()))


def end_shared(folder: Path) -> None:
    """Stops the server of a folder, if one was started, and deletes the folder."""
    if (folder / "port").exists():
        shared(folder).stop("immediate")
    shutil.rmtree(folder)


def started(folder: Path, *, lasting: bool) -> Server:
    """A server whose data lies in the folder."""
    if _is_root():
        shutil.chown(folder, _OWNER, _OWNER)
    server = Server(folder / "data", free_port())
    _run("initdb", "-D", server.folder, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    with (server.folder / "postgresql.conf").open("a") as file:
        file.write("\n".join((*_ALWAYS, *(() if lasting else _FORGETFUL), "")))
    server.start()
    return server


def _run(program: str, *words: object) -> str:
    """What a program of PostgreSQL's prints. What goes wrong is in the error."""
    command, owner = [_program(program), *map(str, words)], _OWNER if _is_root() else None
    with tempfile.TemporaryFile() as out:  # not a pipe, which the server would keep open
        done = subprocess.run(
            command, cwd="/", user=owner, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
        )
        out.seek(0)
        said = out.read().decode()
    assert done.returncode == 0, said
    return said


def _program(name: str) -> str:
    """The newest of those that Debian's packages bring, else the one on PATH."""
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else name


def _is_root() -> bool:
    return os.geteuid() == 0
