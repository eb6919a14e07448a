"""What the model holds, in the columns of STATES."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.deeds_model import Partner
from tests.deeds_of_credits import draws
from tests.deeds_world import BENEFITS, KEYS


def state_of(it: Partner, name: str, day: date) -> Iterator[tuple[Any, ...]]:
    """The rows of one of STATES as they should be on a day."""
    yield from _ROWS[name](it, day)


def _people(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for email, one in it.people.items():
        yield email, one.member_type, one.in_directory, ";".join(sorted(one.roles))


def _holders(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for about, people in it.holders.items():
        assert BENEFITS[about].family != "visual_studio" or len(people) <= BENEFITS[about].quantity
        yield from ((about, email, since) for email, since in people.items())


def _keys(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for name in KEYS:
        key = it.keys[name]
        yield name, key.revealed, key.redeemed, key.mode


def _requests(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for number, one in it.requests.items():
        offer = one.term.offer if one.term else None
        yield number, one.kind, one.benefit, offer, one.state, one.outcome


def _contact(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    if it.contact:
        yield it.contact


def _terms(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for one in it.terms:
        if one.order:
            yield one.offer, one.starts, one.ends, one.grace, one.anniversary, one.activate_by, one.instead_of


def _steps(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    yield from it.steps.items()


def _primary(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for one in it.mails[-1:]:
        yield one.email, one.sent, one.verified


def _uses(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for (about, reference), (kind, hours) in it.uses.items():
        yield about, reference, kind, hours


def _statuses(it: Partner, day: date) -> Iterator[tuple[Any, ...]]:
    for about in BENEFITS:
        yield about, it.status(about, day)


def _links(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for one in it.links:
        yield one.benefit, one.subscription, one.starts, one.ends, one.amount, *(one.pot or (None, None))


def _draws(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for pot, subscription, starts, ends in draws(it):
        yield pot.subscription, pot.starts, subscription, starts, ends


def _rates(it: Partner, _: date) -> Iterator[tuple[Any, ...]]:
    for (one, other, day), (rate, source) in it.rates.items():
        yield one, other, day, rate, source


_ROWS = {
    "people": _people,
    "holders": _holders,
    "keys": _keys,
    "requests": _requests,
    "contact": _contact,
    "terms": _terms,
    "steps": _steps,
    "primary": _primary,
    "uses": _uses,
    "statuses": _statuses,
    "links": _links,
    "draws": _draws,
    "rates": _rates,
}
