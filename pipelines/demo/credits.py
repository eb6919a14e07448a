"""The Azure subscriptions and the credits they got: credit_grants.csv."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.cost_exports import grants
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.world import World
from pipelines.rules.model import CREDIT_UNITS

COLUMNS = ("subscription_id", "starts_on", "ends_on", "partner_id", "kind", "amount", "currency", "entitlement_id")
_KINDS = {unit: kind for kind, unit in CREDIT_UNITS.items()}


@dataclass(frozen=True)
class Subscription:
    """A subscription of data/demo.toml with the credits it got, the earliest first."""

    subscription_id: str
    facts: dict[str, Any]
    credits: list[Benefit]


def subscriptions(world: World) -> list[Subscription]:
    """The subscriptions, in the order of data/demo.toml."""
    credit = {_key(benefit): benefit for benefit in benefits(world) if benefit.family == "azure_credit"}
    return [
        Subscription(
            world.guid("subscription", facts["name"]),
            facts,
            [credit[facts["partner_id"], offer] for offer in facts["offers"]],
        )
        for facts in world.facts["subscriptions"]
    ]


def _key(benefit: Benefit) -> tuple[str, str]:
    return benefit.held.partner_id, benefit.held.offer


def write_credits(world: World, folder: Path) -> DemoFile:
    """credit_grants.csv."""
    rows = [_row(one, credit) for one in subscriptions(world) for credit in one.credits]
    return DemoFile(write(folder / "credit_grants.csv", COLUMNS, [*rows, *grants(world)]), "credit_grants")


def _row(subscription: Subscription, credit: Benefit) -> Cells:
    return {
        "subscription_id": subscription.subscription_id,
        "starts_on": credit.activated_on,
        "ends_on": credit.use_until,
        "partner_id": credit.held.partner_id,
        "kind": _KINDS[credit.unit],
        "amount": f"{credit.quantity:.2f}",
        "currency": credit.currency,
        "entitlement_id": credit.entitlement_id,
    }
