"""`benefits act`: one deed of a person, done by the operator at the terminal."""

import json
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Annotated, Any

import typer

from pipelines import actions
from pipelines.actions import ACTIONS, Changed, Done, Order, Outcome, Refused
from pipelines.commands.deed import Actor, Entitlement, OnDay, address, in_words
from pipelines.commands.output import write
from pipelines.commands.shared import LOADED, RULED_OUT, opened, pairs
from pipelines.commands.target import Asked, target
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.store import Store
from pipelines.store.day import day_at
from pipelines.text import text


class DeedFormat(StrEnum):
    """How a deed is told."""

    TEXT = "text"
    JSON = "json"


def act(
    action: Annotated[str, typer.Argument(metavar="ACTION", help=f"One of: {', '.join(ACTIONS)}.")],
    as_: Actor,
    entitlement: Entitlement = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A field of the form; also partner=, offer=, request=: what it is about.",
        ),
    ] = None,
    request_id: Annotated[
        str | None, typer.Option(metavar="ID", help="The same one is the same deed, however often it is sent.")
    ] = None,
    on: OnDay = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it; do nothing.")] = False,
    format_: Annotated[DeedFormat, typer.Option("--format", help="How it is told.")] = DeedFormat.TEXT,
) -> None:
    """Does one deed as a person who may. Exit 0: done, 4: refused, or somebody was faster, 2: it makes no sense."""
    settings, declared = load_settings(), actions.known_at_partner(action)
    actor = address(as_, settings.language)
    with opened(settings) as store:
        with store.snapshot() as snapshot:
            asked = Asked(declared, actor, entitlement, dict(pairs(set_)), settings.language)
            partner, about, given = target(snapshot, asked)
            request, now = request_id or secrets.token_hex(16), datetime.now(UTC)
            on_day = on.date() if on else settings.as_of or day_at(snapshot, partner, now)
        order = Order(action, actor, partner, about, given, request, now, on_day, via="terminal", dry_run=dry_run)
        outcome = actions.act(store, order)
        shown = _shown(store, order) if isinstance(outcome, Done) and not dry_run else {}
    tell(told(outcome, settings.language) | shown, format_, action, settings.language)
    raise typer.Exit(LOADED if isinstance(outcome, Done) else RULED_OUT)


def told(outcome: Outcome, language: str) -> dict[str, Any]:
    """What came of a deed: outcome, rules, sentences, sources, receipt."""
    empty: dict[str, Any] = {"rules": [], "sentences": [], "sources": [], "receipt": None}
    match outcome:
        case Done(receipt):
            kept = receipt and asdict(receipt) | {"done_at": receipt.done_at.astimezone(UTC).isoformat()}
            return {"outcome": "done"} | empty | {"receipt": kept}
        case Refused(broken):
            rules, sentences, sources = zip(*in_words(broken, language), strict=True)
            return {"outcome": "refused"} | empty | {"rules": rules, "sentences": sentences, "sources": sources}
        case Changed(by, action, done_at):
            facts = {"by": by, "deed": text(f"deed.{action}", language), "at": f"{done_at:%Y-%m-%d %H:%M}"}
            return {"outcome": "changed-meanwhile"} | empty | {"sentences": [text("act.changed", language, **facts)]}


def _shown(store: Store, order: Order) -> dict[str, Any]:
    """What a deed is done to see: of one that shows keys, those that the person has revealed."""
    if order.action != "get_keys" or order.about is None:
        return {}
    with store.snapshot() as snapshot:
        about = (order.actor, order.partner_id, order.about, order.on_day)
        return {"keys": list(actions.revealed_keys(snapshot, store.home.key_file, *about).values())}


def tell(result: dict[str, Any], format_: DeedFormat, action: str, language: str) -> None:
    """Prints what came of a deed: its receipt, or each rule that refused it with its source."""
    if format_ is DeedFormat.JSON:
        write(json.dumps(result, ensure_ascii=False, indent=2).encode() + b"\n", None)
        return
    for sentence, source in zip_longest(result["sentences"], result["sources"]):
        say(text("act.refused", language, sentence=sentence, source=source) if source else sentence)
    if result["outcome"] == "done":
        deed, receipt = text(f"deed.{action}", language), result["receipt"]
        say(text("act.done", language, deed=deed, **receipt) if receipt else text("act.dry_run", language, deed=deed))
    for key in result.get("keys", ()):
        say(key)
