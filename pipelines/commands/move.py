"""`benefits move`: from the files of BENEFITS_HOME to PostgreSQL and a lake, and back."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from pipelines.commands.terminal import say
from pipelines.errors import BenefitsError
from pipelines.settings import load_settings
from pipelines.store.home import Home
from pipelines.store.move import move as carry
from pipelines.store.move import set_aside
from pipelines.text import text


class Place(StrEnum):
    """Where ledger and warehouse can be."""

    POSTGRES = "postgres"
    FILES = "files"


def move(to: Annotated[Place, typer.Option("--to", help="Where ledger and warehouse shall be.")]) -> None:
    """Carries ledger and warehouse from files to PostgreSQL and a lake, or back, and compares each table. Stop all apps
    first. Exit 2: refused, nothing was changed."""
    settings = load_settings()
    if settings.ledger is None:
        raise BenefitsError("move_nowhere")
    files = settings.model_copy(update={"ledger": None, "warehouse": None, "warehouse_data": None})
    ways = {Place.POSTGRES: (files, settings), Place.FILES: (settings, files)}
    moved = carry(*ways[to])
    told = {"snapshot": moved.snapshot, "deeds": moved.deeds, "rows": moved.rows}
    say(text("move.done", settings.language, **told))
    if to is Place.POSTGRES:
        say(text("move.to_postgres", settings.language, path=set_aside(Home(settings.home), moved, datetime.now(UTC))))
    else:
        say(text("move.to_files", settings.language))
