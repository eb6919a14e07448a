"""Who has which credit of a partner, and what a deed makes of what is kept of that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from pipelines.actions.asking import Asking
from pipelines.actions.things import things_of
from pipelines.store.known import Answer


@dataclass(frozen=True)
class Credit:
    """A benefit, and who has it as a credit: see store/sql/facts/credit.sql."""

    unit: str
    action_pack: bool
    running: bool
    users: frozenset[str]

    def clashes(self, other: "Credit") -> bool:
        """A bulk credit and a monthly one of an Action Pack."""
        return self._is_bulk_beside(other) or other._is_bulk_beside(self)

    def _is_bulk_beside(self, other: "Credit") -> bool:
        return self.unit == "credit_year" and other.unit == "credit_month" and other.action_pack


Credits = Mapping[str, Credit]


def credits_of(asking: Asking, email: str) -> dict[str, Any]:
    """holder, whether a person has the credit; other_credits, how many others that run; clashes, whether one of those
    that run cannot be combined with it."""
    known, this = _credits(asking).told, str(asking.order.about)
    running = {which for which, credit in known.items() if email in credit.users and credit.running}
    return {
        "holder": this in known and email in known[this].users,
        "other_credits": len(running - {this}),
        "clashes": this in known and any(known[this].clashes(known[which]) for which in running),
    }


def _credits(asking: Asking) -> Answer[Credits]:
    return asking.snapshot.known.ask(asking.question("credit"), by_benefit)


def by_benefit(rows: pl.DataFrame) -> Credits:
    """The rows of store/sql/facts/credit.sql as they are looked up."""
    found: dict[str, Credit] = {}
    for which, unit, action_pack, running, email in rows.iter_rows():
        credit = found.get(which, Credit(unit, action_pack, running, frozenset()))
        found[which] = replace(credit, users=credit.users | ({email} if email else set()))
    return found


def handed(asking: Asking, *, to: str | None = None, taken_from: str | None = None) -> Mapping[str, Answer[Any]]:
    """The answers as they are after a deed that gives a credit to somebody, takes it from somebody or both.

    Empty where they must be asked: where nobody has it any more, or the status may be another one. A credit that
    somebody has is assigned whole (store/sql/counted.sql).
    """
    order, benefit = asking.order, asking.about
    known, benefits = _credits(asking), things_of(asking.snapshot, "entitlement", order.partner_id, order.on_day)
    holders = benefit["holders"] + (to is not None) - (taken_from is not None)
    if holders < 1 or (taken_from is not None and benefit["status"] != "active"):
        return {}
    this = str(order.about)
    users = known.told[this].users - {taken_from} | ({to} if to else set())
    counted = {"holders": holders, "moves": benefit["moves"] + (taken_from is not None)}
    changed = benefits.told.with_changed(this, **counted, assigned=benefit["held"], status="active")
    return {
        "credit": known.after_one({**known.told, this: replace(known.told[this], users=users)}),
        "entitlement": benefits.after_one(changed),
    }
