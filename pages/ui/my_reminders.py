"""Which of the dated things in sight a person is told of."""

from typing import Any

import polars as pl

from pages.ui.people import EVERY_PARTNER, Person
from pipelines.rules import reminders

_PEOPLE: dict[str, Any] = {"email": pl.String, "partner_id": pl.String, "roles": pl.List(pl.String)}


def mine(person: Person, things: pl.DataFrame) -> pl.DataFrame:
    """The rows of which one of the person's roles at their partner is told, the soonest first; with email."""
    known = things["partner_id"].unique().sort().to_list()
    rows = [
        (person.email, partner, list(roles))
        for at, roles in person.roles.items()
        for partner in (known if at == EVERY_PARTNER else [at])
    ]
    return reminders.of_people(pl.DataFrame(rows, _PEOPLE, orient="row"), things)
