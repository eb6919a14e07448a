"""`benefits pack`: the month-end pack, and whether one is as it was made."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.actions import exports
from pipelines.commands.load_told import progress_bar
from pipelines.commands.output import writing
from pipelines.commands.shared import AsOf, Output, day_of_partners, opened
from pipelines.commands.target import home_of
from pipelines.commands.terminal import say
from pipelines.commands.verified import verified
from pipelines.errors import BenefitsError
from pipelines.ingest import Progress
from pipelines.reports.pack import MONTH_END, write_pack
from pipelines.rules.access import OPERATOR
from pipelines.settings import Settings, load_settings
from pipelines.store import EVERYTHING, Scope
from pipelines.text import text


def pack(
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="The month that is closed.")] = None,
    output: Output = None,
    partner: Annotated[str | None, typer.Option(metavar="ID", help="Only what belongs to this partner.")] = None,
    as_of: AsOf = None,
    snapshot: Annotated[
        int | None, typer.Option(metavar="N", help="An older state of the warehouse, by its number.")
    ] = None,
    verify: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Say whether this pack is as it was made.")
    ] = None,
) -> None:
    """Writes what finance closes a month with as one zip, or verifies one. Exit 2: it is not as it was made."""
    settings = load_settings()
    if verify is not None:
        _verify(verify, settings)
    elif month is None or output is None:
        raise BenefitsError("pack_of_what")
    else:
        with opened(settings) as store, store.snapshot(snapshot) as snap:
            scope = EVERYTHING if partner is None else Scope((home_of(snap, partner, "partner", settings.language),))
            today = day_of_partners(as_of, settings, snap)
            with progress_bar() as watch, writing(output) as file:
                written = write_pack(
                    snap, month, today, scope, file, lambda part, done, of: watch(Progress(part, 0, 1, done, of))
                )
                exports.record(snap, OPERATOR, written.in_ledger(), datetime.now(UTC), today, "terminal")
        say(text("pack.written", settings.language, file=output.name, **vars(written)))
        say(text("audit.seal", settings.language, seal=written.seal))


def _verify(path: Path, settings: Settings) -> None:
    found, made_at = verified(path, MONTH_END, settings)
    about = found.about | {"members": found.members, "at": f"{made_at:%Y-%m-%d %H:%M}"}
    say(text("pack.whole", settings.language, file=path.name, **about))
