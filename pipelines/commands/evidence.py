"""`benefits evidence`: what a compliance audit asks of one partner, and whether such a file is as it was made."""

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
from pipelines.reports.evidence import EVIDENCE, Evidence, Period, write_evidence
from pipelines.rules.access import OPERATOR
from pipelines.settings import Settings, load_settings
from pipelines.store import Snapshot
from pipelines.text import text

_DAY = ["%Y-%m-%d"]


def evidence(
    partner: Annotated[str | None, typer.Option(metavar="ID", help="The partner that is audited.")] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, metavar="DATE", help="The first day.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, metavar="DATE", help="The last day.")] = None,
    output: Output = None,
    as_of: AsOf = None,
    verify: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Say whether this evidence is as it was made.")
    ] = None,
) -> None:
    """Writes who held what when, keys seen, use and every deed as one zip, or verifies one. Exit 2: it was changed."""
    settings = load_settings()
    if verify is not None:
        _verify(verify, settings)
    elif partner is None or first is None or last is None or output is None:
        raise BenefitsError("evidence_of_what")
    else:
        with opened(settings) as store, store.snapshot() as snap:
            home = home_of(snap, partner, "partner", settings.language)
            made = _write(snap, Period(home, first.date(), last.date()), as_of, output, settings)
        say(text("evidence.written", settings.language, file=output.name, **vars(made)))
        say(text("audit.seal", settings.language, seal=made.seal))


def _write(snap: Snapshot, asked: Period, as_of: datetime | None, output: Path, settings: Settings) -> Evidence:
    """Writes the file, which is there only when the ledger says so."""
    today = day_of_partners(as_of, settings, snap)
    with progress_bar() as watch, writing(output) as file:
        made = write_evidence(snap, asked, today, file, lambda part, done, of: watch(Progress(part, 0, 1, done, of)))
        exports.record(snap, OPERATOR, made.in_ledger(), datetime.now(UTC), today, "terminal")
    return made


def _verify(path: Path, settings: Settings) -> None:
    found, made_at = verified(path, EVIDENCE, settings)
    about = found.about | {"members": found.members, "at": f"{made_at:%Y-%m-%d %H:%M}"}
    say(text("evidence.whole", settings.language, file=path.name, **about))
