"""The product keys that came with software and cloud licences: keys.csv. The keys are invented and open nothing."""

from pathlib import Path

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World
from pipelines.rules.model import KEY_FAMILIES

COLUMNS = ("entitlement_id", "key", "seats", "months", "instructions")
_LETTERS = "BCDFGHJKMNPQRTVWXY2346789"
# A benefit of many licences comes in several keys, none of which can be split (domain-facts K7).
_MANY = 25
# Access licences come without a key (2.5).
_KEYLESS = ("-cal", "learning-vhd")


def write_keys(world: World, folder: Path) -> DemoFile:
    """keys.csv."""
    keyed = [one for one in benefits(world) if one.family in KEY_FAMILIES and not one.product.endswith(_KEYLESS)]
    rows = [row for one in keyed for row in _rows(world, one)]
    return DemoFile(write(folder / "keys.csv", COLUMNS, rows), "keys")


def _rows(world: World, benefit: Benefit) -> list[Cells]:
    """Software has one key with many activations; a cloud licence has keys of up to so many seats each."""
    if benefit.family == "software":
        return [_row(world, benefit, 1, None)]
    seats = int(benefit.quantity)
    sizes = [_MANY] * (seats // _MANY) + [seats % _MANY] * (seats % _MANY > 0)
    return [_row(world, benefit, number, size) for number, size in enumerate(sizes, 1)]


def _row(world: World, benefit: Benefit, number: int, seats: int | None) -> Cells:
    luck = world.luck("key", benefit.entitlement_id, str(number))
    groups = ("".join(luck.choice(_LETTERS) for _ in range(5)) for _ in range(5))
    told = world.facts["instructions"].get(benefit.family)
    cells: Cells = {"entitlement_id": benefit.entitlement_id, "key": "-".join(groups), "seats": seats}
    return {**cells, "months": 12, "instructions": told}
