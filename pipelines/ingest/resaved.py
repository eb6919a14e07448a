"""Cost exports that a spreadsheet program saved again: their dates and amounts changed form, and some are misread.

Where day and month changed places, a date up to the 12th would be taken for another one, so the file is refused whole.
"""

import re
from collections.abc import Iterable

from pipelines.ingest.declare import Format, Kind
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.faults import Fault
from pipelines.ingest.recognise import Match
from pipelines.ingest.table import Table

# 13/02/2026, 13.02.26, 2026/02/13, and the number of a day as workbooks keep it.
_DATE = re.compile(r"\s*(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b|\s*\d{5}([.,]\d+)?\s*$")
# 1.234,56 or 1,234.56 or 1 234.56 or $12 or (12).
_AMOUNT = re.compile(r"(?=.*\d)(?=.*[,'’$€£¥%(\s]).*", re.DOTALL)
_FORMS = {"iso": "YYYY-MM-DD", "mdy": "MM/DD/YYYY", "dmy": "DD/MM/YYYY"}


def refuse_resaved(table: Table, fit: Match, faults: Iterable[Fault]) -> None:
    """FileRefused that names the first cell whose date or amount changed form; nothing for files of other kinds."""
    if not fit.form.whole_days:
        return
    changed = next((fault for fault in faults if _code(fault)), None)
    if changed is not None:
        place = fit.places[changed.column.name]
        raise FileRefused(
            _code(changed),
            line=next(table.records_at({changed.row}))[1].line,
            column=table.header[place].strip(),
            found=changed.found,
            expected=_expected(changed, fit.form),
        )


def _code(fault: Fault) -> str | None:
    found = (fault.found or "").strip()
    match fault.column.kind:
        case Kind.DATE | Kind.MOMENT if _DATE.match(found):
            return "changed_date"
        case Kind.DECIMAL if _AMOUNT.fullmatch(found):
            return "changed_amount"
        case _:
            return None


def _expected(fault: Fault, form: Format) -> str:
    if fault.column.kind is Kind.DECIMAL:
        return "1234.56"
    if fault.column.kind is Kind.MOMENT:
        return _FORMS["iso"]
    return " / ".join(_FORMS[order] for order in form.date_orders)
