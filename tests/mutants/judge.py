"""Judges mutants one after another, each by the tests of its file."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.verdict import Verdict, verdict, warm
from tests.mutants.which import tests_of

_AT_MOST = 600
# A mutant may take so many times as long as the code as it is, and some seconds for a busy machine.
_TIMES, _MORE = 5, 10


class Useless(Exception):
    """Tests that fail by themselves can tell nothing of a mutant."""


def judged(mutants: Iterable[Mutant], folder: Path) -> Iterator[tuple[Mutant, Verdict]]:
    """Each mutant with its verdict, as soon as it is known. Nothing of ours may be imported yet but this package."""
    assert "pipelines" not in sys.modules, "what is there already would be judged, not the mutant"
    warm()
    judge = Judge(folder)
    return ((one, judge(one)) for one in mutants)


@dataclass(frozen=True)
class Judge:
    """`folder` is for what the tests leave."""

    folder: Path
    _usual: dict[tuple[str, ...], float] = field(default_factory=dict)

    def __call__(self, mutant: Mutant) -> Verdict:
        """What the tests of its file say of a mutant."""
        tests = tests_of(mutant.file)
        return verdict(mutant, tests, self.folder, self.usual(tests) * _TIMES + _MORE)

    def usual(self, tests: tuple[str, ...]) -> float:
        """How many seconds the tests take with the code as it is; asked once."""
        if tests not in self._usual:
            start = time.monotonic()
            if verdict(None, tests, self.folder, _AT_MOST) is not Verdict.SURVIVED:
                raise Useless((self.folder / "log").read_text("utf-8"))
            self._usual[tests] = time.monotonic() - start
        return self._usual[tests]
