"""`benefits demo`: three invented partners, loaded like anybody's files."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines import demo as made
from pipelines import ingest
from pipelines.commands.load import exit_code
from pipelines.commands.load_told import progress_bar, say_load
from pipelines.commands.shared import AsOf, day, opened
from pipelines.ingest import OPERATOR, Incoming, Order
from pipelines.settings import load_settings


def demo(
    as_of: AsOf = None, seed: Annotated[int, typer.Option(metavar="N", help="Another seed, other figures.")] = 2026
) -> None:
    """Makes three partners and loads them. They have offers, people, seats and a year of usage, as files."""
    settings = load_settings()
    on_day = day(as_of, settings)
    with opened(settings) as store, tempfile.TemporaryDirectory() as folder, progress_bar() as watch:
        files = made.make(Path(folder), on_day=on_day, seed=seed)
        incoming = [Incoming(one.path.name, one.path, one.settings) for one in files]
        report = ingest.load(store, incoming, Order(OPERATOR, datetime.now(UTC), on_day, {}), watch)
    say_load(report, settings.language)
    raise typer.Exit(exit_code(report))
