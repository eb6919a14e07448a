"""A report as a file, which the ledger knows of where finance keeps such files."""

from datetime import UTC, datetime
from pathlib import Path

from pipelines.actions import exports
from pipelines.commands.output import write, writing
from pipelines.reports import Request
from pipelines.reports.manifest import OF_FINANCE
from pipelines.reports.write import write_report
from pipelines.rules.access import OPERATOR
from pipelines.store import EVERYTHING, Snapshot


def write_file(snap: Snapshot, request: Request, suffix: str, output: Path | None, *, with_manifest: bool) -> None:
    """Writes the file, with a manifest beside it where that is wanted.

    One of finance is there only when the ledger says so. BenefitsError where it cannot be written.
    """
    with writing(output) as file:
        written = write_report(snap, request, EVERYTHING, suffix, file)
        if request.report in OF_FINANCE:
            exports.record(snap, OPERATOR, written.in_ledger(suffix), datetime.now(UTC), request.as_of, "terminal")
    if output is not None and with_manifest:
        write(written.manifest(output.name), output.with_name(f"{output.name}.manifest.json"))
