"""Model of the books of credits: which subscription draws on which, and at which rate (domain-facts D22, A8)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tests.deeds_model import Partner
from tests.deeds_of_people import lacks
from tests.deeds_programme import GLOBAL, PARTNER
from tests.deeds_records import Deed, Link

# Who keeps the books: a choice of the product.
BOOKS = (GLOBAL, PARTNER, "partner_manager", "finance")


def draws(it: Partner) -> Iterator[tuple[Link, str, date, date]]:
    """The pots that are drawn on: the link that states the grant, by which subscription, from when to when."""
    for pot in it.links:
        if pot.ends:
            yield pot, pot.subscription, pot.starts, pot.ends
            for one in it.links:
                if one.benefit == pot.benefit and one.pot == (pot.subscription, pot.starts):
                    yield pot, one.subscription, max(one.starts, pot.starts), pot.ends


def link_subscription(it: Partner, deed: Deed) -> Iterator[str]:
    """A grant is stated where none runs, and only there; a subscription draws on one credit at a time."""
    yield from lacks(it, deed, *BOOKS)
    pot, told = _pot(it, deed), _told(deed)
    if pot is None and not (told.ends and told.amount is not None):
        yield "no grant runs and none is stated"
    if pot and (told.ends or told.amount is not None):
        yield "a grant runs and one is stated"
    if told.amount == 0:
        yield "a grant of nothing"
    if told.ends and told.ends < told.starts:
        yield "ends before it starts"
    until = pot.ends if pot and pot.ends else told.ends or told.starts
    taken = [(starts, ends) for _, one, starts, ends in draws(it) if one == told.subscription]
    if any(starts <= until and told.starts <= ends for starts, ends in taken):
        yield "draws already"


def linked(it: Partner, deed: Deed) -> None:
    """Draws on the pot, or has one of its own."""
    pot, told = _pot(it, deed), _told(deed)
    drawn = (pot.subscription, pot.starts) if pot else None
    it.links.append(Link(told.benefit, told.subscription, told.starts, told.ends, told.amount, drawn))


def _told(deed: Deed) -> Link:
    ends, amount = deed.given["ends_on"], deed.given["amount"]
    return Link(
        deed.thing,
        deed.given["subscription_id"],
        date.fromisoformat(deed.given["starts_on"]),
        date.fromisoformat(ends) if ends else None,
        Decimal(amount) if amount else None,
    )


def _pot(it: Partner, deed: Deed) -> Link | None:
    """The grant of the credit that runs on the first day of a link, the one that started last."""
    day = date.fromisoformat(deed.given["starts_on"])
    running = [one for one in it.links if one.benefit == deed.thing and one.ends and one.starts <= day <= one.ends]
    latest = max((one.starts for one in running), default=None)
    return min((one for one in running if one.starts == latest), key=lambda one: one.subscription, default=None)


def unlink_subscription(it: Partner, deed: Deed) -> Iterator[str]:
    """What a deed linked."""
    yield from lacks(it, deed, *BOOKS)
    if not any(_same(one, deed) for one in it.links):
        yield "not linked"


def unlinked(it: Partner, deed: Deed) -> None:
    """As if it had never been linked to this credit."""
    it.links = [one for one in it.links if not _same(one, deed)]


def _same(link: Link, deed: Deed) -> bool:
    return link.benefit == deed.about and link.subscription == deed.given["subscription_id"]


def record_exchange_rate(it: Partner, deed: Deed) -> Iterator[str]:
    """Of two currencies, and not of a day ahead."""
    yield from lacks(it, deed, *BOOKS)
    if deed.given["from_currency"] == deed.given["to_currency"]:
        yield "the same currency"
    if date.fromisoformat(deed.given["rate_on"]) > deed.day:
        yield "of a day ahead"


def rate_recorded(it: Partner, deed: Deed) -> None:
    """The last word on a pair and day counts."""
    pair = deed.given["from_currency"], deed.given["to_currency"], date.fromisoformat(deed.given["rate_on"])
    it.rates[pair] = Decimal(deed.given["rate"]), deed.given["rate_source"]
