"""A small world for sequences of deeds: one partner, its people, one benefit of each kind, and a way to begin again."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pipelines.actions import Order, Outcome, act
from pipelines.actions.mailed_link import token_of
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.ledger import Entry
from tests.backend import on_postgres, without_deeds
from tests.deeds_programme import AGENT, GLOBAL, PARTNER, USERS
from tests.ledger_rows import Row, warehouse

TODAY = date(2026, 6, 15)
BOUGHT, ENDS, GRACE = date(2026, 6, 5), date(2027, 6, 4), date(2027, 7, 4)
ANNIVERSARY = date(2027, 6, 5)
CORE, PACK = "success-core-2026", "action-pack-2023"
PEOPLE: dict[str, tuple[str, bool, frozenset[str]]] = {
    "ann@contoso.example": ("member", True, frozenset({GLOBAL})),
    "bo@contoso.example": ("member", True, frozenset({GLOBAL, AGENT})),
    "cy@contoso.example": ("member", True, frozenset({PARTNER})),
    "di@contoso.example": ("member", True, frozenset({AGENT})),
    "ed@contoso.example": ("member", True, frozenset({USERS})),
    "flo@contoso.example": ("member", True, frozenset()),
    "gus@guests.example": ("guest", True, frozenset()),
    "hal@contoso.example": ("member", False, frozenset()),  # not in the directory
    "ida@gmail.com": ("member", True, frozenset()),
    "joe@contoso.example": ("member", True, frozenset({"auditor"})),  # a role of this application alone
}
STRANGER = "kim@nowhere.example"


@dataclass(frozen=True)
class Benefit:
    """What the partner holds of a product, from the day it bought it."""

    family: str
    product: str
    unit: str
    quantity: int
    offer: str = CORE
    activate_by: date | None = ENDS
    use_until: date = GRACE


@dataclass(frozen=True)
class ProductKey:
    """A key of a benefit: the seats that it brings, and for how many months."""

    benefit: str
    seats: int
    months: int


BENEFITS = {
    "E-seats": Benefit("visual_studio", "visual-studio-professional", "seats", 3),
    "E-month": Benefit("azure_credit", "azure-monthly-credit", "credit_month", 100),
    "E-pack": Benefit("azure_credit", "azure-monthly-credit", "credit_month", 100, PACK),
    "E-bulk": Benefit("azure_credit", "azure-bulk-credit", "credit_year", 6000),
    "E-cloud": Benefit("cloud", "office-365-e3", "seats", 35),
    "E-soft": Benefit("software", "office-professional-plus-2019", "licenses", 10, activate_by=date(2026, 9, 30)),
    "E-cases": Benefit("technical", "cloud-support-incidents", "incidents", 2),
    "E-hours": Benefit("technical", "advisory-hours", "hours", 30),
    "E-market": Benefit("go_to_market", "gtm-toolbox", "activations", 1, use_until=date(2026, 12, 31)),
}
KEYS = {
    "c1": ProductKey("E-cloud", 10, 12),
    "c2": ProductKey("E-cloud", 25, 12),
    "s1": ProductKey("E-soft", 10, 12),
}
# Columns of a deed that an entry has as they are.
PLAIN = (
    *("request_id", "done_at", "on_day", "actor", "via", "action", "outcome", "snapshot", "entitlement_id", "subject"),
)
LEDGER = ("deed", "identity", "private_text", "message")
# What the deeds come to, in the words of the model (tests/deeds_model.py).
STATES = {
    "people": """SELECT email, member_type, in_directory, array_to_string(list_sort(roles), ';')
        FROM person_now WHERE partner_id = 'P-1'""",
    "holders": "SELECT entitlement_id, email, since FROM holder_now",
    "keys": "SELECT digest, revealed_on, redeemed_on, redeemed_mode FROM key_now",
    "requests": "SELECT request_no, kind, entitlement_id, offer, state, outcome FROM request_now",
    "contact": """SELECT identity.email, preferred_language
        FROM marketing_contact_now JOIN identity USING (person_id)""",
    "terms": "SELECT offer, starts_on, ends_on, grace_ends_on, anniversary_on, activate_by, from_offer FROM purchase",
    "steps": "SELECT step, done_on FROM onboarding_step",
    "primary": "SELECT identity.email, sent_on, verified_on FROM contact_now JOIN identity ON person_id = contact",
    "uses": "SELECT entitlement_id, reference, kind, hours FROM support_now",
    "links": """SELECT entitlement_id, subscription_id, starts_on, ends_on, amount, pot_id, pot_starts_on
        FROM subscription_link""",
    "draws": "SELECT subscription_id, starts_on, drawn_by_id, draws_from, draws_until FROM credit_subscription",
    "rates": "SELECT from_currency, to_currency, rate_on, rate, rate_source FROM rate_entered",
    "statuses": "SELECT entitlement_id, status FROM entitlement_now($day) WHERE entitlement_id LIKE 'E-%'",
}


def _rows(policy: str) -> Iterator[Row]:
    dates = {"purchased_on": BOUGHT, "starts_on": BOUGHT, "ends_on": ENDS, "grace_ends_on": GRACE}
    for offer in (CORE, PACK):
        yield "offer_held", {"offer": offer, "policy": policy, "anniversary_on": ANNIVERSARY, **dates}
    for email, (member_type, in_directory, roles) in PEOPLE.items():
        person = {"email": email, "member_type": member_type, "in_directory": in_directory, "roles": sorted(roles)}
        yield "person", person
    for name, one in BENEFITS.items():
        told = {key: getattr(one, key) for key in ("offer", "product", "unit", "quantity", "activate_by", "use_until")}
        yield "entitlement", {"entitlement_id": name, "starts_on": BOUGHT, **told}
    for digest, key in KEYS.items():
        sealed = {"partner_id": "P-1", "digest": digest, "key_id": "0", "nonce": "00", "ciphertext": "00"}
        yield "product_key", {"entitlement_id": key.benefit, "seats": key.seats, "months": key.months, **sealed}


def made(home: Path, policy: str, portal: str) -> Path:
    """A home whose partner bought its memberships under a policy and is in one of the two portals."""
    loaded = ("load", {"load_id": 1, "loaded_at": datetime(2026, 6, 5, tzinfo=UTC)})
    with warehouse(home, loaded, *_rows(policy)):
        pass
    store = Store(home)
    with store.writing() as writing:
        writing.draft.run("UPDATE partner SET portal = $portal WHERE partner_id = 'P-1'", {"portal": portal})
        writing.draft.keep = True
    store.close()
    return home


class World:
    """An opened home in which deeds are done, from an empty ledger on."""

    def __init__(self, home: Path) -> None:
        self.store = Store(home)
        self._held = ExitStack()
        self.snapshot: Snapshot = self._held.enter_context(self.store.snapshot())

    def begin(self) -> None:
        """Forgets all deeds, beside a snapshot of its own."""
        self._held.close()
        with self.store.writing() as writing:
            writing.draft.keep = True
        self.snapshot = self._held.enter_context(self.store.snapshot())
        self.forget()

    def forget(self) -> None:
        """Forgets all deeds, and what is kept of them: outside of tests they never become fewer."""
        if on_postgres():
            without_deeds(self.store.home.path, LEDGER)
            self.snapshot._engine.refresh()
        else:
            for table in LEDGER:
                self.ask(f"DELETE FROM ledger.{table} RETURNING 1 AS gone")
        self.snapshot._engine.forget()

    def close(self) -> None:
        """Lets the home go."""
        self._held.close()
        self.store.close()

    def order(self, action: str, actor: str, about: str | None, given: Mapping[str, str], day: date) -> Order:
        """An order at P-1, at nine in the morning."""
        now = datetime.combine(day, time(9), UTC)
        return Order(action, actor, "P-1", about, given, secrets.token_hex(8), now, day)

    def act(self, order: Order) -> Outcome:
        """What comes of an order."""
        return act(self.store, order)

    def ask(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        """The rows of a query on everything."""
        return self.snapshot.query(sql, params, EVERYTHING).rows()

    def state(self, name: str, day: date) -> Counter[tuple[Any, ...]]:
        """The rows of one of STATES."""
        sql = STATES[name]
        return Counter(self.ask(sql, day=day) if "$day" in sql else self.ask(sql))

    def tokens(self) -> list[str]:
        """The tokens of the links that were mailed, the oldest first."""
        sql = "SELECT facts ->> 'link' AS link FROM message WHERE kind = 'verification' ORDER BY version"
        return [token_of(link, self.store.home) for (link,) in self.ask(sql)]

    def deeds(self) -> list[dict[str, Any]]:
        """The rows of the ledger as they stand, by stream and version."""
        return self.snapshot.ledger.query("FROM deed ORDER BY stream_id, version").to_dicts()

    def replay(self, other: "World") -> None:
        """Writes the deeds of another world again, one by one, and what came into being with them."""
        self.forget()
        ledger, beside = self.snapshot.ledger, list(other.beside())
        head = ledger.head("P-1")
        for row in other.deeds():
            told = {name: row[name] for name in PLAIN}
            told |= {"rules": json.loads(row["rules"]), "details": json.loads(row["details"]), "beside": beside}
            head = ledger.append(head, Entry(**told))
            beside = []

    def beside(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What came into being with the deeds: table and row."""
        for table in LEDGER[1:]:
            yield from ((table, row) for row in self.snapshot.ledger.query(f"FROM {table}").to_dicts())
