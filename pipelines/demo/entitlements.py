"""What the partners hold, as they keep it in a spreadsheet: entitlements.csv."""

from decimal import Decimal
from pathlib import Path

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.partners import partner_currencies
from pipelines.demo.world import World

COLUMNS = (
    "entitlement_id", "partner_id", "offer", "product", "benefit_type", "quantity", "unit", "purchased_on", "starts_on",
    "activate_by", "use_until", "activated_on", "assigned", "used", "unit_value", "currency",
)  # fmt: skip
# Seats and licences are counted by their exports, credits by their usage.
_COUNTED_BY_HAND = {"software", "technical", "go_to_market"}
_SHARES = (0, 10, 25, 50, 80, 100)


def write_entitlements(world: World, folder: Path) -> DemoFile:
    """entitlements.csv."""
    currencies = partner_currencies(world)
    rows = [
        {**_dates(benefit), **counts(world, benefit), **_worth(world, benefit, currencies)}
        for benefit in benefits(world)
    ]
    return DemoFile(write(folder / "entitlements.csv", COLUMNS, rows), "entitlements")


def _dates(benefit: Benefit) -> Cells:
    return {
        "entitlement_id": benefit.entitlement_id,
        "partner_id": benefit.held.partner_id,
        "offer": benefit.held.offer,
        "product": benefit.product,
        "benefit_type": benefit.benefit_type,
        "quantity": f"{benefit.quantity.normalize():f}",
        "unit": benefit.unit,
        "purchased_on": benefit.held.starts_on,
        "starts_on": benefit.held.starts_on,
        "activate_by": benefit.held.redeem_by,
        "use_until": benefit.use_until,
        "activated_on": benefit.activated_on,
    }


def counts(world: World, benefit: Benefit) -> Cells:
    """How much is assigned and used, where the partner counts it; software in keys given out and installed."""
    if benefit.activated_on is None or not _by_hand(benefit):
        return {}
    luck = world.luck("counts", benefit.entitlement_id)
    assigned = int(benefit.quantity) * luck.choice(_SHARES) // 100
    return {"assigned": assigned, "used": luck.randint(assigned // 2, assigned)}


def _by_hand(benefit: Benefit) -> bool:
    return benefit.family in _COUNTED_BY_HAND or (benefit.family == "cloud" and benefit.unit != "seats")


def _worth(world: World, benefit: Benefit, currencies: dict[str, str]) -> Cells:
    price = world.facts["prices"].get(benefit.product)
    if benefit.currency or price is None:
        return {}
    return {"unit_value": Decimal(price), "currency": currencies[benefit.held.partner_id]}
