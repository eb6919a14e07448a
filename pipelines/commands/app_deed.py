"""A deed that belongs to no partner, done at the terminal: as the operator, or as a person who may."""

import secrets
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from pipelines import actions
from pipelines.actions import Done, Order, Outcome
from pipelines.commands.act import DeedFormat, tell, told
from pipelines.commands.deed import address
from pipelines.commands.shared import LOADED, RULED_OUT, opened
from pipelines.rules.access import OPERATOR
from pipelines.settings import Settings, load_settings
from pipelines.store.chain import APP

Anybody = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="A person; default is the operator.")]


def done(action: str, actor: str, given: dict[str, str]) -> Outcome:
    """What comes of a deed. BenefitsError for an actor that is no address, and for a value that cannot be read."""
    settings = load_settings()
    who = actor if actor == OPERATOR else address(actor, settings.language)
    filled = {name: value for name, value in given.items() if value}
    about = (action, who, APP, None, filled, secrets.token_hex(16), datetime.now(UTC), today(settings))
    with opened(settings) as store:
        return actions.act(store, Order(*about, via="terminal"))


def ended(outcome: Outcome, action: str) -> typer.Exit:
    """Prints what came of a deed; gives the end of the command, with its exit code."""
    language = load_settings().language
    tell(told(outcome, language), DeedFormat.TEXT, action, language)
    return typer.Exit(LOADED if isinstance(outcome, Done) else RULED_OUT)


def today(settings: Settings) -> date:
    """The day on which it is done: as set, else that of UTC."""
    return settings.as_of or datetime.now(UTC).date()
