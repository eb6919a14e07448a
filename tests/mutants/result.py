"""What became of the mutants of a room, and how it is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from tests.mutants.equal import is_equal
from tests.mutants.mutant import Mutant
from tests.mutants.verdict import Verdict

ENOUGH = 0.85


@dataclass(frozen=True)
class Result:
    """The verdicts on the mutants that were drawn from a room."""

    room: str
    verdicts: Sequence[tuple[Mutant, Verdict]]

    @property
    def survivors(self) -> list[Mutant]:
        """Those that no test noticed, though one could."""
        return [one for one, said in self.verdicts if said is Verdict.SURVIVED and not is_equal(one)]

    @property
    def equal(self) -> int:
        """How many survived that are listed as the same as the code."""
        return sum(said is Verdict.SURVIVED and is_equal(one) for one, said in self.verdicts)

    @property
    def counts(self) -> Counter[Verdict]:
        """How many there are of each verdict."""
        return Counter(said for _, said in self.verdicts)

    @property
    def killed(self) -> float:
        """The share that was killed of those that can be."""
        can_be = len(self.verdicts) - self.equal
        return 1 - len(self.survivors) / can_be if can_be else 1


def table(results: Sequence[Result]) -> Table:
    """A row a room."""
    made = Table("room", "mutants", *[said.value for said in Verdict], "of them equal", "killed", title="Mutants")
    for one in results:
        counts = [str(one.counts[said]) for said in Verdict]
        made.add_row(one.room, str(len(one.verdicts)), *counts, str(one.equal), f"{one.killed:.1%}")
    return made


def told(mutant: Mutant) -> str:
    """A mutant in words: where it is, and what it changes."""
    sides = [f"  {sign} {line}" for sign, text in (("-", mutant.was), ("+", mutant.now)) for line in text.splitlines()]
    return "\n".join([f"{mutant.file}:{mutant.line}", *sides])
