"""The words in which an action is declared: what it is about, what its form asks, what the ledger keeps of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pipelines.actions.asking import Asking
    from pipelines.store.known import Answer

# What belongs to no partner is about `app`.
About = Literal["entitlement", "membership", "partner", "request", "app"]
Kind = Literal[
    "text", "long_text", "person", "email", "date", "number", "money", "choice", "yes", "key", "language", "country",
    "phone", "time_zone", "currency", "roles", "codes", "subscription", "rate",
]  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One thing that a form asks. Its words are `field.<name>`; those of a choice `choice.<name>.<code>`."""

    name: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a letter that has many: the words `key`, filled with facts. `words` are facts that are words of their
    own, by the key of each; a fact whose name ends in `_on` is a day and told as the reader writes it."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """A message that the deed sends: to the address with this text_id, with the words `letter.<kind>` in a language.

    `lines` stand where the body says {lines}; `letter_kind.<kind>` names the kind in the list of letters.
    """

    kind: str
    address: str
    facts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Written:
    """What a deed's row holds beside who, when and on what: see sql/ledger.sql. Values of details are texts.

    `after` are answers as the deed leaves them, by question, where that is known without asking.
    """

    subject: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    letters: tuple[Letter, ...] = ()
    after: Mapping[str, "Answer[Any]"] = field(default_factory=dict)


Facts = Mapping[str, Any]


def _no_facts(asking: "Asking") -> dict[str, object]:
    return {}


def _no_details(asking: "Asking", facts: Facts) -> Written:
    return Written()


@dataclass(frozen=True)
class Action:
    """What somebody can do. `families` limits an action about entitlements to those of some families.

    `given` turns what the form says into facts for the rules, `given_<name>`; `written` says what the ledger keeps of a
    deed that no rule refuses.
    """

    name: str
    about: About
    fields: tuple[Field, ...] = ()
    families: tuple[str, ...] = ()
    given: Callable[["Asking"], Mapping[str, object]] = _no_facts
    written: Callable[["Asking", Facts], Written] = _no_details
