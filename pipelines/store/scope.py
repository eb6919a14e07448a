"""Whose rows a reader may see."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Scope:
    """The partners a reader may see ('*': all; none: nothing); with an e-mail, only what this person holds."""

    partners: tuple[str, ...] | Literal["*"]
    email: str | None = None

    def session(self) -> dict[str, list[str] | str | None]:
        """The session variables that the visible_* views read."""
        return {"scope": list(self.partners), "own_email": self.email}


EVERYTHING = Scope("*")
NOTHING = Scope(())
