"""The support that the partners used, as they keep it in a spreadsheet: support_use.csv."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.entitlements import counts
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World

COLUMNS = ("entitlement_id", "kind", "used_on", "hours", "title", "reference", "product_area")
# Hours of one engagement; the last one takes what is left over.
_HOURS = 5


def write_support_use(world: World, folder: Path) -> DemoFile:
    """support_use.csv: as many incidents and hours as the entitlements' own count says were used."""
    rows = [row for benefit in benefits(world) if benefit.family == "technical" for row in _cases(world, benefit)]
    return DemoFile(write(folder / "support_use.csv", COLUMNS, rows), "support_use")


def _cases(world: World, benefit: Benefit) -> Iterator[Cells]:
    used = int(str(counts(world, benefit).get("used") or 0))
    steps = [1] * used if benefit.unit == "incidents" else _engagements(used)
    for number, size in enumerate(steps, 1):
        yield _case(world, benefit, number, size)


def _engagements(hours: int) -> list[int]:
    whole, rest = divmod(hours, _HOURS)
    return [_HOURS] * whole + ([rest] if rest else [])


def _case(world: World, benefit: Benefit, number: int, size: int) -> Cells:
    luck = world.luck("support", benefit.entitlement_id, str(number))
    area, title = luck.choice(world.facts["support"][benefit.product])
    first = benefit.activated_on or benefit.held.starts_on
    days = (min(world.day(-1), benefit.use_until or world.day(-1)) - first).days
    return {
        "entitlement_id": benefit.entitlement_id,
        "kind": "incident" if benefit.unit == "incidents" else "advisory",
        "used_on": first + timedelta(days=luck.randint(0, max(days, 0))),
        "hours": None if benefit.unit == "incidents" else size,
        "title": title,
        "reference": f"26{luck.randrange(10**12):012}",
        "product_area": area,
    }
