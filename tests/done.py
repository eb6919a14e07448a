"""Deeds in tests: done as one of the cast on a home of their own, and what comes of them."""

from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions import Done, Order, Outcome, Refused, act
from pipelines.errors import BenefitsError
from pipelines.ingest import LoadReport
from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Store
from tests.desk import Desk
from tests.the_cast import EMAILS, NOW, TODAY


class Deeds:
    """Does deeds at one home, at Contoso and as its Global admin where nothing else is said."""

    def __init__(self, home: Path) -> None:
        self.store = Store(home)
        self._desk = Desk(self.store, home)
        self._numbers = count(1)

    def __call__(
        self, action: str, about: str | None, *, actor: str = "global_admin", partner: str = "P-1",
        day: date = TODAY, **given: str,
    ) -> Outcome:  # fmt: skip
        """What comes of one deed."""
        order = Order(action, EMAILS[actor], partner, about, given, f"test-{next(self._numbers)}", NOW, day)
        return act(self.store, order)

    def close(self) -> None:
        """Lets the home go."""
        self.store.close()

    def number(self, action: str, about: str | None, **told: str) -> str:
        """The subject of a deed that is done, such as the number of the request that it opened."""
        outcome = self(action, about, **told)
        assert isinstance(outcome, Done), outcome
        assert outcome.receipt is not None
        return str(outcome.receipt.subject)

    def refused(self, action: str, about: str | None, **told: str) -> list[str]:
        """The rules that refuse a deed."""
        outcome = self(action, about, **told)
        assert isinstance(outcome, Refused), outcome
        return [one.rule.id for one in outcome.broken]

    def wrong(self, action: str, about: str | None, **told: str) -> BenefitsError:
        """Why what a form says cannot be read."""
        with pytest.raises(BenefitsError) as wrong:
            self(action, about, **told)
        return wrong.value

    def load(self, *contents: str) -> LoadReport:
        """Loads files with these contents as the operator; all must load."""
        report = self._desk.load(*contents)
        assert report.status == "loaded", report
        return report

    def query(self, sql: str) -> pl.DataFrame:
        """The rows of a query on everything."""
        with self.store.snapshot() as snapshot:
            return snapshot.query(sql, {}, EVERYTHING)

    def report(self, report: str, by: str, day: str = TODAY.isoformat(), scope: Scope = EVERYTHING) -> pl.DataFrame:
        """A report as a reader with this scope has it."""
        with self.store.snapshot() as snapshot:
            return run(snapshot, Request(report, date.fromisoformat(day), by), scope)

    def benefit(self, entitlement_id: str, day: str = TODAY.isoformat()) -> dict[str, object]:
        """A benefit as it is on a day."""
        held = self.query(f"FROM entitlement_now(DATE '{day}') WHERE entitlement_id = '{entitlement_id}'")
        return held.row(0, named=True)

    def status(self, entitlement_id: str, day: str = TODAY.isoformat()) -> str:
        """A benefit's status on a day."""
        return str(self.benefit(entitlement_id, day)["status"])

    def letters(self) -> list[Path]:
        """The files of the outbox."""
        return sorted((self.store.home.path / "outbox").glob("*.eml"))
