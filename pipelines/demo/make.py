"""All files of the demo."""

from datetime import date
from pathlib import Path

from pipelines.demo.cost_analysis import write_cost_analyses
from pipelines.demo.cost_exports import write_cost_exports
from pipelines.demo.credits import write_credits
from pipelines.demo.entitlements import write_entitlements
from pipelines.demo.files import DemoFile
from pipelines.demo.keys import write_keys
from pipelines.demo.licences import write_licences
from pipelines.demo.partners import write_offers, write_partners
from pipelines.demo.people import write_people
from pipelines.demo.seats import write_seats
from pipelines.demo.support import write_support_use
from pipelines.demo.usage import write_usage
from pipelines.demo.vendor_credits import write_vendor_credits
from pipelines.demo.world import build


def make(folder: Path, *, on_day: date, seed: int = 2026) -> list[DemoFile]:
    """Writes the files of three companies as they are on `on_day` into `folder`; gives them in the order to load them.

    The same day and seed give the same bytes; names, seats and subscriptions depend on the seed only, dates on the day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = build(on_day, seed)
    return [
        write_partners(world, folder),
        write_offers(world, folder),
        write_entitlements(world, folder),
        write_people(world, folder),
        write_keys(world, folder),
        write_credits(world, folder),
        *write_usage(world, folder),
        *write_cost_exports(world, folder),
        *write_cost_analyses(world, folder),
        *write_vendor_credits(world, folder),
        *write_seats(world, folder),
        *write_licences(world, folder),
        write_support_use(world, folder),
    ]
