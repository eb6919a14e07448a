"""`benefits token`: tokens, with which other programs read reports by address in a person's name."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from pipelines.actions import Done, new_token
from pipelines.commands.app_deed import Anybody, done, ended, today
from pipelines.commands.deed import Actor, address
from pipelines.commands.output import write
from pipelines.commands.shared import LOADED, opened
from pipelines.commands.table import as_text
from pipelines.commands.terminal import complain, say
from pipelines.reports import Request, columns, rows
from pipelines.rules.access import OPERATOR
from pipelines.settings import load_settings
from pipelines.store import EVERYTHING
from pipelines.text import text

token = typer.Typer(no_args_is_help=True, help="Tokens, with which spreadsheets and scripts read reports by address.")
_USUAL_DAYS = 90


@token.command()
def create(
    as_: Actor,
    purpose: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")],
    expires: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help=f"Its last day, in UTC; default: in {_USUAL_DAYS} days."
        ),
    ] = None,
    partner: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this partner; may be given several times.")
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this report; may be given several times.")
    ] = None,
) -> None:
    """Makes a token of a person and prints it, this once: only its digest is kept."""
    settings, made = load_settings(), new_token()
    last = expires.date() if expires else today(settings) + timedelta(_USUAL_DAYS)
    limits = {"partners": ";".join(partner or ()), "reports": ";".join(report or ())}
    outcome = done("create_token", as_, {"purpose": purpose, "expires_on": last.isoformat()} | limits | made.told)
    if not isinstance(outcome, Done):
        raise ended(outcome, "create_token")
    complain(text("token.made", settings.language, day=last.isoformat()))
    say(made.text)
    raise typer.Exit(LOADED)


@token.command("list")
def show(as_: Anybody = None) -> None:
    """Prints the tokens there are, of one person or of all, and how each stands; never the token itself."""
    settings = load_settings()
    of = {"person": [address(as_, settings.language)]} if as_ else {}
    with opened(settings) as store, store.snapshot() as snap:
        found = rows(snap, Request("tokens", today(settings), filters=of), EVERYTHING)
    title = text("report.tokens", settings.language)
    write(as_text(found, columns("tokens"), title, settings.language).encode(), None)


@token.command()
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, which stands in the list and in the token.")],
    as_: Anybody = None,
) -> None:
    """Takes a token back at once, as the operator or as a person who may."""
    raise ended(done("revoke_token", as_ or OPERATOR, {"token_id": token_id}), "revoke_token")
