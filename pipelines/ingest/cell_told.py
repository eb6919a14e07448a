"""How a faulty cell is told: under the header of its file, and no longer than anybody reads."""

from collections.abc import Sequence

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.faults import MOST_FAULTS, Fault
from pipelines.ingest.mask import form_of, shortened
from pipelines.ingest.recognise import Match
from pipelines.ingest.table import Table


def header_of(table: Table, fit: Match, fault: Fault) -> str:
    """The header above the cell; the usual one where the file lacks the column."""
    place = fit.places.get(fault.column.name)
    return fault.column.known_as[0] if place is None else table.header[place].strip()


def found_in(fit: Match, fault: Fault) -> str | None:
    """The text of the cell; of a file with secrets its form only, whichever column it stands in."""
    if fault.found is None:
        return None
    return form_of(fault.found) if fit.form.secret else shortened(fault.found)


def refuse_many(table: Table, fit: Match, faults: Sequence[Fault]) -> None:
    """FileRefused that names the first of more faulty cells than anybody would mend by hand."""
    if len(faults) > MOST_FAULTS:
        first = min(faults, key=lambda fault: fault.row)
        raise FileRefused(
            "too_many_faults",
            limit=MOST_FAULTS,
            line=next(table.records_at({first.row}))[1].line,
            column=header_of(table, fit, first),
            found=found_in(fit, first) or "-",
        )
