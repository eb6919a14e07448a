"""A report to a file, without ever holding more of it than a batch."""

from pipelines.reports.export import STREAMED
from pipelines.reports.manifest import Tally, Written
from pipelines.reports.measured import Measured
from pipelines.reports.request import Request
from pipelines.reports.stream import stream
from pipelines.reports.writers import Sink
from pipelines.store import Scope, Snapshot


def write_report(snap: Snapshot, request: Request, scope: Scope, suffix: str, file: Sink) -> Written:
    """Writes the report's rows in the form of STREAMED, and tells what was written.

    BenefitsError for an unknown report, grouping, filter or code, and for more rows than the form holds.
    """
    tally, measured = Tally(request.checked()), Measured(file)
    STREAMED[suffix](tally.of(stream(snap, request, scope)), measured)
    return Written(tally, snap.number, measured.size, measured.sha256)
