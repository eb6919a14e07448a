"""What a terminal asks of the app that holds the ledger, and what it gets back."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pipelines.commands.output import outlet


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


class Answer(_Message):
    """A command's exit code, and what it wrote, in its order."""

    code: int
    written: tuple[Line | Data, ...]

    def write(self) -> None:
        """Writes it all here. BenefitsError where a file cannot be written."""
        for one in self.written:
            if isinstance(one, Line):
                outlet().line(one.line, complaint=one.complaint)
            else:
                outlet().data(one.content, one.path)


class Kept:
    """An outlet that keeps what a command writes, for the terminal that asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.written: list[Line | Data] = []

    def line(self, words: str, *, complaint: bool) -> None:
        """Keeps a line."""
        self.written.append(Line(line=words, complaint=complaint))

    def data(self, content: bytes, path: Path | None) -> None:
        """Keeps bytes."""
        self.written.append(Data(content=content, path=path))

    def place(self, path: Path) -> Path:
        """The path as it is meant in the folder of who asks."""
        return self._folder / path
