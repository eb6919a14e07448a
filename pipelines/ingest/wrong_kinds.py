"""Files that are often taken for what can be loaded: refused by the name of what they seem to be.

Each is known by headers that no format of ours has together (Cost Management's dataset schemas, domain-facts 2.4).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from pathlib import Path

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.recognise import shown
from pipelines.ingest.records import Record, records

# Any of the groups of headers is enough; blanks, case and punctuation do not count.
_SIGNATURES: dict[str, tuple[tuple[str, ...], ...]] = {
    "reservation_recommendations": (
        ("CostWithNoReservedInstances", "TotalCostWithReservedInstances"),
        ("RecommendedQuantity", "LookBackPeriod"),
    ),
    "reservation_details": (("ReservationId", "ReservedHours", "UsedHours"),),
    "reservation_transactions": (("ReservationOrderId", "EventDate", "EventType"),),
    "price_sheet": (
        ("UnitPrice", "BasePrice", "MarketPrice"),
        ("UnitPrice", "IncludedQuantity", "PartNumber"),
        ("UnitPrice", "TierMinimumUnits", "MeterId"),
    ),
    "invoice": (
        ("InvoiceNumber", "DueDate"),
        ("InvoiceId", "DueDate"),
        ("InvoiceId", "AmountDue"),
        ("InvoiceId", "TransactionType"),
    ),
    "marketplace_charges": (
        ("PublisherName", "OfferName", "ConsumedQuantity"),
        ("PublisherName", "PlanName", "OrderNumber", "ExtendedCost"),
    ),
    "balance_summary": (
        ("BeginningBalance", "EndingBalance"),
        ("NewPurchases", "Utilized", "ServiceOverage"),
        ("CurrentBalance", "EstimatedBalance"),
        ("properties.balanceSummary.currentBalance.value", "properties.balanceSummary.estimatedBalance.value"),
    ),
    "customer_credits": (("CustomerID", "CreditName", "CreditAmount", "BalanceAmount"),),
    "partner_reconciliation": (("PartnerId", "CustomerId", "OrderId", "SubscriptionId"),),
    "activity_report": (("Report Refresh Date", "User Principal Name"),),
}
# Further down, a second table is another matter than what the file is.
_TABLES_WITHIN = 1_000
_LEAST_RECORDS, _LEAST_CELLS = 2, 2


def seems(header: Sequence[str]) -> str | None:
    """The name of the kind of file that has such a header; None where it is none of those that are known."""
    names = {_plain(text) for text in header}
    for kind, signatures in _SIGNATURES.items():
        if any({_plain(one) for one in signature} <= names for signature in signatures):
            return kind
    return None


def refuse_wrong_header(header: Sequence[str]) -> None:
    """FileRefused that names what a file of this header seems to be; nothing where that is not known."""
    kind = seems(header)
    if kind:
        raise FileRefused(f"seems_{kind}", found=shown(header))


def refuse_wrong_kind(path: Path, separator: str, header: Record, *, by_row: bool) -> None:
    """The same for a file that has this header, and for a sheet of several tables."""
    refuse_wrong_header(header.fields)
    tables = _tables(path, separator, by_row)
    if len(tables) > 1:
        raise FileRefused("seems_tables", lines=", ".join(map(str, tables)))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower().removeprefix("properties."))


def _tables(path: Path, separator: str, by_row: bool) -> list[int]:
    """The lines on which tables begin that blank lines part from each other; none where it cannot be read."""
    try:
        first = list(islice(records(path, separator, by_row=by_row), _TABLES_WITHIN))
    except (FileRefused, SettingAsked):
        return []
    parts = (list(part) for filled, part in groupby(first, key=lambda one: bool(one.fields)) if filled)
    return [part[0].line for part in parts if _is_table(part)]


def _is_table(part: Iterable[Record]) -> bool:
    rows = [one for one in part if sum(bool(text.strip()) for text in one.fields) >= _LEAST_CELLS]
    return len(rows) >= _LEAST_RECORDS
