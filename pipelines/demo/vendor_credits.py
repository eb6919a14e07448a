"""What the vendor's portal says of the credits of two partners at the end of the last month: one list each."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipelines.demo.benefits import Benefit
from pipelines.demo.credits import Subscription, subscriptions
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.usage import costs
from pipelines.demo.world import World

COLUMNS = ("Source", "Start date", "Expiration date", "Current balance", "Original amount", "Status")
_CENT = Decimal("0.01")


def write_vendor_credits(world: World, folder: Path) -> list[DemoFile]:
    """A list for each partner of data/demo.toml that has one; it says neither whose it is nor of which day."""
    return [_file(world, facts, folder) for facts in world.facts["vendor_credits"]]


def _file(world: World, facts: dict[str, str], folder: Path) -> DemoFile:
    stated_on = world.on_day.replace(day=1) - timedelta(days=1)
    rows = list(_lots(world, facts, stated_on))
    path = write(folder / f"azure-credits-{facts['partner_id']}.csv", COLUMNS, rows)
    settings = {"partner": facts["partner_id"], "stated_on": stated_on.isoformat(), "date_order": "mdy"}
    return DemoFile(path, "azure-credits", settings)


def _lots(world: World, facts: dict[str, str], stated_on: date) -> Iterator[Cells]:
    """The credits whose use is known, and one that only the vendor knows."""
    for one in subscriptions(world):
        if one.facts["partner_id"] == facts["partner_id"]:
            for credit in one.credits:
                yield _lot(
                    credit, _left(world, one, credit, stated_on - timedelta(days=int(facts["days_late"]))), stated_on
                )
    if "only_here" in facts:
        first, last, amount = world.day(-30), world.day(60), Decimal(facts["only_here"])
        yield _row("Azure Promotional Credit", (first, last), (amount, amount), "Active")


def _left(world: World, subscription: Subscription, credit: Benefit, day: date) -> Decimal:
    """What is left at the end of the last day whose use the vendor knows."""
    first, last = _term(credit)
    used = sum((cost for on, cost in costs(world, subscription) if first <= on <= min(last, day)), Decimal(0))
    return max(credit.quantity - used, Decimal(0))


def _lot(credit: Benefit, left: Decimal, stated_on: date) -> Cells:
    over = _term(credit)[1] < stated_on
    balances = (Decimal(0) if over else left, credit.quantity)
    return _row("Partner benefit", _term(credit), balances, "Expired" if over else "Active")


def _term(credit: Benefit) -> tuple[date, date]:
    if credit.activated_on is None or credit.use_until is None:
        raise ValueError(f"{credit.entitlement_id} is not activated")
    return credit.activated_on, credit.use_until


def _row(source: str, term: tuple[date, date], amounts: tuple[Decimal, Decimal], status: str) -> Cells:
    first, last = (f"{day.month}/{day.day}/{day.year}" for day in term)
    balance, original = (f"US${amount.quantize(_CENT):,}" for amount in amounts)
    told = (source, first, last, balance, original, status)
    return dict(zip(COLUMNS, told, strict=True))
