"""One statement of a load: its files read and checked, its good rows placed, what came of it told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.order import Order
from pipelines.ingest.outcome import counted, refused, told, verify
from pipelines.ingest.place import place
from pipelines.ingest.quarantine import mends
from pipelines.ingest.read import Reading, read_table
from pipelines.ingest.record import known_already, record_file
from pipelines.ingest.report import FileReport, Note, Progress, Watcher
from pipelines.ingest.settled import Settled, alike, settled
from pipelines.ingest.staged import Piece, Staged
from pipelines.ingest.statement import Opened, Statement, may_replace
from pipelines.store import Writing


@dataclass(frozen=True)
class _Read:
    """A file that was read, and the load that it mends."""

    file: Opened
    reading: Reading
    mends: int | None


@dataclass
class Taking:
    """Takes the statements of one load. `reports` has what came of each file so far, by its place in the load.

    `aside` are the files of which rows were set aside, with the load that they mend.
    """

    writing: Writing
    order: Order
    watch: Watcher
    reports: dict[int, FileReport]
    aside: list[tuple[Opened, int | None]] = field(default_factory=list)

    def take(self, statement: Statement, *, alone: bool) -> None:
        """Reads and places one statement; `alone`: no other one of the load goes to its table."""
        found: list[Settled] = []
        for file in statement:
            with self._refusal_of(file):
                found.append(settled(file, self.writing, self.order.loader))
        if len(found) == len(statement) and not self._is_known(files := alike(found), alone):
            self._read_and_place(files)

    @contextmanager
    def _refusal_of(self, file: Opened) -> Iterator[None]:
        try:
            yield
        except (FileRefused, SettingAsked) as refusal:
            self.reports[file.number] = refused(file.table.name, file.fit.form.name, refusal)

    def _is_known(self, files: Sequence[Settled], alone: bool) -> bool:
        """Whether the very same files were the last ones of their table; their reports say so."""
        if files[0].file.fit.form.whole_days and not alone:
            return False
        found: dict[int, FileReport] = {}
        for one in files:
            file, settings = one.file, one.context.settings
            known = known_already(self.writing.draft, file.table, file.fit.form, settings, len(files))
            found |= {file.number: known} if known else {}
        if len(found) < len(files):
            return False
        self.reports |= found
        return True

    def _read_and_place(self, files: Sequence[Settled]) -> None:
        read: list[_Read] = []
        for one in files:
            with self._refusal_of(one.file):
                read.append(self._read(one, whole=len(files) > 1))
        faulty = any(one.reading.faults and (len(files) > 1 or not self.order.keep_good) for one in read)
        if faulty and self.order.keep_good:
            self.reports[files[0].file.number].notes.append(Note("parts_whole"))
        filled = [one for one in read if one.reading.parts]
        if filled and not faulty and len(read) == len(files):
            with self._refusal_of(filled[0].file):
                self._place(filled)

    def _read(self, one: Settled, *, whole: bool) -> _Read:
        table, fit, number = one.file.table, one.file.fit, one.file.number
        mended = mends(table, self.writing.draft)
        progress = Progress(table.name, number, len(self.reports), 0, table.expected_lines - table.header_line)
        reading = read_table(table, fit, one.context, self.writing.work, progress, self.watch)
        report = self.reports[number] = told(table, fit, one.context, reading)
        report.assumed = fit.form.assumed(one.file.settings, one.context.settings)
        report.whole = whole
        return _Read(one.file, reading, mended)

    def _place(self, read: Sequence[_Read]) -> None:
        """All files of a statement at once; what is said of it is told of the first."""
        first = read[0]
        staged = Staged(
            first.file.fit.form,
            [_piece(one) for one in read],
            partial=any(one.reading.faults for one in read),
            mends=first.mends,
            currency_assumed="currency" in self.reports[first.file.number].assumed,
            replace=may_replace([one.file for one in read]),
        )
        placed = place(self.writing.draft, staged, self.writing.number)
        reports = [self.reports[one.file.number] for one in read]
        for one, report in zip(read, reports, strict=True):
            counted(report, one.reading, placed, one.file.number)
        reports[0].rows_removed = placed.gone
        reports[0].notes += placed.notes
        verify(reports, placed)
        for one in read:
            self._record(one)

    def _record(self, one: _Read) -> None:
        report = self.reports[one.file.number]
        record_file(self.writing.draft, self.writing.number, one.file.number, one.file.table, report, one.mends)
        if report.rows_rejected:
            self.aside.append((one.file, one.mends))


def _piece(one: _Read) -> Piece:
    table = one.file.table
    return Piece(table.name, one.file.number, one.reading.parts, table.first_line, table.lines())
