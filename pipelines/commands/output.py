"""Where a command writes: the terminal and files of this process, or of another that has it run here."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

import typer

from pipelines.errors import BenefitsError
from pipelines.store.home import sync_file


class Outlet(Protocol):
    """What takes a command's lines and bytes, and knows where the files lie that its words name."""

    def line(self, words: str, *, complaint: bool) -> None:
        """Takes a line of text."""

    def data(self, content: bytes, path: Path | None) -> None:
        """Takes bytes for a file, or for the standard output where there is none."""

    def place(self, path: Path) -> Path:
        """Where a file lies whose path was given."""


class Here:
    """The terminal and the folder of this process. A file is there whole or not at all."""

    def line(self, words: str, *, complaint: bool) -> None:
        """Prints a line, a complaint to stderr."""
        typer.echo(words, err=complaint)

    def data(self, content: bytes, path: Path | None) -> None:
        """Writes to a file, or to the standard output. BenefitsError where the file cannot be."""
        if path is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        try:
            _write_file(content, path)
        except OSError as fault:
            raise BenefitsError("not_writable", path=path, reason=fault.strerror) from fault

    def place(self, path: Path) -> Path:
        """The path as it is."""
        return path


_HERE = Here()
_OUTLET: ContextVar[Outlet] = ContextVar("outlet")


def outlet() -> Outlet:
    """What takes the output of the command that runs in this thread."""
    return _OUTLET.get(_HERE)


@contextmanager
def writing_to(other: Outlet) -> Iterator[None]:
    """Lets the command of this thread write to another outlet for the length of the block."""
    token = _OUTLET.set(other)
    try:
        yield
    finally:
        _OUTLET.reset(token)


def write(data: bytes, path: Path | None) -> None:
    """Writes to a file, or to the standard output where there is none. BenefitsError where the file cannot be."""
    outlet().data(data, path)


def read(path: Path) -> bytes:
    """The bytes of a file that a command names. BenefitsError where there is none."""
    try:
        return outlet().place(path).read_bytes()
    except OSError as fault:
        raise BenefitsError("no_such_file", path=path) from fault


def _write_file(data: bytes, path: Path) -> None:
    # A pipe or a device must not be replaced by a file.
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        unfinished.write_bytes(data)
        sync_file(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
