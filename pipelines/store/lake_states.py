"""Which states of the lake somebody may still ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.store.home import Pointer

# How long a reader on another machine may go on with what was kept when it began.
GRACE_SECONDS = 3600


@dataclass(frozen=True)
class State:
    """A state of the lake: its own number, the pointer that was written with it, and how old it is."""

    version: int
    pointer: Pointer
    seconds: float


def oldest_needed(states: Sequence[State]) -> int:
    """The first state that somebody may ask for: of snapshots kept by a pointer that was the last one not long ago."""
    needed = {states[-1].version}
    for nth, state in enumerate(states):
        if nth + 1 == len(states) or states[nth + 1].seconds < GRACE_SECONDS:
            known = {one.pointer.live: one.version for one in states[: nth + 1]}
            needed |= {known[number] for number in state.pointer.numbers if number in known}
    return min(needed)
