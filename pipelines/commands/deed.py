"""What the commands about deeds share: who asks, and a refusal in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, NamedTuple

import typer

from pipelines.actions import Broken
from pipelines.actions.sentences import sentence
from pipelines.errors import BenefitsError
from pipelines.text import text

Actor = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who does it: the address of a person.")]
Entitlement = Annotated[str | None, typer.Option(metavar="ID", help="The benefit it is about.")]
OnDay = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day of the deed; default is today."),
]


class Reason(NamedTuple):
    """A broken rule in words."""

    rule: str
    sentence: str
    source: str


def in_words(broken: Sequence[Broken], language: str) -> list[Reason]:
    """The broken rules in words, in their order."""
    return [Reason(one.rule.id, sentence(one, language), one.rule.source) for one in broken]


def address(told: str, language: str) -> str:
    """An address in lower case. BenefitsError where it is none."""
    name, at, domain = told.strip().lower().partition("@")
    if not (name and at and domain):
        raise BenefitsError("input_wrong", field="--as", found=told, expected=text("input.email", language))
    return f"{name}@{domain}"
