"""Sponsorship usage files for tests, made from a seed, and what a load of them leaves behind."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from pathlib import Path
from random import Random

import polars as pl

from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order, Watcher, load
from pipelines.store import EVERYTHING, Store
from tests.the_cast import NOW, TODAY

HEADER = (
    "SubscriptionName",
    "SubscriptionGuid",
    "Date",
    "ResourceGuid",
    "ServiceName",
    "ServiceType",
    "ServiceRegion",
    "ServiceResource",
    "Quantity",
    "Cost",
)
SUBSCRIPTIONS = ("8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "15a2f1c7-6a52-4b0e-9a5e-2f8e6e7b0c22")
DATE, RESOURCE, QUANTITY, COST = (HEADER.index(name) for name in ("Date", "ResourceGuid", "Quantity", "Cost"))
EXACT = Context(prec=76)
Row = list[str]


def usage_rows(seed: int, count: int, *, resources: int = 40) -> list[Row]:
    """Rows as the portal writes them, unsorted: no day exceeds 12, names hold NBSP, quotes and commas."""
    chance = Random(seed)
    return [_row(chance, resources) for _ in range(count)]


def _row(chance: Random, resources: int) -> Row:
    place = chance.randrange(len(SUBSCRIPTIONS))
    day = date(2025, chance.randint(1, 12), chance.randint(1, 12))
    kind = chance.randrange(4)
    return [
        f"Contoso\u00a0Sponsorship {place}",
        SUBSCRIPTIONS[place],
        written(day),
        f"resource-{chance.randrange(resources)}",
        ("Storage", "Virtual Machines, Dedicated", 'Azure "App" Service', "SQL\u00a0Database")[kind],
        ("Blob", "D2s v5", "B1", "S0")[kind],
        "EU West",
        "Hours",
        chance.choice(("2E-06", "1", "24", "0.041667", "1.5E-03")),
        f"{Decimal(chance.randrange(10**14)).scaleb(-13):f}",
    ]


def written(day: date) -> str:
    """A date as the portal writes it, M/D/YYYY."""
    return f"{day.month}/{day.day}/{day.year}"


def day_of(row: Row) -> date:
    """The day of a row."""
    month, day, year = map(int, row[DATE].split("/"))
    return date(year, month, day)


def group_of(row: Row) -> tuple[str, str, str]:
    """What a file states as a whole: subscription, day, resource."""
    return row[1], row[DATE], row[RESOURCE]


def exact_sum(amounts: Sequence[str]) -> Decimal:
    """The sum of amounts, from their text, to the last digit."""
    total = Decimal(0)
    for amount in amounts:
        total = EXACT.add(total, Decimal(amount))
    return total


def cost_of(rows: Sequence[Row]) -> Decimal:
    """The sum of the rows' costs."""
    return exact_sum([row[COST] for row in rows])


def write_csv(folder: Path, name: str, rows: Sequence[Row], *, newline: str = "\r\n", quote: bool = False) -> Incoming:
    """The rows as a CSV file; `quote` puts quotes round every value."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=newline, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return Incoming(name, path)


def load_file(
    store: Store,
    *files: Incoming,
    keep_good: bool = False,
    dry_run: bool = False,
    settings: Mapping[str, str] | None = None,
    watch: Watcher = lambda _: None,
) -> LoadReport:
    """Loads files as the operator."""
    order = Order(OPERATOR, NOW, TODAY, settings or {}, keep_good=keep_good, dry_run=dry_run)
    return load(store, files, order, watch)


def stored(store: Store, columns: str = "* EXCLUDE (load_id, file_no, source_line)") -> pl.DataFrame:
    """What `usage` holds, in a total order; by default what the sources say, without load and line."""
    with store.snapshot() as snapshot:
        return snapshot.query(f"SELECT {columns} FROM usage ORDER BY ALL", scope=EVERYTHING)


def daily(store: Store) -> pl.DataFrame:
    """What `usage_daily` holds, in a total order."""
    with store.snapshot() as snapshot:
        return snapshot.query("SELECT * FROM usage_daily ORDER BY ALL", scope=EVERYTHING)


def total(store: Store) -> Decimal:
    """The sum of the stored costs; zero where there are none."""
    with store.snapshot() as snapshot:
        return snapshot.query("SELECT COALESCE(sum(cost), 0)::DECIMAL(38, 18) AS total FROM usage").item()


def files_of(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, without the lock's."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "load.lock"]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def restated(rows: Sequence[Row], day: date) -> tuple[list[Row], list[Row]]:
    """The rows up to a day and three days on, and those from the day: two halves that overlap."""
    return [row for row in rows if day_of(row) <= day + timedelta(days=3)], [row for row in rows if day_of(row) >= day]
