"""`benefits token`: tokens, with which other programs read reports by address in a person's name."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from pipelines import actions
from pipelines.actions import Done, Order, Outcome, new_token
from pipelines.commands.act import DeedFormat, tell, told
from pipelines.commands.deed import Actor, address
from pipelines.commands.output import write
from pipelines.commands.shared import LOADED, RULED_OUT, opened
from pipelines.commands.table import as_text
from pipelines.commands.terminal import complain, say
from pipelines.reports import Request, columns, run
from pipelines.rules.access import OPERATOR
from pipelines.settings import Settings, load_settings
from pipelines.store import EVERYTHING
from pipelines.store.warehouse import APP
from pipelines.text import text

token = typer.Typer(no_args_is_help=True, help="Tokens, with which spreadsheets and scripts read reports by address.")
_USUAL_DAYS = 90
Anybody = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="A person; default is the operator.")]


@token.command()
def create(
    as_: Actor,
    purpose: Annotated[str, typer.Option(help="What it is for.")],
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=f"Its last day, in UTC; default: in {_USUAL_DAYS} days."),
    ] = None,
    partner: Annotated[list[str] | None, typer.Option(help="Only this partner; may be given several times.")] = None,
    report: Annotated[list[str] | None, typer.Option(help="Only this report; may be given several times.")] = None,
) -> None:
    """Makes a token of a person and prints it, this once: only its digest is kept."""
    settings, made = load_settings(), new_token()
    last = expires.date() if expires else _day(settings) + timedelta(_USUAL_DAYS)
    limits = {"partners": ";".join(partner or ()), "reports": ";".join(report or ())}
    outcome = _done("create_token", as_, {"purpose": purpose, "expires_on": last.isoformat()} | limits | made.told)
    if isinstance(outcome, Done):
        complain(text("token.made", settings.language, day=last.isoformat()))
        say(made.text)
    else:
        _tell(outcome, "create_token")
    raise typer.Exit(LOADED if isinstance(outcome, Done) else RULED_OUT)


@token.command("list")
def show(as_: Anybody = None) -> None:
    """Prints the tokens there are, of one person or of all, and how each stands; never the token itself."""
    settings = load_settings()
    of = {"person": [address(as_, settings.language)]} if as_ else {}
    with opened(settings) as store, store.snapshot() as snap:
        rows = run(snap, Request("tokens", _day(settings), filters=of), EVERYTHING)
    title = text("report.tokens", settings.language)
    write(as_text(rows, columns("tokens"), title, settings.language).encode(), None)


@token.command()
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, which stands in the list and in the token.")],
    as_: Anybody = None,
) -> None:
    """Takes a token back at once, as the operator or as a person who may."""
    outcome = _done("revoke_token", as_ or OPERATOR, {"token_id": token_id})
    _tell(outcome, "revoke_token")
    raise typer.Exit(LOADED if isinstance(outcome, Done) else RULED_OUT)


def _done(action: str, actor: str, given: dict[str, str]) -> Outcome:
    settings = load_settings()
    who = actor if actor == OPERATOR else address(actor, settings.language)
    told = {name: value for name, value in given.items() if value}
    about = (action, who, APP, None, told, secrets.token_hex(16), datetime.now(UTC), _day(settings))
    with opened(settings) as store:
        return actions.act(store, Order(*about, via="terminal"))


def _tell(outcome: Outcome, action: str) -> None:
    language = load_settings().language
    tell(told(outcome, language), DeedFormat.TEXT, action, language)


def _day(settings: Settings) -> date:
    """The day on which a token is made or judged: as set, else that of UTC."""
    return settings.as_of or datetime.now(UTC).date()
