"""One small fault: a file of ours with a single expression changed by mutmut."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import locked_venv

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("mutmut.lock")
ROOMS = ("rules", "actions")
_WRITTEN = Path(__file__).with_name("written.py")


@dataclass(frozen=True)
class Mutant:
    """`was` and `now` are the lines that differ, the first of which is `line`; `source` is the whole file."""

    file: str
    line: int
    was: str
    now: str
    source: str

    @property
    def module(self) -> str:
        """The module that the file is."""
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def files_of(room: str) -> list[str]:
    """The files of a room, as paths below the project's root."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pipelines" / room).rglob("*.py"))


def drawn(files: Sequence[str], number: int, seed: int) -> list[Mutant]:
    """So many mutants of these files together, or all there are; a seed always draws the same ones of the same code."""
    python = locked_venv.python(ROOT / "build" / "mutmut", LOCK)
    command = [python, _WRITTEN, str(seed), str(number), *files]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Mutant(**json.loads(line)) for line in told.splitlines()]
