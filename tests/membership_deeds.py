"""Deeds on memberships for tests: done as one of the cast, told by what is usual."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import polars as pl

from pipelines.actions import Done, Order, Outcome, Receipt, Refused, act
from pipelines.ingest import OPERATOR, Incoming, load
from pipelines.ingest import Order as LoadOrder
from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Store
from tests.the_cast import EMAILS, NOW, TODAY

PAID = {"fee": "925.00", "currency": "USD"}
CORE = "success-core-2026"


@dataclass
class Clerk:
    """Does deeds in one store, each with a request of its own."""

    store: Store
    numbers: Any = field(default_factory=count)

    def ask(
        self,
        action: str,
        about: str | None = None,
        *,
        cast: str = "global_admin",
        day: date = TODAY,
        partner: str = "P-1",
        **given: str,
    ) -> Outcome:
        """The outcome of a deed on a day."""
        order = Order(action, EMAILS[cast], partner, about, given, f"request-{next(self.numbers)}", NOW, day)
        return act(self.store, order)

    def done(self, action: str, about: str | None = None, **told: Any) -> Receipt:
        """The receipt of a deed that no rule refuses."""
        outcome = self.ask(action, about, **told)
        assert isinstance(outcome, Done), outcome
        assert outcome.receipt is not None
        return outcome.receipt

    def broken(self, action: str, about: str | None = None, **told: Any) -> list[str]:
        """The rules that refuse a deed, without the action's name; none where it is done."""
        outcome = self.ask(action, about, **told)
        return (
            [one.rule.id.removeprefix(f"{action}.") for one in outcome.broken] if isinstance(outcome, Refused) else []
        )

    def buy(self, offer: str = CORE, day: date = TODAY, **told: Any) -> Receipt:
        """A purchase recorded on the day it is made."""
        order = {"order_number": f"O-{offer}-{day}", "purchased_on": day.isoformat(), **PAID}
        return self.done("record_purchase", day=day, offer=offer, **(order | told))

    def rows(self, sql: str, scope: Scope = EVERYTHING, **params: object) -> pl.DataFrame:
        """The rows of a query on what is live and on the ledger."""
        with self.store.snapshot() as snapshot:
            return snapshot.query(sql, params, scope)

    def held(self, day: date = TODAY, offer: str = CORE) -> pl.DataFrame:
        """The benefits of an offer on a day."""
        return self.rows(
            "FROM entitlement_now($day) WHERE offer = $offer ORDER BY partner_id, entitlement_id", day=day, offer=offer
        )

    def report(self, by: str, day: date = TODAY, **filters: list[str]) -> pl.DataFrame:
        """Report `memberships` with everything in sight."""
        with self.store.snapshot() as snapshot:
            return run(snapshot, Request("memberships", day, by, filters), EVERYTHING)


def load_files(store: Store, **contents: bytes | str) -> None:
    """Loads files as the operator; all must load."""
    folder = store.home.path.parent
    files = []
    for name, content in contents.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        settings = {"partner": "P-1", "date_order": "iso"} if name == "grid" else {}
        files.append(Incoming(path.name, path, settings))
    report = load(store, files, LoadOrder(OPERATOR, NOW, TODAY, {}))
    assert report.status == "loaded", [(one.file, one.refusal, one.problems) for one in report.files]
