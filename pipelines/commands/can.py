"""`benefits can`: what a person could do now, and why not."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from pipelines.actions import ACTIONS, judged
from pipelines.actions.place import partners_of_person
from pipelines.actions.reasons import reasons
from pipelines.actions.things import ID
from pipelines.commands.deed import Actor, Entitlement, OnDay, address, in_words
from pipelines.commands.output import write
from pipelines.commands.shared import opened
from pipelines.commands.target import home_of
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.store import Snapshot
from pipelines.store.day import day_at
from pipelines.text import text


class ListFormat(StrEnum):
    """How the actions are listed."""

    TABLE = "table"
    JSON = "json"


def can(
    as_: Actor,
    entitlement: Entitlement = None,
    on: OnDay = None,
    format_: Annotated[ListFormat, typer.Option("--format", help="How it is told.")] = ListFormat.TABLE,
) -> None:
    """Lists each action and whether the person may do it, else the rules in the way. What a form asks is left open."""
    settings = load_settings()
    actor, language = address(as_, settings.language), settings.language
    told, now = on.date() if on else settings.as_of, datetime.now(UTC)
    with opened(settings) as store, store.snapshot() as snapshot:
        home = None if entitlement is None else home_of(snapshot, entitlement, "entitlement", language)
        partners = partners_of_person(snapshot, actor) if home is None else [home]
        found = [
            one
            for partner in partners
            for one in _of(snapshot, actor, partner, told or day_at(snapshot, partner, now), entitlement, language)
        ]
    if format_ is ListFormat.JSON:
        write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n", None)
    else:
        _print(found, language)


def _of(
    snapshot: Snapshot, actor: str, partner: str, on_day: date, entitlement: str | None, language: str
) -> Iterator[dict[str, Any]]:
    for action in ACTIONS.values():
        if entitlement is not None and action.about != "entitlement":
            continue
        rows = judged(snapshot, action, actor, partner, on_day, entitlement)
        for thing, broken in zip(rows[ID[action.about]], reasons(rows, action.name), strict=True):
            why = [reason._asdict() for reason in in_words(broken, language)]
            yield {
                "partner": partner,
                "about": action.about,
                "id": thing,
                "action": action.name,
                "allowed": not why,
                "broken": why,
            }


def _print(found: list[dict[str, Any]], language: str) -> None:
    for one in found:
        answer = text("word.yes" if one["allowed"] else "word.no", language)
        say(f"{one['partner']}  {one['id']}  {one['action']}: {answer}")
        for why in one["broken"]:
            say("    " + text("act.refused", language, sentence=why["sentence"], source=why["source"]))
    if not found:
        say(text("table.empty", language))
