"""The layouts of Azure's cost exports: for each a file of our own making in tests/cost_files, and what it says.

All tell the same story of two subscriptions and three days in May 2026: a machine with a cost of 25 decimals, two
identical charges, a cost in exponents, a refund, and a purchase that no credit pays for. Where a layout knows billing
profiles, a purchase of the profile follows.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

FILES = Path(__file__).parent / "cost_files"
WEB, DATA = "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "15a2f1c7-6a52-4b0e-9a5e-2f8e6e7b0c22"
PROFILE = "abcd-efgh-ijk-pgb"
# Subscription, day, resource group, meter, quantity, cost.
STORY = (
    (WEB, 1, "web-prod", "D2s v5", "24", "1.000000000000000001"),
    (WEB, 1, "web-prod", "Hot LRS Data Stored", "0.25", "0.125"),
    (WEB, 1, "web-prod", "Hot LRS Data Stored", "0.25", "0.125"),
    (DATA, 2, "data-dev", "vCore", "0.0015", "0.000025"),
    (DATA, 2, "data-dev", "vCore", "-1", "-0.75"),
    (DATA, 3, "", "Support plan", "1", "10"),
)
OF_THE_PROFILE = (PROFILE, 3, "", "Seats", "2", "40.5")


@dataclass(frozen=True)
class Layout:
    """One layout: its file, the format it is recognised as, and what its columns say beside the cost."""

    file: str
    form: str
    cost: str
    currency: str = "EUR"
    eligible: bool = True  # it says what a credit pays for
    dollars: bool = True  # it has the cost in US dollars, and the rate
    profile: bool = True  # it has a charge of the billing profile

    def table(self) -> list[list[str]]:
        """The header and the rows of the made file."""
        return list(csv.reader(io.StringIO((FILES / self.file).read_text("utf-8"), newline="")))

    def amounts(self) -> list[Decimal]:
        """The costs of the file, each rounded half even to 18 decimals."""
        header, *rows = self.table()
        texts = [row[header.index(self.cost)] for row in rows]
        return [Decimal(text).quantize(Decimal("1E-18"), ROUND_HALF_EVEN) for text in texts]


_EA = {"cost": "CostInBillingCurrency", "currency": "USD", "dollars": False, "profile": False}
LAYOUTS = (
    Layout("azure_ea_2024-08-01.csv", "azure-cost-details-ea", **_EA),
    Layout("azure_ea_2023-12-01-preview.csv", "azure-cost-details-ea", **_EA),
    Layout("azure_ea_api_2021_names.csv", "azure-cost-details-ea-2021", **{**_EA, "cost": "Cost"}),
    Layout("azure_mca_2023-12-01-preview.csv", "azure-cost-details-mca", "costInBillingCurrency"),
    Layout("azure_mpa_2023-12-01-preview.csv", "azure-cost-details-mpa", "costInBillingCurrency"),
    Layout(
        "azure_csp_subscription_2023-12-01-preview.csv",
        "azure-cost-details-csp",
        "costInBillingCurrency",
        eligible=False,
        profile=False,
    ),
    Layout(
        "azure_payg_mosa_2019-11-01.csv",
        "azure-cost-details-payg",
        "PreTaxCost",
        currency="GBP",
        eligible=False,
        dollars=False,
        profile=False,
    ),
    *(
        Layout(f"azure_focus_{version}.csv", "focus", "BilledCost")
        for version in ("1.0-preview-v1", "1.0", "1.0r2", "1.2-preview", "1.2")
    ),
    *(
        Layout(f"focus_spec_v{version}.csv", "focus", "BilledCost", eligible=False, dollars=False)
        for version in ("1.0", "1.1", "1.2")
    ),
)
BY_FILE = {layout.file: layout for layout in LAYOUTS}


def written(table: Sequence[Sequence[str]]) -> str:
    """A table as CSV, with quotes where they are needed."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue()


def made(file: str, **cells: str) -> str:
    """A made file with these texts in the columns of its first row, by header."""
    header, *rows = csv.reader(io.StringIO((FILES / file).read_text("utf-8"), newline=""))
    return written([header, [cells.get(name, cell) for name, cell in zip(header, rows[0], strict=True)], *rows[1:]])


def renamed(file: str, rename: Callable[[str], str]) -> str:
    """A made file with other headers."""
    header, *rows = csv.reader(io.StringIO((FILES / file).read_text("utf-8"), newline=""))
    return written([[rename(name) for name in header], *rows])
