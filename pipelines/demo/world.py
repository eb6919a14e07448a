"""What all demo files share: the day, the seed, the facts of data/demo.toml, and dates counted from the day."""

import random
import tomllib
import uuid
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parents[2] / "data" / "demo.toml"


@dataclass(frozen=True)
class World:
    """The demo's world on a day."""

    on_day: date
    seed: int
    facts: dict[str, Any]

    def day(self, offset: int) -> date:
        """The day `offset` days after the demo's day; before it when negative."""
        return self.on_day + timedelta(days=offset)

    def luck(self, *about: str) -> random.Random:
        """A generator of its own for each matter, so that a change in one file leaves the others as they were."""
        return random.Random(":".join((str(self.seed), *about)))

    def guid(self, *about: str) -> str:
        """A GUID that depends on the seed and the matter only."""
        return str(uuid.UUID(int=self.luck("guid", *about).getrandbits(128), version=4))


def build(on_day: date, seed: int) -> World:
    """The world as data/demo.toml describes it."""
    return World(on_day, seed, tomllib.loads(FACTS.read_text("utf-8")))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_between(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
