"""`benefits report`: what the pages show, as a table, or as the files that they offer."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.output import write
from pipelines.commands.shared import AsOf, Output, day, day_of_partners, opened, pairs
from pipelines.commands.table import as_text
from pipelines.errors import BenefitsError
from pipelines.reports import REPORTS, Request, columns, rows
from pipelines.settings import load_settings
from pipelines.store import EVERYTHING
from pipelines.text import text


class ReportFormat(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"


_NOT_TEXT = (ReportFormat.XLSX, ReportFormat.PARQUET)
_OF_FILES = [one.value for one in ReportFormat if one is not ReportFormat.TABLE]


def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(REPORTS)}.")],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="What a row is.")] = None,
    as_of: AsOf = None,
    filter_: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="KEY=VALUE", help="What the rows must have; may be given several times."),
    ] = None,
    format_: Annotated[ReportFormat | None, typer.Option("--format", help="Default: -o's suffix, else table.")] = None,
    output: Output = None,
    with_manifest: Annotated[
        bool, typer.Option("--manifest", help="Beside FILE, write FILE.manifest.json: what was asked, totals, digest.")
    ] = False,
    snapshot: Annotated[
        int | None, typer.Option(metavar="N", help="An older state of the warehouse, by its number.")
    ] = None,
) -> None:
    """Prints or writes a report."""
    settings, chosen = load_settings(), _chosen(format_, output)
    asked = Request(name, day(as_of, settings), by, _filters(filter_)).checked()
    _refuse_to_print(chosen, output, with_manifest=with_manifest)
    with opened(settings) as store, store.snapshot(snapshot) as snap:
        request = replace(asked, as_of=day_of_partners(as_of, settings, snap))
        if chosen is ReportFormat.TABLE:
            write(_table(rows(snap, request, EVERYTHING), request, settings.language), output)
            return
        # Loaded for a file only: workbooks and Parquet need libraries that a table in the terminal does not.
        from pipelines.commands.report_file import write_file

        write_file(snap, request, chosen, output, with_manifest=with_manifest)


def _chosen(given: ReportFormat | None, output: Path | None) -> ReportFormat:
    suffix = output.suffix[1:].lower() if output else ""
    return given or (ReportFormat(suffix) if suffix in _OF_FILES else ReportFormat.TABLE)


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


def _table(found: list[tuple[object, ...]], request: Request, language: str) -> bytes:
    shape = columns(request.report, request.by)
    return as_text(found, shape, text(f"report.{request.report}", language), language).encode()
