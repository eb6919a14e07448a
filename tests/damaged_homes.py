"""A home with a backup, and what it answers after damage: the true figures, or a refusal that names the backup."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.reports import REPORTS, Request, run
from pipelines.store import EVERYTHING, Store
from pipelines.store.check import check
from pipelines.store.errors import Damaged
from pipelines.text import LANGUAGES
from tests.backups import add, backed_up
from tests.damage import Damage
from tests.the_cast import TODAY
from tests.usage_files import load_file, write_csv

Figures = dict[tuple[str, str], object]
QUESTIONS = [(name, by) for name, report in REPORTS.items() for by in report.by]
ROW = ["Lab", "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "1/2/2026", "more", "Storage", "Blob", "EU", "Hours", "1", "2"]


@dataclass(frozen=True)
class Truth:
    """A whole home, its backup, and what it answers to every report."""

    home: Path
    backup: Path
    figures: Figures

    @contextmanager
    def damaged(self, file: str, damage: Damage, number: int, to: Path) -> Iterator[Path]:
        """A copy of the home with one damaged file. Whatever fails in the block tells what was done to it."""
        shutil.copytree(self.home, to)
        [path] = to.glob(file)
        done = damage(path, number)
        try:
            yield to
        except BaseException as fault:
            fault.add_note(f"{path.name}, number {number}: {done}")
            raise
        shutil.rmtree(to)

    def names(self, refusal: object) -> bool:
        """Whether a refusal tells in each language which backup brings back what is damaged."""
        return isinstance(refusal, Damaged) and all(self.backup.name in refusal.sentence(one) for one in LANGUAGES)


def truth_of(home: Path, backups: Path) -> Truth:
    """What is true of a home, of which a backup is made."""
    return Truth(home, backed_up(home, backups).path, figures(home))


def figures(home: Path, questions: Sequence[tuple[str, str]] = QUESTIONS) -> Figures:
    """What a home answers to reports: their rows, or the refusal."""
    with closing(Store(home)) as store:
        refusal = _told(store.open)
        if refusal:
            return dict.fromkeys(questions, refusal)
        return {question: _told(lambda asked=question: _rows(store, *asked)) for question in questions}


def _rows(store: Store, name: str, by: str) -> object:
    with store.snapshot() as snapshot:
        return run(snapshot, Request(name, TODAY, by), EVERYTHING).rows()


def checked(home: Path) -> object:
    """What a check finds, or the refusal."""
    with closing(Store(home)) as store:
        return _told(lambda: check(store))


def deed(home: Path) -> object:
    """What comes of a deed: nothing, or the refusal."""
    with closing(Store(home)) as store:
        return _told(lambda: add(store, "after"))


def load(home: Path, folder: Path) -> object:
    """What comes of a load: its status, or the refusal."""
    with closing(Store(home)) as store:
        return _told(lambda: load_file(store, write_csv(folder, "more.csv", [ROW])).status)


def _told(work: Callable[[], object]) -> object:
    try:
        return work()
    except Damaged as refusal:
        return refusal
