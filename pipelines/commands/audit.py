"""`benefits audit`: a seal of the ledger, and whether the ledger is as it was written."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.output import read, write
from pipelines.commands.shared import REFUSED, Output, opened
from pipelines.commands.terminal import say
from pipelines.errors import BenefitsError
from pipelines.settings import load_settings
from pipelines.store.audit import Seal, sealed
from pipelines.store.audit import verify as verify_ledger
from pipelines.text import text

audit = typer.Typer(no_args_is_help=True, help="Seals the ledger, and verifies that nothing in it was changed.")


@audit.command()
def seal(output: Output = None) -> None:
    """Writes a seal: a hash over the last deed of every partner. Keep it where the ledger is not."""
    with opened(load_settings()) as store:
        made = sealed(store.ledger())
    write(made.to_json(), output)


@audit.command()
def verify(
    seal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A seal made before: what it seals must still be there.")
    ] = None,
) -> None:
    """Verifies the chain of deeds. Exit 0: as it was written, 2: it is not, each fault in a sentence."""
    settings = load_settings()
    kept = None if seal is None else _read(seal)
    with opened(settings) as store:
        ledger = store.ledger()
        findings, heads = verify_ledger(ledger, kept), ledger.heads()
    for finding in findings:
        say(finding.sentence(settings.language))
    if findings:
        raise typer.Exit(REFUSED)
    deeds = sum(head.version for head in heads)
    say(text("audit.clean", settings.language, deeds=deeds, streams=len(heads)))


def _read(path: Path) -> Seal:
    try:
        return Seal.from_json(read(path))
    except ValueError as fault:
        raise BenefitsError("not_a_seal", path=path) from fault
