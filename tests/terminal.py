"""The command line in tests: a command run in this process or in one of its own, and what it leaves."""

import os
import subprocess
import sys
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Any

import pytest

from pipelines import cli
from pipelines.settings import PROJECT
from tests.backend import settings_of
from tests.the_cast import TODAY

PROGRAM = [sys.executable, "-c", "from pipelines.cli import main; main()"]


@dataclass(frozen=True)
class Told:
    """What a command left: its exit code, the bytes on stdout, the words on stderr."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The words on stdout."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """The JSON on stdout."""
        return loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Runs `benefits …` in this process, on one home, on the day of the tests."""

    home: Path
    environment: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[bytes]

    def __post_init__(self) -> None:
        for name in [name for name in os.environ if name.startswith("BENEFITS_")]:
            self.environment.delenv(name)
        told = {"BENEFITS_HOME": str(self.home), "BENEFITS_AS_OF": TODAY.isoformat(), **settings_of(self.home)}
        for name, value in told.items():
            self.environment.setenv(name, value)

    def run(self, *words: object) -> Told:
        """Runs a command to its end."""
        self.environment.setattr(sys, "argv", ["benefits", *map(str, words)])
        self.captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = self.captured.readouterr()
        return Told(int(ended.value.code or 0), shown.out, shown.err.decode())


def run_apart(home: Path, *words: object, **settings: str) -> Told:
    """Runs a command in a process of its own."""
    told = {"BENEFITS_HOME": str(home), "BENEFITS_AS_OF": TODAY.isoformat(), **settings_of(home), **settings}
    done = subprocess.run(
        [*PROGRAM, *map(str, words)], cwd=PROJECT, env={**os.environ, **told}, capture_output=True, check=False
    )
    return Told(done.returncode, done.stdout, done.stderr.decode())
