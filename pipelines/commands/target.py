"""What a deed at the terminal is about, and at which partner, from what was given."""

from collections.abc import Mapping
from typing import NamedTuple

from pipelines.actions import Action
from pipelines.actions.place import partner_of, partners_of_person
from pipelines.errors import BenefitsError
from pipelines.store import Snapshot
from pipelines.text import text

# What `--set` calls the thing that an action is about; a benefit has an option of its own.
_NAMED = {"membership": "offer", "request": "request"}


class Asked(NamedTuple):
    """What was given: the action, who does it, `--entitlement`, the pairs of `--set`; and the reader's language."""

    action: Action
    actor: str
    entitlement: str | None
    given: Mapping[str, str]
    language: str


class Target(NamedTuple):
    """The partner, the id of what the deed is about (None: the partner itself), and what is left for the form."""

    partner: str
    about: str | None
    given: dict[str, str]


def target(snapshot: Snapshot, asked: Asked) -> Target:
    """Where the deed is done. BenefitsError names what is missing, too much, or not there."""
    about = _about(asked)
    if about is not None and asked.action.about != "membership" and "partner" not in asked.given:
        partner = home_of(snapshot, about, asked.action.about, asked.language)
    else:
        partner = _only_partner(snapshot, asked)
    names = {"partner", _NAMED.get(asked.action.about)}
    return Target(partner, about, {name: value for name, value in asked.given.items() if name not in names})


def home_of(snapshot: Snapshot, thing: str, about: str, language: str) -> str:
    """The partner of a benefit or a request, or a partner itself. BenefitsError where there is no such thing."""
    found = partner_of(snapshot, thing)
    if found is None:
        raise BenefitsError("unknown_thing", about=text(f"about.{about}", language), found=thing)
    return found


def _about(asked: Asked) -> str | None:
    kind = asked.action.about
    if kind != "entitlement" and asked.entitlement is not None:
        raise _wrong("--entitlement", asked.entitlement, asked)
    if kind == "partner":
        return None
    name = _NAMED.get(kind)
    found = asked.given.get(name) if name else asked.entitlement
    if not found:
        raise _wrong(f"--set {name}" if name else "--entitlement", "–", asked)
    return found


def _wrong(option: str, found: str, asked: Asked) -> BenefitsError:
    expected = text(f"about.{asked.action.about}", asked.language)
    return BenefitsError("input_wrong", field=option, found=found, expected=expected)


def _only_partner(snapshot: Snapshot, asked: Asked) -> str:
    """The partner that is told, else the only one that knows the person."""
    if "partner" in asked.given:
        return home_of(snapshot, asked.given["partner"], "partner", asked.language)
    known = partners_of_person(snapshot, asked.actor)
    if len(known) != 1:
        raise BenefitsError("input_wrong", field="--set partner", found="–", expected=", ".join(known) or "P-1 …")
    return known[0]
