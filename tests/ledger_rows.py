"""A small warehouse for tests of reports: rows as the load would write them, stated by what matters in a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pipelines.store import Snapshot, Store
from tests.the_cast import TODAY

ORIGIN = {"load_id": 1, "file_no": 0, "source_line": 2}
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"

_DEFAULTS: dict[str, dict[str, object]] = {
    "partner": {
        "partner": "Contoso",
        "country": "US",
        "currency": "USD",
        "portal": "partner_center",
        "time_zone": "UTC",
    },
    "offer_held": {
        "partner_id": "P-1",
        "offer": "success-core-2026",
        "policy": "maicpp-2026-02",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "currency": "USD",
    },
    "entitlement": {
        "partner_id": "P-1",
        "offer": "success-core-2026",
        "benefit_type": "core",
        "quantity": 10,
        "unit": "seats",
    },
    "seat": {
        "partner_id": "P-1",
        "subscription_level": "Visual Studio Enterprise",
        "activated": False,
        "status": "assigned",
        "used": False,
    },
    "licence_count": {"partner_id": "P-1", "total": 0, "expired": 0},
    "sku_count": {
        "partner_id": "P-1",
        "sku": "SPE_E5",
        "sku_id": "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
        "status": "enabled",
        "suspended": 0,
        "warning": 0,
    },
    "m365_product": {
        "product_guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
        "product_name": "Microsoft 365 E5",
        "string_id": "SPE_E5",
        "service_plan": "EXCHANGE_S_ENTERPRISE",
        "service_plan_name": "Exchange Online (Plan 2)",
    },
    "credit_grant": {
        "partner_id": "P-1",
        "subscription_id": SUBSCRIPTION,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "kind": "bulk",
        "amount": 6000,
        "currency": "USD",
    },
    "usage_daily": {
        "dataset": "azure-sponsorship-usage",
        "subscription_id": SUBSCRIPTION,
        "subscription": "Contoso Lab",
        "service": "Storage",
        "currency": "USD",
        "usage_rows": 1,
    },
    "charge": {
        "dataset": "actual",
        "subscription_id": SUBSCRIPTION,
        "subscription": "Contoso Lab",
        "resource_group": "",
        "resource_id": "",
        "service": "Storage",
        "service_type": "",
        "region": "",
        "resource": "",
        "charge_type": "usage",
        "quantity": 1,
        "currency": "USD",
    },
    "charge_daily": {
        "dataset": "actual",
        "subscription_id": SUBSCRIPTION,
        "subscription": "Contoso Lab",
        "service": "Storage",
        "resource_group": "",
        "currency": "USD",
        "usage_rows": 1,
    },
    "carried_rate": {
        "dataset": "actual",
        "subscription_id": SUBSCRIPTION,
        "pricing_currency": "USD",
        "currency": "EUR",
        "exchange_rate_on": date(2026, 3, 1),
    },
    "cost_total": {"dataset": "azure-cost-analysis", "subscription_id": SUBSCRIPTION, "currency": "USD", "cost": 0},
    "vendor_credit": {
        "partner_id": "P-1",
        "dataset": "azure-credits",
        "source": "Partner benefits",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "original": 6000,
        "currency": "USD",
        "status": "active",
    },
    "person": {"partner_id": "P-1", "name": "A person", "member_type": "member", "in_directory": True, "roles": []},
    "load": {"loaded_by": "operator", "as_of": TODAY},
    "load_file": {"file_no": 1, "format": "entitlements", "sha256": "0", "settings": "{}"},
    "load_total": {"file_no": 1},
    "load_month": {"file_no": 1, "dataset": "actual", "subscription_id": SUBSCRIPTION, "currency": "USD"},
}
_WITHOUT_ORIGIN = {"usage_daily", "charge_daily", "carried_rate", "load", "load_file", "load_total", "load_month"}
PARTNERS = (
    ("partner", {"partner_id": "P-1"}),
    ("partner", {"partner_id": "P-2", "partner": "Fabrikam"}),
    ("partner", {"partner_id": "P-3", "partner": "Northwind", "country": "DE", "currency": "EUR"}),
)
Row = tuple[str, dict[str, object]]


@contextmanager
def warehouse(home: Path, *rows: Row) -> Iterator[Snapshot]:
    """A snapshot with the three partners and `rows`: a table's name and the columns that are not the usual ones."""
    store = Store(home)
    with store.writing() as writing:
        for table, values in (*PARTNERS, *rows):
            row = ({} if table in _WITHOUT_ORIGIN else ORIGIN) | _DEFAULTS.get(table, {}) | values
            names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
            writing.draft.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
        writing.draft.keep = True
    with store.snapshot() as snapshot:
        yield snapshot
    store.close()


def benefit(entitlement_id: str, product: str = "visual-studio-enterprise", **values: object) -> Row:
    """An entitlement; ten seats under Contoso's Success Core where nothing else is said."""
    return "entitlement", {"entitlement_id": entitlement_id, "product": product} | values


def seat(seat_id: str, email: str | None = "employee@contoso.example", **values: object) -> Row:
    """A Visual Studio seat, assigned to `email`."""
    return "seat", {"seat_id": seat_id, "email": email} | values


def usage(day: date, cost: str, **values: object) -> Row:
    """A day's cost of Contoso's credit subscription."""
    return "usage_daily", {"usage_on": day, "cost": cost} | values


def charged(day: date, cost: str, **values: object) -> Row:
    """A day's cost of the same subscription, as a cost export has it."""
    return "charge_daily", {"usage_on": day, "cost": cost} | values
