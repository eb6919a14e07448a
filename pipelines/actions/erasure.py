"""A person erased at the operator's word: nobody who still has a role, so that no partner is left without an admin."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.actions import app_rows
from pipelines.actions.asking import SQL, Order
from pipelines.errors import BenefitsError
from pipelines.rules.access import OPERATOR
from pipelines.store import EVERYTHING, Snapshot, Store
from pipelines.store.chain import APP
from pipelines.store.erase import Known, erase_from_ledger, erase_from_warehouse, known
from pipelines.store.erase_files import erase_from_set_aside, erase_letters
from pipelines.store.errors import AlreadyDone

ERASE_PERSON = "erase_person"
_ROLES = (SQL / "roles_of_person.sql").read_text("utf-8")


class PersonUnknown(BenefitsError):
    """Nothing is kept of an address. Facts: person."""

    code = "person_unknown"


class PersonHasRole(BenefitsError):
    """Somebody who still has a role is not erased. Facts: person, partners."""

    code = "person_has_role"


@dataclass(frozen=True)
class Erased:
    """The alias that stands for the person now; the only snapshot left, or 0; files mended and letters deleted."""

    alias: str
    snapshot: int
    files: int
    letters: int


def erase_person(store: Store, email: str, now: datetime, on_day: date) -> Erased:
    """Erases all that is kept of the person with this address, in lower case, but the deeds, which name ids only.

    What was interrupted is finished by asking again: the ledger, by which the person is known, comes last.
    PersonUnknown, PersonHasRole; LoadBusy and LedgerInUse, where something else is in the way.
    """
    with store.snapshot() as snapshot:
        person = _erasable(snapshot, email)
        _record(snapshot, person, now, on_day)
    files, number = erase_from_set_aside(store.home, person), erase_from_warehouse(store, person)
    erase_from_ledger(store, person)
    return Erased(person.alias, number, files, erase_letters(store.home, store.ledger()))


def _erasable(snapshot: Snapshot, email: str) -> Known:
    roles = snapshot.query(_ROLES, {"email": email}, EVERYTHING)["partner_id"].to_list()
    if roles:
        raise PersonHasRole(person=email, partners=", ".join(roles))
    person = known(snapshot, email)
    if person is None:
        raise PersonUnknown(person=email)
    return person


def _record(snapshot: Snapshot, person: Known, now: datetime, on_day: date) -> None:
    """A row that says which id of the ledger means nobody any more; asking again adds none."""
    order = Order(ERASE_PERSON, OPERATOR, APP, None, {}, f"{ERASE_PERSON}-{person.alias}", now, on_day, via="terminal")
    with suppress(AlreadyDone):
        app_rows.append(snapshot, order, "done", {}, subject=person.person_id)
