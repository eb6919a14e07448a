"""A double click is one press: what it asks for is made once, and no click that cuts in loses what was made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")
# A press so soon after something came of the one before is the second half of a double click.
SECONDS = 1.0


@dataclass
class Pressed(Generic[T]):
    """What came of a button in a session, and when. It is changed in place: what a session keeps by name can be cut off
    by a click."""

    made: T | None = None
    since: float = float("-inf")
    guard: Lock = field(default_factory=Lock)

    def make(self, work: Callable[[], T]) -> None:
        """Has the work done. A second click waits for the first one, and does it where that one was cut off."""
        began = monotonic()
        with self.guard:
            if self.since <= began - SECONDS:
                self.made, self.since = work(), monotonic()


def of(name: str) -> Pressed[Any]:
    """What came of the button of that name in the reader's session."""
    pressed: Pressed[Any] = st.session_state.setdefault(name, Pressed())
    return pressed


def is_second(since: float) -> bool:
    """Whether a press now belongs to the one of which something came then."""
    return monotonic() - since < SECONDS
