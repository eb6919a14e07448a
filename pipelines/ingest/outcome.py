"""What came of a file, put into its report."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl

from pipelines.errors import BenefitsError
from pipelines.ingest.cell_told import found_in, header_of
from pipelines.ingest.context import Context
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.exact import EXACT
from pipelines.ingest.faults import Fault
from pipelines.ingest.place import Placed
from pipelines.ingest.read import Reading
from pipelines.ingest.recognise import Match
from pipelines.ingest.report import ExactTotal, FileReport, Note, Problem, Question, Refusal
from pipelines.ingest.table import Table


class TotalsDisagree(BenefitsError):
    """What is stored is not what the file said: a fault of ours, and nothing is kept. Facts: file, control, stored."""

    code = "totals_disagree"
    ours = True


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
        exact_totals=_exact(reading),
        notes=list(_notes(context, reading)),
    )


def _exact(reading: Reading) -> list[ExactTotal]:
    return [
        ExactTotal(currency, EXACT.add(reading.control[currency], difference), difference)
        for currency, difference in sorted(reading.unrounded.items())
    ]


def _notes(context: Context, reading: Reading) -> Iterator[Note]:
    if not reading.rows and not reading.others:
        yield Note("no_rows")
    if reading.others:
        yield Note("other_providers", {"rows": reading.others, "provider": context.setting("provider")})


def _problems(table: Table, fit: Match, faults: list[Fault]) -> list[Problem]:
    lines = _lines(table, faults)
    found = [
        Problem(
            lines[fault.row],
            header_of(table, fit, fault),
            found_in(fit, fault),
            fault.expected,
            fault.facts,
            fault.row,
        )
        for fault in faults
    ]
    return sorted(found, key=lambda problem: problem.line)


def _lines(table: Table, faults: list[Fault]) -> dict[int, int]:
    rows = {fault.row for fault in faults}
    lines = table.lines() if rows else None
    if lines is None:
        return {row: row + table.first_line for row in rows}
    return dict(lines.filter(pl.col("row").is_in(rows)).iter_rows())


def _sorted(totals: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(totals.items())


def counted(report: FileReport, reading: Reading, placed: Placed, file_no: int) -> None:
    """Adds what placing the good rows of one file changed."""
    report.rows_loaded = placed.fresh.get(file_no, 0)
    report.rows_unchanged = reading.good - report.rows_loaded
    report.groups = placed.groups
    report.stored_totals = _sorted(placed.by_file[file_no])


def verify(reports: Sequence[FileReport], placed: Placed) -> None:
    """TotalsDisagree unless, for each currency, what each file says is what is stored of it plus what was set aside.

    The parts of one export together must have what is stored of it.
    """
    for report in reports:
        _verify_file(report)
    by_file: dict[str, Decimal] = {}
    for currency, stored in (total for report in reports for total in report.stored_totals):
        by_file[currency] = EXACT.add(by_file.get(currency, Decimal(0)), stored)
    for currency, stored in placed.totals.items():
        if stored != by_file.get(currency):
            raise TotalsDisagree(
                file=reports[0].file, control=f"{by_file.get(currency)} {currency}", stored=f"{stored:f} {currency}"
            )


def _verify_file(report: FileReport) -> None:
    stored, rejected = dict(report.stored_totals), dict(report.rejected_totals)
    for currency, control in report.control_totals:
        kept = EXACT.add(stored.get(currency, Decimal(0)), rejected.get(currency, Decimal(0)))
        if kept != control:
            raise TotalsDisagree(file=report.file, control=f"{control:f} {currency}", stored=f"{kept:f} {currency}")
