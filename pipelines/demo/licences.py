"""The cloud licences, as the Microsoft 365 admin centre lists them: one file a partner."""

from itertools import groupby
from pathlib import Path

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World

COLUMNS = ("Product Title", "Total Licenses", "Expired Licenses", "Assigned licenses", "Renewal Date")
_SHARES = (0, 20, 40, 60, 80, 90, 100)


def write_licences(world: World, folder: Path) -> list[DemoFile]:
    """A file for each partner; settings say what the file does not: the partner, and that the month comes first."""
    return [_file(world, facts["partner_id"], folder) for facts in world.facts["partners"]]


def _file(world: World, partner_id: str, folder: Path) -> DemoFile:
    rows = [_row(world, list(same)) for _, same in groupby(_activated(world, partner_id), key=_title)]
    path = write(folder / f"m365-licences-{partner_id}.csv", COLUMNS, rows, encoding="utf-8-sig")
    return DemoFile(path, "m365-licences", {"partner": partner_id, "date_order": "mdy"})


def _activated(world: World, partner_id: str) -> list[Benefit]:
    """What the tenant has: keys that were redeemed, also those whose year is over, by title."""
    seats = [one for one in benefits(world) if one.held.partner_id == partner_id and one.family == "cloud"]
    return sorted((one for one in seats if one.unit == "seats" and one.use_until), key=_title)


def _title(benefit: Benefit) -> str:
    return benefit.name


def _row(world: World, same: list[Benefit]) -> Cells:
    running = [one for one in same if one.usable(world.on_day)]
    total = sum(int(one.quantity) for one in same)
    live = sum(int(one.quantity) for one in running)
    renewal = max(one.use_until for one in same if one.use_until)
    return {
        "Product Title": _title(same[0]),
        "Total Licenses": total,
        "Expired Licenses": total - live,
        "Assigned licenses": live * world.luck("licences", same[0].entitlement_id).choice(_SHARES) // 100,
        "Renewal Date": f"{renewal.month}/{renewal.day}/{renewal.year}",
    }
