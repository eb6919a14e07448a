"""A subscription on a billing profile: its cost in euros, exported as actual and amortized, and its monthly credit."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World, days_between, months_after

COLUMNS = (
    "billingAccountName", "billingProfileId", "billingProfileName", "invoiceSectionName", "date", "consumedService",
    "meterName", "meterCategory", "meterSubCategory", "SubscriptionId", "subscriptionName", "resourceGroupName",
    "ResourceId", "resourceLocation", "quantity", "unitOfMeasure", "chargeType", "billingCurrency", "pricingCurrency",
    "costInBillingCurrency", "costInPricingCurrency", "costInUsd", "exchangeRatePricingToBilling", "exchangeRateDate",
    "isAzureCreditEligible",
)  # fmt: skip
_MILLIONTH = Decimal("0.000001")
_SATURDAY = 5


@dataclass(frozen=True)
class Export:
    """One export of data/demo.toml, with the months that it covers: whole ones and the one that runs."""

    world: World
    facts: dict[str, Any]
    subscription_id: str

    @property
    def days(self) -> list[date]:
        """Each day up to yesterday: today's cost is not known yet."""
        first = months_after(self.world.day(-1).replace(day=1), -self.facts["months"])
        return days_between(first, self.world.day(-1))

    @property
    def last_month(self) -> list[date]:
        """The days of the last month that is over."""
        ends = self.world.day(-1).replace(day=1)
        return [day for day in self.days if months_after(ends, -1) <= day < ends]


def exports(world: World) -> list[Export]:
    """The exports, in the order of data/demo.toml."""
    told = world.facts["cost_exports"]
    return [Export(world, facts, world.guid("subscription", facts["name"])) for facts in told]


def grants(world: World) -> list[Cells]:
    """The credits of these subscriptions, as rows of credit_grants.csv; they come with no benefit of a membership."""
    return [
        {
            "subscription_id": one.subscription_id,
            "starts_on": one.days[0],
            "ends_on": months_after(one.days[0], 12) - timedelta(days=1),
            "partner_id": one.facts["partner_id"],
            "kind": "monthly",
            "amount": one.facts["credit"],
            "currency": "USD",
        }
        for one in exports(world)
    ]


def write_cost_exports(world: World, folder: Path) -> list[DemoFile]:
    """For each subscription the actual cost of all days, and the last whole month amortized."""
    return [file for one in exports(world) for file in (_actual(one, folder), _amortized(one, folder))]


def _actual(export: Export, folder: Path) -> DemoFile:
    """What was bought in advance is a charge of the day on which it was bought."""
    rows = [*usage(export, export.days), _bought(export, export.last_month[0], Decimal(1), "Purchase")]
    path = folder / f"azure-cost-{export.facts['partner_id']}.csv"
    return DemoFile(write(path, COLUMNS, rows), "azure-cost-details-mca")


def _amortized(export: Export, folder: Path) -> DemoFile:
    """What was bought in advance is spread over the days of its use."""
    days = export.last_month
    rows = [*usage(export, days), *(_bought(export, day, Decimal(1) / len(days), "Usage") for day in days)]
    path = folder / f"azure-cost-{export.facts['partner_id']}-amortized.csv"
    return DemoFile(write(path, COLUMNS, rows), "azure-cost-details-mca", {"dataset": "amortized"})


def usage(export: Export, days: list[date]) -> list[Cells]:
    """The rows of some days, the same whichever export has them."""
    meters = [meter for meter in export.world.facts["meters"] if "quantity" in meter]
    return [_row(export, day, meter) for day in days for meter in meters]


def _row(export: Export, day: date, meter: dict[str, Any]) -> Cells:
    luck = export.world.luck("cost", export.subscription_id, day.isoformat(), meter["resource"])
    quantity = _quantity(export, day, meter, luck)
    charge = {"meterCategory": meter["service"], "meterSubCategory": meter["type"], "meterName": meter["resource"]}
    cost = quantity * Decimal(meter["price"])
    return {**_charge(export, day, quantity, cost), **charge, **_place(export, meter)}


def _quantity(export: Export, day: date, meter: dict[str, Any], luck: random.Random) -> Decimal:
    share = Decimal(meter.get("weekend", 100)) if day.weekday() >= _SATURDAY else Decimal(100)
    chance = Decimal(luck.randint(85, 115)) / 100
    scale = Decimal(export.facts["scale"]) * share / 100
    return (Decimal(meter["quantity"]) * scale * chance).quantize(_MILLIONTH)


def _place(export: Export, meter: dict[str, Any]) -> Cells:
    """The resource group that uses a service; what belongs to no resource is in none."""
    group = export.facts["groups"].get(meter["service"])
    if group is None:
        return {"resourceGroupName": "", "ResourceId": ""}
    path = f"/subscriptions/{export.subscription_id}/resourceGroups/{group}/providers/{meter['resource']}"
    return {"resourceGroupName": group, "ResourceId": path}


def _bought(export: Export, day: date, share: Decimal, kind: str) -> Cells:
    """What no credit pays for: software of another publisher for a month."""
    charge = {"meterCategory": "Marketplace", "meterName": export.facts["bought"], "chargeType": kind}
    cost = share * Decimal(export.facts["price"])
    return {**_charge(export, day, share, cost), **charge, "isAzureCreditEligible": "False"}


def _charge(export: Export, day: date, quantity: Decimal, dollars: Decimal) -> Cells:
    rate = Decimal(export.facts["rate"])
    return {
        "billingAccountName": export.facts["profile"],
        "billingProfileName": export.facts["profile"],
        "date": day.strftime("%m/%d/%Y"),
        "SubscriptionId": export.subscription_id,
        "subscriptionName": export.facts["name"],
        "resourceLocation": export.facts["region"],
        "quantity": f"{quantity:f}",
        "chargeType": "Usage",
        "billingCurrency": "EUR",
        "pricingCurrency": "USD",
        "costInBillingCurrency": f"{dollars * rate:f}",
        "costInPricingCurrency": f"{dollars:f}",
        "costInUsd": f"{dollars:f}",
        "exchangeRatePricingToBilling": f"{rate:f}",
        "exchangeRateDate": day.replace(day=1).strftime("%m/%d/%Y"),
        "isAzureCreditEligible": "True",
    }
