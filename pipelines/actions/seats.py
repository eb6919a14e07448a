"""Who has which seat of a benefit's product, and what a deed makes of what is kept of that."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.actions.asking import Asking
from pipelines.actions.things import Things, things_of
from pipelines.store.known import Answer

# The seats of each product, by the e-mail of who has them.
Seats = Mapping[str, Mapping[str, Sequence["Seat"]]]


@dataclass(frozen=True)
class Seat:
    """A row of store/sql/facts/seat.sql."""

    told_for: str | None
    by_deed: bool
    in_file: bool
    held: bool
    assigned_on: date | None
    activated_on: date | None


def seat_of(asking: Asking, email: str) -> dict[str, Any]:
    """holder, assigned_on and activated_on of a person; fits, whether one more seat can be given from the benefit in
    place of the person's."""
    seats = _of_product(asking, _seats(asking).told)
    own = [seat for seat in seats.get(email, ()) if seat.held]
    return {
        "holder": bool(own),
        "assigned_on": max((seat.assigned_on for seat in own if seat.assigned_on), default=None),
        "activated_on": max((seat.activated_on for seat in own if seat.activated_on), default=None),
        "fits": not own or any(_given(asking, seat) for seat in own) or _has_room(asking, seats),
    }


def _seats(asking: Asking) -> Answer[Seats]:
    return asking.snapshot.known.ask(asking.question("seat"), by_product)


def by_product(rows: pl.DataFrame) -> Seats:
    """The rows of store/sql/facts/seat.sql as they are looked up."""
    found: defaultdict[str, defaultdict[str, list[Seat]]] = defaultdict(lambda: defaultdict(list))
    for product, email, *seat in rows.iter_rows():
        found[product][email].append(Seat(*seat))
    return found


def _of_product(asking: Asking, seats: Seats) -> Mapping[str, Sequence[Seat]]:
    return seats.get(asking.about["product"], {})


def _given(asking: Asking, seat: Seat) -> bool:
    """Whether a deed gave it, from this benefit."""
    return seat.by_deed and seat.told_for == asking.order.about


def _has_room(asking: Asking, seats: Mapping[str, Sequence[Seat]]) -> bool:
    given = sum(seat.held and _given(asking, seat) for held in seats.values() for seat in held)
    return bool(asking.about["held"] > given)


def moved(asking: Asking, *, to: str | None = None, taken_from: str | None = None) -> Mapping[str, Answer[Any]]:
    """The answers as they are after a deed that gives a seat, takes one away or both, so that nobody has to ask again.

    Empty where they must be asked: where the export knows one of the two, the seat is another benefit's, the status may
    change, or a full benefit lets go of a seat, into which one of those counted by product falls. In all other cases a
    seat more or less is one more or less of this benefit, and nothing else changes (store/sql/counted.sql).
    """
    order = asking.order
    seats, benefits = _seats(asking), things_of(asking.snapshot, "entitlement", order.partner_id, order.on_day)
    known, more = _of_product(asking, seats.told), (to is not None) - (taken_from is not None)
    others = [seat for seat in known.get(taken_from or "", ()) if seat.in_file or not _given(asking, seat)]
    if known.get(to or "") or others or not _is_simple(asking.about, more):
        return {}
    return {
        "seat": seats.after_one(_with_moved(asking, seats.told, to, taken_from)),
        "entitlement": benefits.after_one(_counted(asking, benefits.told, more)),
    }


def _is_simple(benefit: Mapping[str, Any], more: int) -> bool:
    assigned, held, runs = benefit["assigned"], benefit["held"], benefit["status"] == "active"
    return bool(assigned + 1 <= held) if more > 0 else runs and (more == 0 or bool(1 < assigned < held))


def _with_moved(asking: Asking, seats: Seats, to: str | None, taken_from: str | None) -> Seats:
    own = {email: seat for email, seat in _of_product(asking, seats).items() if email != taken_from}
    if to is not None:
        own[to] = [Seat(asking.order.about, True, False, True, asking.order.on_day, None)]
    return {**seats, asking.about["product"]: own}


def _counted(asking: Asking, benefits: Things, more: int) -> Things:
    benefit = asking.about
    assigned = benefit["assigned"] + more
    idle = max(benefit["held"] - max(assigned, benefit["used"]), Decimal(0))
    return benefits.with_changed(str(asking.order.about), assigned=assigned, idle=idle, status="active")
