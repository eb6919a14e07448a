"""What a load says of itself: per file what was read, loaded, left, set aside, and whether the totals agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

Status = Literal["loaded", "unchanged", "refused", "dry-run"]


@dataclass(frozen=True)
class Problem:
    """A cell that is not what it must be. `expected` is a key of the catalogs with its facts; `found` None: empty."""

    line: int
    column: str
    found: str | None
    expected: str
    facts: tuple[tuple[str, str], ...] = ()
    row: int = 0  # the record's number below the header


@dataclass(frozen=True)
class Question:
    """What must be said with `--set setting=value` before the file can be loaded."""

    setting: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """Why a file is refused whole: the code and facts of a sentence of the catalogs (`error.<code>`)."""

    code: str
    facts: dict[str, object]
    question: Question | None = None


@dataclass(frozen=True)
class Note:
    """What is said of a file beside its counts: code and facts of a sentence of the catalogs (`load.note.<code>`)."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ExactTotal:
    """The sum of a file's amounts as its text has them, and what it has above the sum of the stored ones.

    Given where an amount has more than 18 decimals: each is rounded half even at the 18th.
    """

    currency: str
    total: Decimal
    difference: Decimal


@dataclass
class FileReport:
    """One file of a load. Totals are (currency, amount) in the order of the currency codes.

    `whole`: with a fault it is refused even where the good rows are to be kept.
    """

    file: str
    format: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_unchanged: int = 0
    rows_removed: int = 0
    rows_rejected: int = 0
    groups: int | None = None
    control_totals: list[tuple[str, Decimal]] = field(default_factory=list)
    stored_totals: list[tuple[str, Decimal]] = field(default_factory=list)
    rejected_totals: list[tuple[str, Decimal]] = field(default_factory=list)
    exact_totals: list[ExactTotal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()  # settings that nobody gave: the layout's default
    unknown_columns: tuple[str, ...] = ()
    refusal: Refusal | None = None
    whole: bool = False
    quarantine: Path | None = None

    def forget(self) -> None:
        """Takes back what the file would have changed: the load that it belongs to is refused."""
        self.rows_loaded = self.rows_unchanged = self.rows_removed = 0
        self.stored_totals = []

    @property
    def changed(self) -> bool:
        """Whether the file changes what is stored."""
        return bool(self.rows_loaded or self.rows_removed)


@dataclass
class LoadReport:
    """One load. `quarantine` are the files that hold the rows set aside; `snapshot` is what is live afterwards."""

    status: Status
    files: list[FileReport]
    load_id: int | None = None
    snapshot: int | None = None
    quarantine: list[Path] = field(default_factory=list)

    @property
    def question(self) -> Question | None:
        """The first thing that must be answered, if any."""
        return next((f.refusal.question for f in self.files if f.refusal and f.refusal.question), None)


@dataclass(frozen=True)
class Progress:
    """How far a load is: rows read of the rows a file has, for one file of several."""

    file: str
    file_no: int
    files: int
    rows: int
    of_rows: int


Watcher = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """Watches nothing."""
