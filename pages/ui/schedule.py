"""What the app does by itself while it runs: jobs, each of them again after its interval."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from pages.ui.session import now
from pipelines.actions.outbox import deliver
from pipelines.errors import BenefitsError
from pipelines.faults import record
from pipelines.settings import load_settings
from pipelines.store import Store
from pipelines.store.backup import back_up
from pipelines.store.backup_folder import last_backup
from pipelines.store.errors import LoadBusy

# Nothing long begins soon after the start, when the first pages are made and the app may be started again.
FIRST_SECONDS = 600
_STDERR = 2


@dataclass(frozen=True)
class Job:
    """What is done again and again: its name, the seconds between two rounds, and what a round does at a moment."""

    name: str
    seconds: float
    work: Callable[[Store, datetime], object]


def take_up(store: Store, moment: datetime) -> None:
    """Starts the app anew where a backup was restored: it then opens what is there instead."""
    if store.home.restored.exists():
        structlog.get_logger().info("restored", restarts=True)
        _let_go_of_files()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _let_go_of_files() -> None:
    """The server's port is among what would stay open in the program that begins anew, and could not be opened then."""
    for open_file in Path("/dev/fd").iterdir():
        with suppress(OSError):  # closed meanwhile, such as the list itself
            os.set_inheritable(int(open_file.name), int(open_file.name) <= _STDERR)


def back_up_daily(store: Store, moment: datetime) -> None:
    """Makes the backup of the day, in UTC, if there is none yet and BENEFITS_BACKUPS_KEPT is not 0."""
    settings = load_settings()
    last = last_backup(settings.backups)
    if settings.backups_kept and (last is None or last.made_at.date() < moment.date()):
        back_up(store, settings.backups, moment, settings.backups_kept)


def compact(store: Store, moment: datetime) -> None:
    """Keeps the files of the lake few and large; of several apps on one lake, the first of the day has the work."""
    with suppress(LoadBusy):  # another app does it, or a load is long: tomorrow is soon enough
        store.compact()


JOBS = (
    Job("restored", 1, take_up),
    Job("letters", 30, deliver),
    Job("backup", 3600, back_up_daily),
    Job("compaction", 86_400, compact),
)


@asynccontextmanager
async def at_work(jobs: Sequence[Job], store: Store) -> AsyncIterator[None]:
    """Does the jobs until the block ends; a round under way is then done to its end."""
    tasks = [asyncio.create_task(_repeated(job, store)) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeated(job: Job, store: Store) -> None:
    """Round after round; one that fails is logged, and the next one comes in its time."""
    await asyncio.sleep(min(job.seconds, FIRST_SECONDS))
    while True:
        (came,) = await asyncio.gather(asyncio.to_thread(job.work, store, now()), return_exceptions=True)
        if isinstance(came, Exception):
            _log(job, came, store.home.path)
        await asyncio.sleep(job.seconds)


def _log(job: Job, fault: Exception, home: Path) -> None:
    """One line for the operator: a refusal's sentence, or that of a fault, and the number that it has in the log."""
    reference, log = record(fault, home)
    told = fault if isinstance(fault, BenefitsError) else BenefitsError("fault", reference=reference, log=log)
    structlog.get_logger().error("job_failed", job=job.name, reference=reference, reason=told.sentence())
