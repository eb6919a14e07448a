"""Model of memberships: why not, and what comes of it (rows 4, 15, 83-92; domain-facts 2.3, 2.8)."""

from collections.abc import Iterator
from datetime import date

from tests.deeds_model import Partner
from tests.deeds_of_people import lacks, member
from tests.deeds_programme import AGENT, GLOBAL, OFFERS, PARTNER, RENEWAL_DAYS, SCORE, days_later, months_later
from tests.deeds_records import Deed, Request, Term


def request_refund(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 83-86."""
    yield from lacks(it, deed, GLOBAL, PARTNER)
    yield from it.no_refund(deed.thing, deed.day)


def refund_asked(it: Partner, deed: Deed, number: str) -> None:
    """Waits for the vendor."""
    it.requests[number] = Request("refund", deed.day, term=it.term(deed.thing))


def _bought_on(deed: Deed) -> date:
    return date.fromisoformat(deed.given["purchased_on"])


def _ordered(it: Partner, deed: Deed, offer: str) -> Iterator[str]:
    if _bought_on(deed) > deed.day:
        yield "not bought yet"
    if any((one.offer, one.order) == (offer, deed.given["order_number"]) for one in it.terms):
        yield "the order is recorded"


def _for_sale(it: Partner, deed: Deed, offer: str) -> Iterator[str]:
    """D13-D15, P3, P7, P8."""
    wanted, owned_until = OFFERS.get(offer), it.owned_until(offer)
    if wanted is None:
        yield "no such offer"
        return
    if wanted.sold_until and wanted.sold_until < _bought_on(deed):
        yield "not sold any more"
    if owned_until and owned_until >= _bought_on(deed):
        yield "is held"
    if wanted.once and any(one.offer == offer and not it.refunded(one) for one in it.terms):
        yield "once ever"
    if wanted.scored and int(deed.given.get("score") or 0) < SCORE:
        yield "not qualified"
    if it.verification_open():
        yield "the contact is not verified"


def record_purchase(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 15; row 4: what has lapsed in the old portal is bought in the new one."""
    yield from member(it, deed)
    if it.portal == "pmc" and not any(one.starts <= deed.day <= one.grace for one in it.terms):
        yield "the old portal is read-only"
    yield from _for_sale(it, deed, deed.given["offer"])
    yield from _ordered(it, deed, deed.given["offer"])
    if months_later(deed.day, -12) >= _bought_on(deed):
        yield "its year is over"


def _changeable(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 4, 91, 92."""
    yield from lacks(it, deed, GLOBAL, PARTNER, AGENT)
    if it.portal == "pmc":
        yield "in the old portal"
    if it.refunded(it.term(deed.thing)):
        yield "was given back"


def renew_membership(it: Partner, deed: Deed) -> Iterator[str]:
    """D5, D13, D15, D19."""
    term, offer = it.term(deed.thing), OFFERS[deed.thing]
    yield from _changeable(it, deed)
    if offer.once:
        yield "once ever"
    if offer.renewed_until and offer.renewed_until < deed.day:
        yield "not renewed any more"
    if not term.anniversary <= deed.day <= days_later(term.ends, RENEWAL_DAYS):
        yield "the window is not open"
    if _bought_on(deed) < term.anniversary:
        yield "paid before the window"
    if offer.scored and int(deed.given.get("score") or 0) < SCORE:
        yield "not qualified"
    yield from _ordered(it, deed, deed.thing)


def upgrade_membership(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 87-92."""
    term, wanted = it.term(deed.thing), OFFERS.get(deed.given["to_offer"])
    yield from _changeable(it, deed)
    if not term.starts <= deed.day <= term.grace:
        yield "does not run"
    if wanted and wanted.rank <= OFFERS[deed.thing].rank:
        yield "is no higher level"
    yield from _for_sale(it, deed, deed.given["to_offer"])
    yield from _ordered(it, deed, deed.given["to_offer"])


def purchased(it: Partner, deed: Deed) -> None:
    """A year from the payment, under the offer's policy."""
    offer, bought = deed.given.get("offer") or deed.given["to_offer"], _bought_on(deed)
    instead_of = deed.about if deed.action == "upgrade_membership" else None
    it.terms.append(Term.of(offer, OFFERS[offer].policy, bought, bought, deed.given["order_number"], instead_of))


def renewed(it: Partner, deed: Deed) -> None:
    """D7: a year from the anniversary, later from the payment."""
    term = it.term(deed.thing)
    paid = it.programme_of(term).renewal_from_payment
    starts = _bought_on(deed) if paid else term.anniversary
    it.terms.append(Term.of(term.offer, term.policy, _bought_on(deed), starts, deed.given["order_number"]))
