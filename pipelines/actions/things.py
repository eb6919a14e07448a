"""Everything of a kind at a partner, as the rules judge it: benefits, memberships, requests, or the partner itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from pipelines.actions.action import About
from pipelines.store import Snapshot
from pipelines.store.known import Answer, Question

# The column that tells things of a kind apart.
ID: dict[About, str] = {
    "entitlement": "entitlement_id",
    "membership": "membership",
    "request": "request_no",
    "partner": "partner_id",
    "app": "partner_id",
}


@dataclass(frozen=True)
class Things:
    """The facts of everything of a kind, one row a thing, and the place of each by its id."""

    rows: pl.DataFrame
    places: Mapping[str, int]

    def one(self, which: str) -> pl.DataFrame:
        """The row of one thing; no row where there is no such thing."""
        return self.rows.slice(self.places[which], 1) if which in self.places else self.rows.clear()

    def with_changed(self, which: str, **values: object) -> "Things":
        """The same with other values of one thing."""
        place = self.places[which]
        row = self.rows.row(place, named=True) | values
        changed = pl.DataFrame([row], self.rows.schema)
        rows = self.rows.slice(0, place).vstack(changed).vstack(self.rows.slice(place + 1))
        return Things(rows.rechunk(), self.places)


def things_of(snapshot: Snapshot, about: About, partner_id: str, on_day: date) -> Answer[Things]:
    """What is known of everything of a kind."""
    question = Question.of(snapshot.number, about, partner_id, on_day)
    return snapshot.known.ask(question, partial(_things, ID[about]))


def _things(key: str, rows: pl.DataFrame) -> Things:
    return Things(rows, {which: place for place, which in enumerate(rows[key])})
