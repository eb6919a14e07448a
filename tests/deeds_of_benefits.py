"""Model of what is given to people and of product keys: why not, and what comes of it (rows 27-57)."""

from collections.abc import Iterator

from tests.deeds_model import Partner
from tests.deeds_of_people import lacks, member
from tests.deeds_programme import FREE_MAIL, REACH_MONTHS, days_later
from tests.deeds_records import Deed
from tests.deeds_world import BENEFITS, KEYS, PACK, Benefit


def _manages(it: Partner, deed: Deed) -> Iterator[str]:
    yield from lacks(it, deed, *it.programme(deed.thing, deed.day).manages)


def _usable(it: Partner, deed: Deed) -> Iterator[str]:
    if it.status(deed.thing, deed.day) not in ("not_activated", "active"):
        yield "does not run"
    yield from readable_only(it, deed)


def readable_only(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 4."""
    if it.lapsed_in_the_old_portal(deed.thing, deed.day):
        yield "the old portal is read-only"


def given_back(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 84: what is given back stays as it is."""
    if it.refund_waits(it.term(BENEFITS[deed.thing].offer)):
        yield "a refund waits"


def _receiver(it: Partner, deed: Deed, email: str, family: str) -> Iterator[str]:
    person = it.people.get(email)
    if person is None:
        yield "is no user"
    elif not person.in_directory:
        yield "is not in the directory"
    if any(email in it.holders[name] for name in _same(deed.thing, family)):
        yield "has it already"


def _same(about: str, family: str) -> list[str]:
    return [name for name, one in BENEFITS.items() if name == about or (family == "visual_studio" == one.family)]


def _holds(it: Partner, deed: Deed) -> Iterator[str]:
    if deed.given["person"] not in it.holders[deed.thing]:
        yield "does not have it"


def _locked(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 57. No export tells when somebody activated, so that both clocks begin with the assignment (V2)."""
    days = it.programme(deed.thing, deed.day).seat_days
    since = it.holders[deed.thing].get(deed.given["person"])
    if days is not None and since is not None and deed.day < days_later(since, days):
        yield "90 days have not passed"


def assign_seat(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 23, 54, 55."""
    yield from _manages(it, deed)
    yield from _usable(it, deed)
    yield from given_back(it, deed)
    if len(it.holders[deed.thing]) >= BENEFITS[deed.thing].quantity:
        yield "no seat is left"
    yield from _receiver(it, deed, deed.given["person"], "visual_studio")


def remove_seat(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 57."""
    yield from _manages(it, deed)
    yield from readable_only(it, deed)
    yield from _holds(it, deed)
    yield from _locked(it, deed)


def reassign_seat(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 57: remove one, assign another."""
    yield from _manages(it, deed)
    yield from _usable(it, deed)
    yield from _holds(it, deed)
    yield from _locked(it, deed)
    yield from _receiver(it, deed, deed.given["to_person"], "visual_studio")


def export_bulk_add(it: Partner, deed: Deed) -> Iterator[str]:
    """Domain-facts 2.6: the people of whom the vendor does not know yet."""
    yield from _manages(it, deed)
    if not it.holders[deed.thing]:
        yield "nobody to add"


def given(it: Partner, deed: Deed) -> None:
    """Somebody has it from that day on."""
    it.holders[deed.thing][deed.given["person"]] = deed.day
    it.touched.add(deed.thing)


def taken(it: Partner, deed: Deed) -> None:
    """Nobody has it instead."""
    del it.holders[deed.thing][deed.given["person"]]
    it.moves[deed.thing] += 1


def moved(it: Partner, deed: Deed) -> None:
    """Somebody else has it from that day on."""
    taken(it, deed)
    it.holders[deed.thing][deed.given["to_person"]] = deed.day


def _credit(it: Partner, deed: Deed, email: str) -> Iterator[str]:
    """Who can have a credit: rows 24, 36, 41, 45; A5, A6."""
    says, benefit = it.programme(deed.thing, deed.day), BENEFITS[deed.thing]
    yield from _receiver(it, deed, email, "azure_credit")
    person, others = it.people.get(email), it.other_credits(email, deed.thing, deed.day)
    if says.own_credit and email != deed.actor:
        yield "one assigns oneself"
    if person and person.member_type == "guest" and not says.guests:
        yield "is a guest"
    if email.rpartition("@")[2] in FREE_MAIL and not says.free_mail:
        yield "free mail"
    if says.one_credit and others:
        yield "has a credit"
    if benefit.unit == "credit_year" and deed.given["combined_with"] in says.not_with:
        yield "cannot be combined"
    if "action_pack" in says.not_with and any(_beside_a_pack(benefit, other) for other in others):
        yield "a bulk credit beside an Action Pack's"


def _beside_a_pack(one: Benefit, other: Benefit) -> bool:
    """Row 45: a bulk credit is not combined with an Action Pack."""
    return any(
        bulk.unit == "credit_year" and pack.unit == "credit_month" and pack.offer == PACK
        for bulk, pack in ((one, other), (other, one))
    )


def assign_credit(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 41-45: of the bulk credit one holder; of the monthly one too where a move counts (A3)."""
    yield from _manages(it, deed)
    yield from _usable(it, deed)
    yield from given_back(it, deed)
    monthly = BENEFITS[deed.thing].unit == "credit_month"
    if it.holders[deed.thing] and not (monthly and it.programme(deed.thing, deed.day).moves is None):
        yield "somebody has it"
    yield from _credit(it, deed, deed.given["person"])


def remove_credit_user(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 42, 43; A3: five moves."""
    yield from _manages(it, deed)
    yield from readable_only(it, deed)
    if BENEFITS[deed.thing].unit != "credit_month":
        yield "a bulk credit has no Remove"
    yield from _holds(it, deed)
    most = it.programme(deed.thing, deed.day).moves
    if most is not None and it.moves[deed.thing] >= most:
        yield "no move is left"


def transfer_credit(it: Partner, deed: Deed) -> Iterator[str]:
    """Row 44: inside the enrolment year; A4: not any more."""
    yield from _manages(it, deed)
    yield from _usable(it, deed)
    if BENEFITS[deed.thing].unit != "credit_year":
        yield "only of a bulk credit"
    if not it.programme(deed.thing, deed.day).transfer:
        yield "not under this policy"
    if deed.day > it.term(BENEFITS[deed.thing].offer, deed.day).ends:
        yield "the year is over"
    yield from _holds(it, deed)
    yield from _credit(it, deed, deed.given["to_person"])


def get_keys(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 29, 52, 84; D1, P1."""
    about = deed.thing
    yield from _manages(it, deed)
    yield from _runs(it, deed)
    keys = [it.keys[name] for name, key in KEYS.items() if key.benefit == about]
    if not any(deed.actor not in key.seen_by for key in keys):
        yield "no key that is not seen"
    yield from readable_only(it, deed)
    yield from given_back(it, deed)
    if deed.given["acknowledged"] != "yes" and not list(it.no_refund(BENEFITS[about].offer, deed.day)):
        yield "it ends the refund"
    if deed.given["tenant_checked"] != "yes" and BENEFITS[about].family == "cloud":
        yield "the tenant is not checked"


def _runs(it: Partner, deed: Deed) -> Iterator[str]:
    if not it.runs(deed.thing, deed.day):
        yield "does not run"
    if it.late(deed.thing, deed.day):
        yield "too late to activate"


def keys_got(it: Partner, deed: Deed) -> None:
    """Seen by one person more."""
    for name in (name for name, key in KEYS.items() if key.benefit == deed.about):
        it.keys[name].seen_by.add(deed.actor)
        it.keys[name].revealed = it.keys[name].revealed or deed.day
    it.touched.add(deed.thing)


def choose_download(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 31-33: Office comes for Windows alone, in two widths."""
    yield from member(it, deed)
    if not it.runs(deed.thing, deed.day):
        yield "does not run"
    if deed.given["os"] not in ("windows_x64", "windows_x86"):
        yield "not for this system"


def redeem_key(it: Partner, deed: Deed) -> Iterator[str]:
    """Rows 48-52; K4-K6."""
    yield from _manages(it, deed)
    yield from readable_only(it, deed)
    yield from _runs(it, deed)
    key = it.keys.get(deed.given["key"])
    if key is None or KEYS[deed.given["key"]].benefit != deed.about or not key.revealed:
        yield "no key that was revealed"
        return
    if key.redeemed:
        yield "redeemed already"
    if deed.given["instructions_read"] != "yes" or deed.given["tenant_checked"] != "yes":
        yield "not read or not checked"
    yield from _unlike(it, deed)


def _unlike(it: Partner, deed: Deed) -> Iterator[str]:
    """Whether seats and dates do not fit: K6 limits what extends a subscription that runs."""
    seats, ends_on = int(deed.given["active_seats"]), deed.given["active_ends_on"]
    key, times = KEYS[deed.given["key"]], it.programme(deed.thing, deed.day).extend_times
    if seats and not ends_on:
        yield "no end is known"
    if seats and ends_on > deed.day.isoformat() and deed.given["mode"] == "extend" and times is not None:
        if key.seats > times * seats:
            yield "more than three times the seats"
        if key.seats * key.months > REACH_MONTHS * seats:
            yield "further than three years"


def key_redeemed(it: Partner, deed: Deed) -> None:
    """Once."""
    key = it.keys[deed.given["key"]]
    key.redeemed, key.mode = deed.day, deed.given["mode"]
    it.touched.add(deed.thing)


def request_replacement(it: Partner, deed: Deed) -> Iterator[str]:
    """K8: once, within 30 days, for a wrong tenant or for seats that were added by mistake."""
    yield from _manages(it, deed)
    yield from readable_only(it, deed)
    days = it.programme(deed.thing, deed.day).replacement_days
    key = it.keys.get(deed.given["key"])
    if key is None or KEYS[deed.given["key"]].benefit != deed.about or not key.redeemed:
        yield "no key that was redeemed"
        return
    if days is None or deed.day > days_later(key.redeemed, days):
        yield "too late, or never"
    if key.replacement and it.requests[key.replacement].state != "withdrawn":
        yield "asked for already"
    if deed.given["reason"] == "seats_by_mistake" and key.mode != "add_seats":
        yield "no seats were added"
