"""What the portal's cost analysis says of the month that runs: what it cost so far, and what the vendor expects."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipelines.demo.cost_exports import Export, exports, usage
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World, days_between, months_after

COLUMNS = ("UsageDate", "CostUSD", "Cost", "ForecastCost", "Currency")


def write_cost_analyses(world: World, folder: Path) -> list[DemoFile]:
    """A download for each subscription that has a cost export; it does not say which one it is of."""
    return [_file(one, folder) for one in exports(world)]


def _file(export: Export, folder: Path) -> DemoFile:
    """The days that are over as the export has them, and what the vendor expects of the others."""
    first = export.world.on_day.replace(day=1)
    over = [_analysed(export, day) for day in export.days if day >= first]
    ahead = days_between(export.world.on_day, months_after(first, 1) - timedelta(days=1))
    mean = export.facts["expected"]
    rows = over + [{"UsageDate": day.isoformat(), "ForecastCost": mean, "Currency": "EUR"} for day in ahead]
    path = folder / f"azure-cost-analysis-{export.facts['partner_id']}.csv"
    return DemoFile(write(path, COLUMNS, rows), "azure-cost-analysis", {"subscription": export.subscription_id})


def _analysed(export: Export, day: date) -> Cells:
    rows = usage(export, [day])
    dollars, euros = (
        sum((Decimal(str(row[name])) for row in rows), Decimal(0)) for name in ("costInUsd", "costInBillingCurrency")
    )
    return {"UsageDate": day.isoformat(), "CostUSD": f"{dollars:f}", "Cost": f"{euros:f}", "Currency": "EUR"}
