"""`benefits person`: who may come in. Their sessions end, they are disabled and enabled again."""

from typing import Annotated

import typer

from pipelines.commands.app_deed import Anybody, done, ended
from pipelines.rules.access import OPERATOR

person = typer.Typer(no_args_is_help=True, help="Who may come in: ends sessions, disables and enables people.")
Whom = Annotated[str, typer.Argument(metavar="EMAIL", help="The person.")]


@person.command("end-sessions")
def end_sessions(email: Whom, as_: Anybody = None) -> None:
    """Signs a person out everywhere; who signs in again is in again."""
    _do("end_sessions", email, as_)


@person.command()
def disable(email: Whom, as_: Anybody = None) -> None:
    """Keeps a person out of the app, from now on and with every token; the roles stay."""
    _do("disable_person", email, as_)


@person.command()
def enable(email: Whom, as_: Anybody = None) -> None:
    """Lets a person in again who was disabled."""
    _do("enable_person", email, as_)


def _do(action: str, email: str, as_: str | None) -> None:
    raise ended(done(action, as_ or OPERATOR, {"person": email}), action)
