"""Where a command writes: the terminal and files of this process, or of another that has it run here."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from os import fsync
from pathlib import Path
from typing import BinaryIO, Protocol

import typer

from pipelines.errors import BenefitsError
from pipelines.full_disk import full_disk_told


class Outlet(Protocol):
    """What takes a command's lines and bytes, and knows where the files lie that its words name."""

    def line(self, words: str, *, complaint: bool) -> None:
        """Takes a line of text."""

    def data(self, content: bytes, path: Path | None) -> None:
        """Takes bytes for a file, or for the standard output where there is none."""

    def file(self, path: Path | None) -> AbstractContextManager[BinaryIO]:
        """Takes bytes that are written one after the other, for a file or the standard output."""

    def place(self, path: Path) -> Path:
        """Where a file lies whose path was given."""


class Here:
    """The terminal and the folder of this process. A file is there whole or not at all."""

    def line(self, words: str, *, complaint: bool) -> None:
        """Prints a line, a complaint to stderr."""
        typer.echo(words, err=complaint)

    def data(self, content: bytes, path: Path | None) -> None:
        """Writes to a file, or to the standard output. BenefitsError where the file cannot be."""
        with self.file(path) as file:
            file.write(content)

    @contextmanager
    def file(self, path: Path | None) -> Iterator[BinaryIO]:
        """A file that is there when the block ends, or the standard output. BenefitsError where the file cannot be."""
        if path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        try:
            with full_disk_told(path, path.parent), _whole(path) as file:
                yield file
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


def writing(path: Path | None) -> AbstractContextManager[BinaryIO]:
    """A file to be written piece by piece, there when the block ends, or the standard output where none is named.

    BenefitsError where the file cannot be written.
    """
    return outlet().file(path)


def read(path: Path) -> bytes:
    """The bytes of a file that a command names. BenefitsError where there is none."""
    try:
        return outlet().place(path).read_bytes()
    except OSError as fault:
        raise BenefitsError("no_such_file", path=path) from fault


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    # A pipe or a device must not be replaced by a file.
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
