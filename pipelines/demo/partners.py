"""The companies and the offers they hold: partners.csv and offers.csv."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipelines.demo.files import DemoFile, write
from pipelines.demo.world import World, months_after
from pipelines.store.catalogue import read

PARTNER_COLUMNS = ("partner_id", "legal_name", "country", "currency", "tenant_id", "portal", "time_zone")
OFFER_COLUMNS = (
    "partner_id", "offer", "level", "policy", "purchased_on", "starts_on", "anniversary_on", "ends_on", "grace_ends_on",
    "fee", "currency",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """An offer a partner holds. `redeem_by` is the last day to activate its benefits."""

    partner_id: str
    offer: str
    level: str
    starts_on: date
    redeem_by: date
    grace_days: int

    @property
    def anniversary_on(self) -> date:
        """The day a year after the start."""
        return months_after(self.starts_on, 12)

    @property
    def ends_on(self) -> date:
        """The membership's last day."""
        return self.anniversary_on - timedelta(days=1)

    @property
    def grace_ends_on(self) -> date:
        """The last day on which what is assigned can still be used (domain-facts.md D3, D8)."""
        return self.ends_on + timedelta(days=self.grace_days)


def offers_held(world: World) -> list[Held]:
    """All offers of all partners, in the order of data/demo.toml."""
    return [_held(world, facts) for facts in world.facts["offers"]]


def _held(world: World, facts: dict[str, Any]) -> Held:
    starts_on = months_after(world.day(facts["starts"]), -12 * facts.get("years_before", 0))
    redeem_by = months_after(starts_on, facts["redeem_months"]) - timedelta(days=1)
    return Held(facts["partner_id"], facts["offer"], facts["level"], starts_on, redeem_by, facts["grace_days"])


def write_partners(world: World, folder: Path) -> DemoFile:
    """partners.csv."""
    rows = [
        {**facts, "tenant_id": world.guid("tenant", facts["partner_id"]), "portal": "partner_center"}
        for facts in world.facts["partners"]
    ]
    return DemoFile(write(folder / "partners.csv", PARTNER_COLUMNS, rows), "partners")


def write_offers(world: World, folder: Path) -> DemoFile:
    """offers.csv: policy, fee and its currency as the catalogue has them."""
    catalogue = {row["offer"]: row for row in read("offers").to_dicts()}
    currencies = partner_currencies(world)
    rows = [_row(held, catalogue[held.offer], currencies[held.partner_id]) for held in offers_held(world)]
    return DemoFile(write(folder / "offers.csv", OFFER_COLUMNS, rows), "offers")


def partner_currencies(world: World) -> dict[str, str]:
    """The currency of each partner."""
    return {facts["partner_id"]: facts["currency"] for facts in world.facts["partners"]}


def _row(held: Held, offer: dict[str, Any], currency: str) -> dict[str, object]:
    return {
        "partner_id": held.partner_id,
        "offer": held.offer,
        "level": held.level,
        "policy": offer["policy"],
        "purchased_on": held.starts_on,
        "starts_on": held.starts_on,
        "anniversary_on": held.anniversary_on,
        "ends_on": held.ends_on,
        "grace_ends_on": held.grace_ends_on,
        "fee": offer["fee"],
        "currency": offer["currency"] or currency,
    }
