"""Files in: each recognised, read, checked and placed; all of them or none, in one transaction."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.open_file import Incoming, open_file
from pipelines.ingest.order import Order
from pipelines.ingest.outcome import refused
from pipelines.ingest.quarantine import set_aside
from pipelines.ingest.record import record_load
from pipelines.ingest.report import FileReport, LoadReport, Status, Watcher, unwatched
from pipelines.ingest.statement import Opened, statements
from pipelines.ingest.take import Taking
from pipelines.store import Store, Writing
from pipelines.store.sealed_file import let_go


def load(store: Store, files: Sequence[Incoming], order: Order, watch: Watcher = unwatched) -> LoadReport:
    """Loads the files in one transaction and says what came of each.

    `refused`: a file could not be read, or (without keep_good) a cell is wrong; nothing has changed. `unchanged`: every
    row was there already. LoadBusy and SnapshotMoved where another load is in the way.
    """
    with ExitStack() as undone:
        with store.writing(rehearsal=order.dry_run) as writing:
            loading = _Loading(store, writing, order, watch, undone)
            report = loading.run(files)
            writing.draft.keep = report.status == "loaded"
        undone.pop_all()
    report.snapshot = writing.published or writing.base
    return report


@dataclass
class _Loading:
    store: Store
    writing: Writing
    order: Order
    watch: Watcher
    undone: ExitStack

    def run(self, files: Sequence[Incoming]) -> LoadReport:
        reports = {number: FileReport(incoming.name) for number, incoming in enumerate(files)}
        opened = [one for number, incoming in enumerate(files) if (one := self._open(number, incoming, reports))]
        record_load(self.writing.draft, self.writing.number, self.order.loader.name, self.order.now, self.order.as_of)
        taking = Taking(self.writing, self.order, self.watch, reports)
        stated = statements(opened)
        of_table = Counter(statement[0].fit.form.table for statement in stated)
        for statement in stated:
            taking.take(statement, alone=of_table[statement[0].fit.form.table] == 1)
        return self._conclude(taking)

    def _open(self, number: int, incoming: Incoming, reports: dict[int, FileReport]) -> Opened | None:
        try:
            settings = {**self.order.settings, **incoming.settings}
            folder = self.writing.work / str(number)
            folder.mkdir()
            return Opened(number, settings, *open_file(incoming, FORMATS, settings, folder))
        except (FileRefused, SettingAsked) as refusal:
            reports[number] = refused(incoming.name, None, refusal)
            return None

    def _conclude(self, taking: Taking) -> LoadReport:
        reports = list(taking.reports.values())
        status = self._status(reports)
        if status == "refused":
            for report in reports:
                report.forget()
        if status != "loaded":
            return LoadReport(status, reports)
        for one, mended in taking.aside:
            self._set_aside(one, mended, taking.reports[one.number])
        quarantine = [report.quarantine for report in reports if report.quarantine]
        return LoadReport(status, reports, self.writing.number, quarantine=quarantine)

    def _set_aside(self, one: Opened, mended: int | None, report: FileReport) -> None:
        report.quarantine = path = set_aside(
            self.store.home.quarantine,
            one.number + 1,
            one.table,
            report.problems,
            self.writing.number,
            mended,
            blank=one.fit.form.secret,
        )
        self.undone.callback(let_go, path)

    def _status(self, reports: list[FileReport]) -> Status:
        if any(one.refusal or (one.problems and (one.whole or not self.order.keep_good)) for one in reports):
            return "refused"
        if self.order.dry_run:
            return "dry-run"
        return "loaded" if any(report.changed or report.rows_rejected for report in reports) else "unchanged"
