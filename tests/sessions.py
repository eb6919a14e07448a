"""Sign-ins in tests: deeds that end sessions, disable and enable, and files with people of more than one partner."""

from datetime import datetime

from pipelines.actions import Done, Order, act
from pipelines.store import Store
from pipelines.store.chain import APP
from tests.role_cells import ADDED, PEOPLE
from tests.the_cast import EMAILS, NOW, TODAY

SECOND = "second-admin@contoso.example"
BOTH = "both@contoso.example"
APPOINTED = ADDED["marketing"]
# Who has the roles that none of the cast has, a second Global admin of P-1, and somebody whom P-2 knows as well.
MORE_PEOPLE = (
    f"{PEOPLE}P-1,{SECOND},Sita Second,member,yes,global_admin\n"
    f"P-1,{BOTH},Bo Both,member,yes,\nP-2,{BOTH},Bo Both,member,yes,\n"
)


def asked(action: str, whom: str, actor: str = "global_admin", request: str = "1", now: datetime = NOW) -> Order:
    """A deed on one of the cast or an address, of one of the cast, an address or the operator."""
    given, who = {"person": EMAILS.get(whom, whom)}, EMAILS.get(actor, actor)
    return Order(action, who, APP, None, given, f"{action}-{whom}-{actor}-{request}", now, TODAY)


def done(store: Store, order: Order) -> None:
    """Does a deed that must be done."""
    outcome = act(store, order)
    assert isinstance(outcome, Done), outcome


def at_partner(action: str, cast: str, **given: str) -> Order:
    """A deed of one of the cast at P-1."""
    return Order(action, EMAILS[cast], "P-1", None, given, f"{action}-{cast}", NOW, TODAY)
