"""Deeds on seats and credits: done as somebody at Contoso, or written straight into the ledger."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from pipelines.actions import Order, Refused, act
from pipelines.store import EVERYTHING, Scope, Snapshot, Store
from pipelines.store.ledger import Entry
from tests.ledger_rows import Row
from tests.the_cast import TODAY

PRODUCT = "visual-studio-enterprise"
MORNING, NOON, EVENING = time(8), time(12), time(20)


def loaded(day: date = TODAY, at: time = MORNING) -> Row:
    """The load that brought the warehouse's rows."""
    return "load", {"load_id": 1, "loaded_at": datetime.combine(day, at, UTC)}


def do(snap: Snapshot, action: str, who: str, about: str = "E-1", day: date = TODAY, **details: str) -> None:
    """A deed at Contoso at noon: `who` is the part of the address before the @, as is a `from_` of the details."""
    before = details.pop("from_", None)
    told: dict[str, Any] = {"product": PRODUCT} | details | ({"from": f"id-{before}"} if before else {})
    head = snap.ledger.head("P-1")
    beside = [("identity", row) for name in filter(None, (who, before)) for row in _new(snap, name)]
    entry = Entry(
        request_id=f"r{head.version + 1}",
        done_at=datetime.combine(day, NOON, UTC),
        on_day=day,
        actor="operator",
        via="page",
        action=action,
        outcome="done",
        snapshot=1,
        entitlement_id=about,
        subject=f"id-{who}",
        details=told,
        beside=beside,
    )
    snap.ledger.append(head, entry)


def _new(snap: Snapshot, name: str) -> list[dict[str, object]]:
    """The row that names a person, where there is none yet."""
    known = snap.ledger.query("FROM identity WHERE person_id = $id", {"id": f"id-{name}"})
    return [] if known.height else [{"person_id": f"id-{name}", "email": email(name), "name": name.title()}]


def email(name: str) -> str:
    """The address of somebody at Contoso."""
    return f"{name}@contoso.example"


def seats(snap: Snapshot, day: date = TODAY, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """The rows of seat_now, by benefit and e-mail."""
    return snap.query("FROM seat_now($day) ORDER BY entitlement_id, email, seat_id", {"day": day}, scope)


def held(snap: Snapshot, day: date = TODAY, scope: Scope = EVERYTHING) -> dict[str, dict[str, Any]]:
    """The rows of entitlement_now by entitlement_id."""
    rows = snap.query("FROM entitlement_now($day)", {"day": day}, scope).to_dicts()
    return {row["entitlement_id"]: row for row in rows}


def attempt(store: Store, action: str, about: str, actor: str = "root", day: date = TODAY, **given: str) -> list[str]:
    """The rules that refuse somebody at Contoso a deed, without the action's name; none where it is done.

    A value is the part of an address before the @, or a whole address, or what a field that names nobody says.
    """
    told = {
        name: email(value) if name in ("person", "to_person") and "@" not in value else value
        for name, value in given.items()
    }
    asked = Order(action, email(actor), "P-1", about, told, secrets.token_hex(8), datetime.combine(day, NOON, UTC), day)
    outcome = act(store, asked)
    return [one.rule.id.removeprefix(f"{action}.") for one in outcome.broken] if isinstance(outcome, Refused) else []


def people(*names: str, **unusual: dict[str, object]) -> list[Row]:
    """Users of Contoso; `root` is its Global admin. `unusual`: what is not the usual of one of them."""
    every = {"root": {"roles": ["global_admin"]}} | {name: {} for name in names} | unusual
    return [("person", {"email": email(name), "name": name.title()} | told) for name, told in every.items()]
