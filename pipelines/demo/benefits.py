"""The benefits under the offers, with the dates the programme's rules give them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipelines.demo.partners import Held, offers_held
from pipelines.demo.world import World, months_after
from pipelines.store.catalogue import read


@dataclass(frozen=True)
class Benefit:
    """A benefit of an offer held; `activated_on` and `use_until` are None while it is not activated."""

    entitlement_id: str
    held: Held
    product: str
    name: str
    family: str
    unit: str
    currency: str | None  # of the value the catalogue gives a unit; None where it gives none
    benefit_type: str
    quantity: Decimal
    activated_on: date | None
    use_until: date | None

    def usable(self, day: date) -> bool:
        """Whether it is activated and has not ended."""
        return self.use_until is not None and self.use_until >= day


def benefits(world: World) -> list[Benefit]:
    """All benefits of all offers held, by the order of data/demo.toml and the catalogue, numbered within a partner."""
    products = read("offer_products").join(read("products"), on="product", how="left", maintain_order="left")
    listed = products.partition_by("offer", as_dict=True)
    numbers = dict.fromkeys((facts["partner_id"] for facts in world.facts["partners"]), 0)
    found = []
    for held in offers_held(world):
        for row in listed[(held.offer,)].to_dicts():
            numbers[held.partner_id] += 1
            found.append(_benefit(world, held, row, f"{held.partner_id}-{numbers[held.partner_id]:03}"))
    return found


def _benefit(world: World, held: Held, row: dict[str, Any], entitlement_id: str) -> Benefit:
    activated_on, use_until = _activation(world, held, row)
    return Benefit(
        entitlement_id=entitlement_id,
        held=held,
        product=row["product"],
        name=row["name"],
        family=row["family"],
        unit=row["unit"],
        currency=row["currency"],
        benefit_type=row["benefit_type"],
        quantity=row["quantity"],
        activated_on=activated_on,
        use_until=use_until,
    )


def _activation(world: World, held: Held, row: dict[str, Any]) -> tuple[date, date] | tuple[None, None]:
    if row["family"] == "visual_studio":
        return held.starts_on, held.grace_ends_on
    if row["family"] == "azure_credit":
        return (held.starts_on, held.ends_on) if _is_redeemed(world, held) else (None, None)
    luck = world.luck("activation", held.partner_id, held.offer, row["product"], row["benefit_type"])
    if luck.randrange(100) >= world.facts["activated"][row["family"]]:
        return None, None
    activated_on = _some_day(luck, held.starts_on, min(held.redeem_by, world.day(-1)))
    return activated_on, _year_from(activated_on)


def _is_redeemed(world: World, held: Held) -> bool:
    """Whether a subscription got the offer's credit."""
    subscriptions = world.facts["subscriptions"]
    return any(one["partner_id"] == held.partner_id and held.offer in one["offers"] for one in subscriptions)


def _some_day(luck: random.Random, first: date, last: date) -> date:
    """A day of the span, more likely an early one: most is activated soon after the start."""
    length = (last - first).days
    return first + timedelta(days=min(luck.randint(0, length), luck.randint(0, length)))


def _year_from(day: date) -> date:
    """The last day of a year of use (domain-facts.md D1, D11)."""
    return months_after(day, 12) - timedelta(days=1)
