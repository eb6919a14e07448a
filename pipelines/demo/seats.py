"""The Visual Studio seats, as the subscriptions admin portal exports them: one file a partner."""

import random
from datetime import datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipelines.demo.benefits import Benefit, benefits
from pipelines.demo.files import Cells, DemoFile, write
from pipelines.demo.people import Person, people
from pipelines.demo.world import World

# The portal's two generations of headers (domain-facts.md 2.6): the second and third column changed their meaning.
COLUMNS = {
    "2021": (
        "Subscriber Name", "Email Notification", "Email Address", "AAD Group", "Subscription Level", "Assigned",
        "Activated", "Expiration Date (UTC)", "Reference", "Downloads", "Country", "Language", "Subscription Status",
        "Subscription Guid", "Usage Status",
    ),
    "2024": (
        "Subscriber Name", "Email", "Notification Email Address", "Microsoft Entra group", "Subscription Level",
        "Assigned", "Activated", "Expiration Date (UTC)", "Reference", "Downloads", "Country", "Language",
        "Subscription Status", "Subscription GUID", "Usage Status",
    ),
}  # fmt: skip
_NAMES_OF_2021 = {
    "Email Notification": "Notification Email Address",
    "Email Address": "Email",
    "AAD Group": "Microsoft Entra group",
    "Subscription Guid": "Subscription GUID",
}
_DATES = {"mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}
_TEAMS = ("Development", "Training", "Support", "")
_FREE: Cells = {"Activated": False, "Usage Status": "New"}


def write_seats(world: World, folder: Path) -> list[DemoFile]:
    """A file for each partner; settings say what the file does not: the partner, and if day or month is first."""
    return [_file(world, partner_id, facts, folder) for partner_id, facts in world.facts["seats"].items()]


def _file(world: World, partner_id: str, facts: dict[str, Any], folder: Path) -> DemoFile:
    rows = (_named(row) for row in _rows(world, partner_id))
    path = write(folder / f"visual-studio-{partner_id}.csv", COLUMNS[facts["columns"]], rows)
    settings = {"partner": partner_id, "date_order": facts["date_order"]}
    return DemoFile(path, "visual-studio-export", settings)


def _named(row: Cells) -> Cells:
    """The row under the column names of both generations."""
    return {**row, **{name: row.get(now) for name, now in _NAMES_OF_2021.items()}}


def _rows(world: World, partner_id: str) -> list[Cells]:
    """The seats taken first, then the free ones; what is claimed beyond the seats held is over-claimed."""
    luck = world.luck("seats", partner_id)
    claimed = world.facts["seats"][partner_id]["claimed"]
    held, takers = _seats_held(world, partner_id, luck), _takers(world, partner_id, luck)[:claimed]
    seats = held + held[: max(0, claimed - len(held))]
    return [
        {
            **_seat(world, seat, number),
            **(_claim(world, seat, taker, number, luck) if taker else _FREE),
            "Subscription Status": _status(taker, over=number >= len(held)),
        }
        for number, (seat, taker) in enumerate(zip_longest(seats, takers))
    ]


def _seats_held(world: World, partner_id: str, luck: random.Random) -> list[Benefit]:
    """Each seat's benefit; those of an offer whose grace is over are gone."""
    seats = [
        benefit
        for benefit in benefits(world)
        if benefit.family == "visual_studio" and benefit.held.partner_id == partner_id and benefit.usable(world.on_day)
        for _ in range(int(benefit.quantity))
    ]
    luck.shuffle(seats)
    return seats


def _takers(world: World, partner_id: str, luck: random.Random) -> list[Person]:
    """The partner's people: first those who must hold a seat, last those who administer."""
    takers = [person for person in people(world) if person.partner_id == partner_id]
    luck.shuffle(takers)
    return sorted(takers, key=lambda person: (not person.seat, person.roles))


def _status(taker: Person | None, *, over: bool) -> str:
    if taker is None:
        return "Unassigned"
    return "OverClaimed" if over else "Assigned"


def _seat(world: World, seat: Benefit, number: int) -> Cells:
    facts = world.facts["seats"][seat.held.partner_id]
    return {
        "Subscription Level": seat.name,
        "Expiration Date (UTC)": seat.held.grace_ends_on.strftime(_DATES[facts["date_order"]]),
        "Subscription GUID": world.guid("seat", seat.held.partner_id, str(number)),
    }


def _claim(world: World, seat: Benefit, taker: Person, number: int, luck: random.Random) -> Cells:
    """Who has the seat since when; every third has never opened it."""
    facts = world.facts["seats"][seat.held.partner_id]
    used = number % 3 != 2
    return {
        "Subscriber Name": taker.name,
        "Email": taker.email,
        "Notification Email Address": taker.email,
        "Microsoft Entra group": False,
        "Assigned": _some_time(world, seat, luck).strftime(f"{_DATES[facts['date_order']]} %H:%M:%S"),
        "Activated": used,
        "Reference": luck.choice(_TEAMS),
        "Downloads": True,
        "Country": facts["country"],
        "Language": facts["language"],
        "Usage Status": "Used" if used else "New",
    }


def _some_time(world: World, seat: Benefit, luck: random.Random) -> datetime:
    """A time at work between the membership's start and yesterday."""
    days = (world.day(-1) - seat.held.starts_on).days
    at = time(luck.randint(8, 17), luck.randint(0, 59), luck.randint(0, 59))
    return datetime.combine(seat.held.starts_on + timedelta(days=luck.randint(0, days)), at)
