"""What came of a file, put into its report."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from pipelines.errors import BenefitsError
from pipelines.ingest.context import Context
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.exact import EXACT
from pipelines.ingest.faults import Fault
from pipelines.ingest.mask import form_of
from pipelines.ingest.place import Placed
from pipelines.ingest.read import Reading
from pipelines.ingest.recognise import Match
from pipelines.ingest.report import FileReport, Problem, Question, Refusal
from pipelines.ingest.table import Table


class TotalsDisagree(BenefitsError):
    """What is stored is not what the file said: a fault of ours, and nothing is kept. Facts: file, control, stored."""

    code = "totals_disagree"


def refused(name: str, form: str | None, error: FileRefused | SettingAsked) -> FileReport:
    """The report of a file refused whole."""
    question = Question(error.setting, error.choices) if isinstance(error, SettingAsked) else None
    return FileReport(name, form, refusal=Refusal(error.code, error.facts, question))


def told(table: Table, fit: Match, context: Context, reading: Reading) -> FileReport:
    """The report of a file that was read: counts, control totals, and the faulty cells with their lines."""
    return FileReport(
        table.name,
        fit.form.name,
        rows_read=reading.rows,
        rows_rejected=len(reading.rejected_rows),
        control_totals=_sorted(reading.control),
        rejected_totals=_sorted(reading.rejected) if reading.faults else [],
        problems=_problems(table, fit, reading.faults),
        settings=dict(context.settings),
        unknown_columns=fit.unknown,
    )


def _problems(table: Table, fit: Match, faults: list[Fault]) -> list[Problem]:
    lines = _lines(table, faults)
    found = [
        Problem(
            lines[fault.row], _header(table, fit, fault), _found(fit, fault), fault.expected, fault.facts, fault.row
        )
        for fault in faults
    ]
    return sorted(found, key=lambda problem: problem.line)


def _found(fit: Match, fault: Fault) -> str | None:
    """The text of the cell; of a file with secrets its form only, whichever column it stands in."""
    return form_of(fault.found) if fit.form.secret and fault.found else fault.found


def _header(table: Table, fit: Match, fault: Fault) -> str:
    place = fit.places.get(fault.column.name)
    return fault.column.known_as[0] if place is None else table.header[place].strip()


def _lines(table: Table, faults: list[Fault]) -> dict[int, int]:
    rows = {fault.row for fault in faults}
    lines = table.lines() if rows else None
    if lines is None:
        return {row: row + table.header_line + 1 for row in rows}
    return dict(lines.filter(pl.col("row").is_in(rows)).iter_rows())


def _sorted(totals: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(totals.items())


def counted(report: FileReport, reading: Reading, placed: Placed) -> None:
    """Adds what placing the good rows changed."""
    report.rows_loaded = placed.fresh
    report.rows_unchanged = reading.good - placed.fresh
    report.rows_removed = placed.gone
    report.groups = placed.groups
    report.stored_totals = _sorted(placed.totals)


def verify(report: FileReport) -> None:
    """TotalsDisagree unless, for each currency, what the file says is what is stored plus what was set aside."""
    stored, rejected = dict(report.stored_totals), dict(report.rejected_totals)
    for currency, control in report.control_totals:
        kept = EXACT.add(stored.get(currency, Decimal(0)), rejected.get(currency, Decimal(0)))
        if kept != control:
            raise TotalsDisagree(file=report.file, control=f"{control:f} {currency}", stored=f"{kept:f} {currency}")
