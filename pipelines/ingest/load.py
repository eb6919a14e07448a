"""Files in: each recognised, read, checked and placed; all of them or none, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pipelines.ingest.answers import settle
from pipelines.ingest.context import Loader, gather
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.open_file import Incoming, open_file
from pipelines.ingest.outcome import counted, refused, told, verify
from pipelines.ingest.place import Staged, place
from pipelines.ingest.quarantine import mends, set_aside
from pipelines.ingest.read import read_table
from pipelines.ingest.recognise import Match
from pipelines.ingest.record import known_already, record_file, record_load
from pipelines.ingest.report import FileReport, LoadReport, Progress, Status, Watcher, unwatched
from pipelines.ingest.table import Table, carefully
from pipelines.store import Store, Writing


@dataclass(frozen=True)
class Order:
    """What is asked of a load: who loads, when, the settings, to keep the good rows or not, to try only or not."""

    loader: Loader
    now: datetime
    as_of: date
    settings: Mapping[str, str]
    keep_good: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class _Opened:
    number: int
    settings: Mapping[str, str]
    table: Table
    fit: Match


def load(store: Store, files: Sequence[Incoming], order: Order, watch: Watcher = unwatched) -> LoadReport:
    """Loads the files in one transaction and says what came of each.

    `refused`: a file could not be read, or (without keep_good) a cell is wrong; nothing has changed. `unchanged`: every
    row was there already. LoadBusy and SnapshotMoved where another load is in the way.
    """
    with store.writing(rehearsal=order.dry_run) as writing:
        loading = _Loading(store, writing, order, len(files), watch)
        report = loading.run(files)
        writing.draft.keep = report.status == "loaded"
    report.snapshot = writing.published or writing.base
    return report


@dataclass
class _Loading:
    store: Store
    writing: Writing
    order: Order
    files: int
    watch: Watcher
    aside: list[tuple[_Opened, FileReport, int | None]] = field(default_factory=list)

    @property
    def load_id(self) -> int:
        return self.writing.number

    def run(self, files: Sequence[Incoming]) -> LoadReport:
        reports = {number: FileReport(incoming.name) for number, incoming in enumerate(files)}
        opened = [one for number, incoming in enumerate(files) if (one := self._open(number, incoming, reports))]
        record_load(self.writing.draft, self.load_id, self.order.loader.name, self.order.now, self.order.as_of)
        for one in sorted(opened, key=lambda one: FORMATS.index(one.fit.form)):
            reports[one.number] = self._load_one(one)
        return self._conclude(list(reports.values()))

    def _open(self, number: int, incoming: Incoming, reports: dict[int, FileReport]) -> _Opened | None:
        try:
            settings = {**self.order.settings, **incoming.settings}
            folder = self.writing.work / str(number)
            folder.mkdir()
            return _Opened(number, settings, *open_file(incoming, FORMATS, settings, folder))
        except (FileRefused, SettingAsked) as refusal:
            reports[number] = refused(incoming.name, None, refusal)
            return None

    def _load_one(self, one: _Opened) -> FileReport:
        try:
            return self._place_one(one)
        except (FileRefused, SettingAsked) as refusal:
            return refused(one.table.name, one.fit.form.name, refusal)

    def _place_one(self, one: _Opened) -> FileReport:
        table, fit, draft = one.table, one.fit, self.writing.draft
        loader = self._loader_of(fit)
        context = gather(self.writing, loader, one.settings)
        context = replace(context, settings=carefully(table, lambda: settle(fit.form, table, fit.places, context)))
        known = known_already(draft, table, fit.form, context.settings)
        if known:
            return known
        mended = mends(table, draft)
        progress = Progress(table.name, one.number, self.files, 0, table.expected_lines - table.header_line)
        reading = read_table(table, fit, context, self.writing.work, progress, self.watch)
        report = told(table, fit, context, reading)
        report.assumed = fit.form.assumed(one.settings)
        if (reading.faults and not self.order.keep_good) or not reading.parts:
            return report
        partial = bool(reading.faults)
        assumed = "currency" in fit.form.assumed(one.settings)
        staged = Staged(fit.form, one.number, reading.parts, table.header_line, table.lines(), partial, mended, assumed)
        counted(report, reading, place(draft, staged, self.load_id))
        verify(report)
        record_file(draft, self.load_id, one.number, table, report, mended)
        if report.rows_rejected:
            self.aside.append((one, report, mended))
        return report

    def _loader_of(self, fit: Match) -> Loader:
        """The loader with the partners for which the format is his to load. FileRefused where there is none."""
        loader = self.order.loader.of(fit.form.name)
        if not loader.partners:
            allowed = ", ".join(sorted(self.order.loader.formats)) or "-"
            raise FileRefused("format_not_yours", format=fit.form.name, allowed=allowed)
        return loader

    def _conclude(self, reports: list[FileReport]) -> LoadReport:
        status = self._status(reports)
        if status == "refused":
            for report in reports:
                report.forget()
        if status != "loaded":
            return LoadReport(status, reports)
        folder = self.store.home.quarantine
        for one, report, mended in self.aside:
            report.quarantine = set_aside(
                folder, one.number + 1, one.table, report.problems, self.load_id, mended, blank=one.fit.form.secret
            )
        quarantine = [report.quarantine for report in reports if report.quarantine]
        return LoadReport(status, reports, self.load_id, quarantine=quarantine)

    def _status(self, reports: list[FileReport]) -> Status:
        if any(report.refusal or (report.problems and not self.order.keep_good) for report in reports):
            return "refused"
        if self.order.dry_run:
            return "dry-run"
        return "loaded" if any(report.changed or report.rows_rejected for report in reports) else "unchanged"
