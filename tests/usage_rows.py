"""Rows of usage and of charges for tests, one at a time or as many as it takes to be long."""

from datetime import date
from pathlib import Path

from pipelines.store import Store
from tests.ledger_rows import SUBSCRIPTION, Row

_MANY = """
INSERT INTO usage
SELECT 'azure-sponsorship-usage', $subscription, 'Lab ' || number % 3, DATE '2026-01-01' + (number % 120)::INTEGER,
    'resource-' || number % 4000, 'Service ' || number % 7, 'Type ' || number % 50, 'EU West',
    'Meter ' || number % 500 || ' of the kind that is billed', 1, number * 0.000000000001, 'USD', 1, 1, number + 2
FROM range($rows) AS numbers(number)
"""
_BY_DAY = """
INSERT INTO usage_daily
SELECT dataset, subscription_id, any_value(subscription), usage_on, service, currency, sum(cost), count(*)
FROM usage
GROUP BY dataset, subscription_id, usage_on, service, currency
"""


def used(line: int, cost: str = "1", **values: object) -> Row:
    """A row of usage of Contoso's subscription, by its line in the first file."""
    usual: dict[str, object] = {
        "dataset": "azure-sponsorship-usage",
        "subscription_id": SUBSCRIPTION,
        "subscription": "Contoso Lab",
        "usage_on": date(2026, 5, 2),
        "resource_id": "r",
        "service": "Storage",
        "service_type": "Hot",
        "region": "EU West",
        "resource": "Data stored",
        "quantity": 1,
        "cost": cost,
        "currency": "USD",
        "file_no": 1,
        "source_line": line,
    }
    return "usage", usual | values


def charged(line: int, cost: str = "1", **values: object) -> Row:
    """The same of a cost export, as its actual cost."""
    of_charge = {"dataset": "actual", "resource_group": "lab", "charge_type": "usage", "file_no": 2}
    return "charge", used(line, cost)[1] | of_charge | values


def by_day(row: Row) -> Row:
    """What the load rolls a row of either table up to."""
    table, values = row
    kept = ("dataset", "subscription_id", "subscription", "usage_on", "service", "currency", "cost")
    more = {"resource_group": values["resource_group"]} if table == "charge" else {}
    return f"{table}_daily", {name: values[name] for name in kept} | more | {"usage_rows": 1}


def with_days(*rows: Row) -> list[Row]:
    """The rows with their sums by day."""
    return [*rows, *map(by_day, rows)]


def many(home: Path, rows: int) -> None:
    """Makes a warehouse with so many rows of usage."""
    store = Store(home)
    with store.writing() as writing:
        writing.draft.run(_MANY, {"subscription": SUBSCRIPTION, "rows": rows})
        writing.draft.run(_BY_DAY)
        writing.draft.keep = True
    store.close()
