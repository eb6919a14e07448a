"""What comes of a deed: it is done, a rule refuses it, or somebody was faster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from pipelines.rules.rule import Rule


@dataclass(frozen=True)
class Receipt:
    """A deed as the ledger has it. `subject` is such as the number of a request or the person of an assignment."""

    partner_id: str
    version: int
    request_id: str
    action: str
    done_at: datetime
    subject: str | None
    hash: str


@dataclass(frozen=True)
class Broken:
    """A rule that refused a deed, with the facts that fill its sentence."""

    rule: Rule
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """The deed is done; a rehearsal that would be has no receipt. `letters`: whether letters were written with it."""

    receipt: Receipt | None
    letters: bool = False


@dataclass(frozen=True)
class Refused:
    """Nothing was done. At least one rule is broken, each with its sentence."""

    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Changed:
    """Nothing was done: since the form was drawn, somebody did something to the same thing."""

    by: str
    action: str
    done_at: datetime


Outcome: TypeAlias = Done | Refused | Changed
