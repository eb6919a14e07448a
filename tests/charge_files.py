"""Cost exports for tests, in the columns of an enterprise agreement, and what a load of them leaves behind."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipelines.ingest import Incoming
from pipelines.store import EVERYTHING, Store

WEB, DATA = "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "15a2f1c7-6a52-4b0e-9a5e-2f8e6e7b0c22"
HEADER = (
    *("InvoiceSectionName", "AccountName", "SubscriptionId", "SubscriptionName", "Date", "ResourceGroup", "ResourceId"),
    *("MeterCategory", "MeterSubCategory", "ResourceLocation", "MeterName", "ChargeType", "Quantity"),
    *(
        "CostInBillingCurrency",
        "BillingCurrencyCode",
        "IsAzureCreditEligible",
        "BillingProfileId",
        "BillingProfileName",
    ),
)


@dataclass(frozen=True)
class Charge:
    """A row of a cost export; the rest of its columns is the same in all."""

    day: date | str = date(2026, 5, 1)
    cost: str = "1"
    group: str = "web"
    subscription: str = WEB
    service: str = "Storage"
    quantity: str = "1"
    currency: str = "EUR"
    eligible: str = "True"

    def at(self, day: date | str) -> "Charge":
        """The same charge on another day."""
        return replace(self, day=day)

    def cells(self) -> list[str]:
        """Its cells, in the order of HEADER."""
        day = self.day if isinstance(self.day, str) else f"{self.day:%m/%d/%Y}"
        return [
            *("Web", "Contoso", self.subscription, "Lab", day, self.group, ""),
            *(self.service, "", "westeurope", "Meter", "Usage", self.quantity),
            *(self.cost, self.currency, self.eligible, "", ""),
        ]


def as_csv(charges: Sequence[Charge]) -> str:
    """The charges as an export, below its header."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *(one.cells() for one in charges)])
    return text.getvalue()


def export(folder: Path, name: str, charges: Sequence[Charge]) -> Incoming:
    """An export as a file of this name."""
    path = folder / name
    path.write_bytes(as_csv(charges).encode())
    return Incoming(name, path)


def month(*days: int, of: Charge | None = None) -> list[Charge]:
    """The charge on some days of May 2026; on all of them where none is named."""
    return [(of or Charge()).at(date(2026, 5, day)) for day in days or range(1, 32)]


def charges(store: Store, columns: str) -> list[tuple[object, ...]]:
    """Columns of the stored charges, in a total order."""
    with store.snapshot() as snapshot:
        return list(snapshot.query(f"SELECT {columns} FROM charge ORDER BY ALL", scope=EVERYTHING).iter_rows())


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query on what is live."""
    with store.snapshot() as snapshot:
        return list(snapshot.query(sql, scope=EVERYTHING).iter_rows())
