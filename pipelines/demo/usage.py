"""The use of Azure credit, as the sponsorship portal exports it: one file a subscription."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.demo.credits import Subscription, subscriptions
from pipelines.demo.files import DemoFile, write_quoted
from pipelines.demo.world import World, days_between

COLUMNS = (
    "SubscriptionName", "SubscriptionGuid", "Date", "ResourceGuid", "ServiceName", "ServiceType", "ServiceRegion",
    "ServiceResource", "Quantity", "Cost",
)  # fmt: skip
_MILLIONTH = Decimal("0.000001")
_SATURDAY = 5


def write_usage(world: World, folder: Path) -> list[DemoFile]:
    """A file for each subscription in use; rows in no order, as the portal gives them."""
    return [_file(world, one, folder) for one in subscriptions(world) if "region" in one.facts]


def costs(world: World, subscription: Subscription) -> list[tuple[date, Decimal]]:
    """What each row of a subscription's file costs, with its day."""
    rows = _rows(world, subscription, _luck(world, subscription))
    return [(datetime.strptime(row[2], "%m/%d/%Y").replace(tzinfo=UTC).date(), Decimal(row[-1])) for row in rows]


def _luck(world: World, subscription: Subscription) -> random.Random:
    return world.luck("usage", subscription.subscription_id)


def _file(world: World, subscription: Subscription, folder: Path) -> DemoFile:
    luck = _luck(world, subscription)
    rows = _rows(world, subscription, luck)
    luck.shuffle(rows)
    path = folder / f"azure-usage-{subscription.facts['partner_id']}.csv"
    return DemoFile(write_quoted(path, COLUMNS, rows), "azure-sponsorship-usage")


def _rows(world: World, subscription: Subscription, luck: random.Random) -> list[list[str]]:
    """Each day up to yesterday: today's usage is not known yet."""
    days = days_between(subscription.credits[0].held.starts_on, world.day(-1))
    meters = [{**meter, "guid": world.guid("meter", meter["resource"])} for meter in world.facts["meters"]]
    return [
        _row(subscription, day, meter, _amounts(meter, scale * _share_of_day(meter, day), luck))
        for day, scale in _scales(subscription, days)
        for meter in meters
        for _ in range(meter["rows"])
    ]


def _scales(subscription: Subscription, days: list[date]) -> list[tuple[date, Decimal]]:
    """How much of the meters' quantities is used on each day: growing from 10 % to 125 % over the time."""
    scale = Decimal(subscription.facts["scale"])
    return [(day, scale * (10 + 115 * number // len(days)) / 100) for number, day in enumerate(days)]


def _share_of_day(meter: dict[str, Any], day: date) -> Decimal:
    return Decimal(meter.get("weekend", 100)) / 100 if day.weekday() >= _SATURDAY else Decimal(1)


def _amounts(meter: dict[str, Any], scale: Decimal, luck: random.Random) -> tuple[str, str]:
    """The texts of quantity and cost; tiny quantities in the portal's notation (2E-06)."""
    if "millionths" in meter:
        millionths = luck.randint(1, meter["millionths"])
        return f"{millionths}E-06", _text(millionths * _MILLIONTH * Decimal(meter["price"]))
    chance = Decimal(luck.randint(85, 115)) / 100
    quantity = (Decimal(meter["quantity"]) * scale * chance).quantize(_MILLIONTH)
    return _text(quantity), _text(quantity * Decimal(meter["price"]))


def _text(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _row(subscription: Subscription, day: date, meter: dict[str, Any], amounts: tuple[str, str]) -> list[str]:
    return [
        subscription.facts["name"],
        subscription.subscription_id,
        f"{day.month}/{day.day}/{day.year}",
        meter["guid"],
        meter["service"],
        meter["type"],
        subscription.facts["region"],
        meter["resource"],
        *amounts,
    ]
