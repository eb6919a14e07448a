"""`benefits report`: what the pages show, as a table, or as the files that they offer."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from pipelines.actions import exports
from pipelines.commands.output import write, writing
from pipelines.commands.shared import AsOf, Output, day, day_of_partners, opened, pairs
from pipelines.commands.table import as_text
from pipelines.errors import BenefitsError
from pipelines.reports import REPORTS, Request, columns, run
from pipelines.reports.export import STREAMED
from pipelines.reports.manifest import OF_FINANCE, Written
from pipelines.reports.write import write_report
from pipelines.rules.access import OPERATOR
from pipelines.settings import load_settings
from pipelines.store import EVERYTHING, Snapshot
from pipelines.text import text


class ReportFormat(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"


_NOT_TEXT = (ReportFormat.XLSX, ReportFormat.PARQUET)


def report(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(REPORTS)}.")],
    by: Annotated[str | None, typer.Option(help="What a row is.")] = None,
    as_of: AsOf = None,
    filter_: Annotated[
        list[str] | None, typer.Option("--filter", help="KEY=VALUE; may be given several times.")
    ] = None,
    format_: Annotated[ReportFormat | None, typer.Option("--format", help="Default: -o's suffix, else table.")] = None,
    output: Output = None,
    with_manifest: Annotated[
        bool, typer.Option("--manifest", help="Beside FILE, write FILE.manifest.json: what was asked, totals, digest.")
    ] = False,
    snapshot: Annotated[int | None, typer.Option(help="An older state of the warehouse, by its number.")] = None,
) -> None:
    """Prints or writes a report."""
    settings, chosen = load_settings(), _chosen(format_, output)
    asked = Request(name, day(as_of, settings), by, _filters(filter_)).checked()
    _refuse_to_print(chosen, output, with_manifest=with_manifest)
    with opened(settings) as store, store.snapshot(snapshot) as snap:
        request = replace(asked, as_of=day_of_partners(as_of, settings, snap))
        if chosen is ReportFormat.TABLE:
            write(_table(run(snap, request, EVERYTHING), request, settings.language), output)
            return
        written = _write(snap, request, chosen, output)
    if output is not None and with_manifest:
        write(written.manifest(output.name), output.with_name(f"{output.name}.manifest.json"))


def _chosen(given: ReportFormat | None, output: Path | None) -> ReportFormat:
    suffix = output.suffix[1:].lower() if output else ""
    return given or (ReportFormat(suffix) if suffix in STREAMED else ReportFormat.TABLE)


def _filters(told: list[str] | None) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for name, value in pairs(told):
        chosen.setdefault(name, []).append(value)
    return chosen


def _refuse_to_print(chosen: ReportFormat, output: Path | None, *, with_manifest: bool) -> None:
    if output is None and chosen in _NOT_TEXT:
        raise BenefitsError("binary_to_terminal", format=chosen)
    if output is None and with_manifest:
        raise BenefitsError("manifest_of_no_file")


def _write(snap: Snapshot, request: Request, chosen: ReportFormat, output: Path | None) -> Written:
    """Writes the file; one of finance is there only when the ledger says so."""
    with writing(output) as file:
        written = write_report(snap, request, EVERYTHING, chosen, file)
        if request.report in OF_FINANCE:
            exports.record(snap, OPERATOR, written.in_ledger(chosen), datetime.now(UTC), request.as_of, "terminal")
        return written


def _table(frame: pl.DataFrame, request: Request, language: str) -> bytes:
    shape = columns(request.report, request.by)
    return as_text(frame, shape, text(f"report.{request.report}", language), language).encode()
