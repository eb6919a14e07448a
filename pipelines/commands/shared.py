"""What commands share: exit codes, options, the store and the day of the settings, KEY=VALUE pairs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.errors import BenefitsError
from pipelines.settings import Settings
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.day import day_of

# A deed that the programme's rules do not allow is ruled out; what cannot be used at all is refused.
LOADED, REFUSED, SET_ASIDE, RULED_OUT = 0, 2, 3, 4

AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The reporting day, such as 2026-06-15; default is today."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")]


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store of BENEFITS_HOME, closed after the block. BenefitsError where the folder cannot be used.

    It does not wait for the ledger: whoever holds it may run the command for us.
    """
    try:
        store = Store(
            settings.home,
            lock_wait_seconds=settings.load_lock_seconds,
            ledger_wait_seconds=0,
            keep=settings.snapshots_kept,
        )
    except OSError as fault:
        raise BenefitsError("home_unusable", path=settings.home, reason=fault.strerror) from fault
    try:
        yield store
    finally:
        store.close()


def day(given: datetime | None, settings: Settings) -> date:
    """The reporting day: the one given, else that of the settings, else today."""
    if given is not None:
        return given.date()
    return settings.as_of or datetime.now().astimezone().date()


def day_of_partners(given: datetime | None, settings: Settings, snapshot: Snapshot) -> date:
    """The reporting day: the one given, else that of the settings, else today at the partners, in UTC where they share
    no time zone."""
    told = given.date() if given else settings.as_of
    return told or day_of(snapshot, EVERYTHING, now())


def now() -> datetime:
    """The moment at which a command runs."""
    return datetime.now(UTC)


def pairs(told: Iterable[str] | None) -> list[tuple[str, str]]:
    """The pairs of KEY=VALUE options, in their order. BenefitsError names the first that is none."""
    split = [(one, *one.partition("=")) for one in told or ()]
    for found, key, separator, _ in split:
        if not (key and separator):
            raise BenefitsError("not_a_setting", found=found)
    return [(key, value) for _, key, _, value in split]
