"""Whether a pack is as it was made, and whether the ledger still holds what the pack seals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import typer

from pipelines.actions import exports
from pipelines.commands.output import outlet
from pipelines.commands.shared import REFUSED, opened
from pipelines.commands.terminal import say
from pipelines.errors import BenefitsError
from pipelines.reports.pack_check import Checked, check_pack
from pipelines.settings import Settings
from pipelines.store.audit import verify as verify_ledger
from pipelines.text import text


def verified(path: Path, kind: str, settings: Settings) -> tuple[Checked, datetime]:
    """What a pack of this kind says of itself, and when it was made. Exit 2 with a sentence for each thing amiss.

    BenefitsError for a file that is not there or is no such pack.
    """
    with _opened(path) as file:
        found = check_pack(file, kind)
    with opened(settings) as store:
        ledger = store.ledger()
        made_at, differences = exports.pack_made_at(ledger, found.manifest), verify_ledger(ledger, found.seal)
    faults = [fault.sentence(settings.language) for fault in found.faults]
    faults += [difference.sentence(settings.language) for difference in differences]
    if made_at is None:
        faults.append(text("pack.not_in_ledger", settings.language))
    for fault in faults:
        say(fault)
    if faults or made_at is None:
        raise typer.Exit(REFUSED)
    return found, made_at


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = outlet().place(path).open("rb")
    except OSError as fault:
        raise BenefitsError("no_such_file", path=path) from fault
    with file:
        yield file
