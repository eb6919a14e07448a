"""What is measured and its references take turns, so that what else the machine does falls on all of them."""

from collections.abc import Callable
from typing import TypeAlias

from tests.bench.run import Run

Runner: TypeAlias = Callable[[], Run]


def taking_turns(runs: int, *runners: Runner) -> tuple[list[Run], ...]:
    """The runs of each, in its order. Every other round goes backwards: nobody is always the one who warms up."""
    found: tuple[list[Run], ...] = tuple([] for _ in runners)
    for turn in range(runs):
        order = list(zip(runners, found, strict=True))
        for runner, its in order if turn % 2 == 0 else reversed(order):
            its.append(runner())
    return found
