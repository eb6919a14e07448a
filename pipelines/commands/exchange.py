"""What a terminal asks of the app that holds the ledger, and what it gets back."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import BaseModel, ConfigDict

from pipelines.commands.output import outlet
from pipelines.settings import load_settings

# How the names of files begin that the app leaves for a terminal.
_LEFT = "left-"


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Asked(_Message):
    """A command: its words, the folder they were given in, and the settings of who gave them."""

    words: tuple[str, ...]
    folder: Path
    as_of: date | None
    language: Literal["en", "zh-Hans", "zh-Hant"]


class Line(_Message):
    """A line for the terminal."""

    line: str
    complaint: bool


class Data(_Message):
    """Bytes for a file, or for the standard output."""

    content: bytes
    path: Path | None


class Left(_Message):
    """A file that the app left for us: the bytes for a file, or for the standard output."""

    left: Path
    path: Path | None


class Answer(_Message):
    """A command's exit code, and what it wrote, in its order."""

    code: int
    written: tuple[Line | Data | Left, ...]

    def write(self) -> None:
        """Writes it all here. BenefitsError where a file cannot be written."""
        for one in self.written:
            match one:
                case Line(line=line, complaint=complaint):
                    outlet().line(line, complaint=complaint)
                case Data(content=content, path=path):
                    outlet().data(content, path)
                case Left(left=left, path=path):
                    _take(left, path)


def _take(left: Path, path: Path | None) -> None:
    try:
        with left.open("rb") as source, outlet().file(path) as file:
            shutil.copyfileobj(source, file)
    finally:
        left.unlink(missing_ok=True)


class Kept:
    """An outlet that keeps what a command writes, for the terminal that asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.written: list[Line | Data | Left] = []

    def line(self, words: str, *, complaint: bool) -> None:
        """Keeps a line."""
        self.written.append(Line(line=words, complaint=complaint))

    def data(self, content: bytes, path: Path | None) -> None:
        """Keeps bytes."""
        self.written.append(Data(content=content, path=path))

    @contextmanager
    def file(self, path: Path | None) -> Iterator[BinaryIO]:
        """A file in the home, which both of us know; who asked takes it away."""
        handle, name = tempfile.mkstemp(dir=load_settings().home / "work", prefix=_LEFT)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
        except BaseException:
            Path(name).unlink()
            raise
        self.written.append(Left(left=Path(name), path=path))

    def place(self, path: Path) -> Path:
        """The path as it is meant in the folder of who asks."""
        return self._folder / path


def sweep_left(home: Path) -> None:
    """Removes what the app left for terminals that never came for it."""
    for path in (home / "work").glob(f"{_LEFT}*"):
        path.unlink(missing_ok=True)
