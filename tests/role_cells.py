"""The cells of tests/role_matrix.csv, written by hand from the sources, and a form's sample for each action."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.actions import ACTIONS, Action, Done, Field, Order, act
from pipelines.ingest import OPERATOR, Incoming, load
from pipelines.ingest import Order as LoadOrder
from pipelines.rules.policy import policy_names
from pipelines.store import Store
from tests.the_cast import EMAILS, NOW, TODAY

FILE = Path(__file__).parent / "role_matrix.csv"
# Who of the cast stands for a role. The application's roles are held at more than one partner.
CAST = {
    "global_admin": "global_admin",
    "mpn_partner_admin": "mpn_admin",
    "admin_agent": "admin_agent",
    "user_management_admin": "user_admin",
    "partner_manager": "manager",
    "finance": "finance",
    "auditor": "auditor",
    "employee": "employee",
    "guest": "guest",
    "stranger": "stranger",
}
# Who has the roles that none of the cast has: furnished homes know them.
ADDED = {"marketing": "marketing@contoso.example", "service_operator": "service@contoso.example"}
EMAIL = {role: EMAILS[cast] for role, cast in CAST.items()} | ADDED
PEOPLE = (
    "partner_id,email,name,member_type,in_directory,roles\n"
    f"P-1,{ADDED['marketing']},Mara Market,member,yes,marketing\n"
    f"*,{ADDED['service_operator']},Sergio Service,member,yes,service_operator\n"
)
# What P-1 holds of each family; the last is added to what the cast has.
HELD = {
    "software": "E-5",
    "azure_credit": "E-2",
    "cloud": "E-3",
    "visual_studio": "E-1",
    "technical": "E-4",
    "go_to_market": "E-9",
}
MARKETING = "entitlement_id,partner_id,offer,product,benefit_type,quantity\nE-9,P-1,gold,gtm-marketing-assets,core,1\n"
TEXTS = {
    "person": EMAILS["employee"],
    "email": "somebody@elsewhere.example",
    "text": "Words",
    "long_text": "Words",
    "date": TODAY.isoformat(),
    "number": "1",
    "money": "1.00",
    "choice": "gold",
    "yes": "yes",
    "key": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE",
    "phone": "+49 30 1234567",
    "language": "en",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "currency": "USD",
    "roles": "admin_agent",
    "subscription": "11111111-1111-1111-1111-111111111111",
    "rate": "1.0832",
}


@dataclass(frozen=True)
class Row:
    """An action, the policy from which on the row holds, and the roles that may."""

    action: str
    policy: str
    may: frozenset[str]


def rows() -> Iterator[Row]:
    """The table's rows, in its order."""
    for row in csv.DictReader(FILE.read_text("utf-8").splitlines()):
        told = {role: row[role] for role in EMAIL}
        assert set(told.values()) <= {"yes", "no"}, row
        yield Row(row["action"], row["policy"], frozenset(role for role in EMAIL if told[role] == "yes"))


def who_may(action: str, policy: str = "mpn-2020-10") -> frozenset[str]:
    """The roles that may do an action under a policy: as the latest row up to it says."""
    order = policy_names()
    held = [row for row in rows() if row.action == action and order.index(row.policy) <= order.index(policy)]
    return max(held, key=lambda row: order.index(row.policy)).may


def furnished(home: Path) -> str:
    """Adds to the cast's home what some actions are about; gives the number of a request that waits."""
    store = Store(home)
    _load(store, home.parent / "marketing.csv", MARKETING)
    _load(store, home.parent / "people.csv", PEOPLE)
    done = act(store, order("request_advisory_hours", EMAILS["global_admin"], "E-4", dry_run=False))
    assert isinstance(done, Done), done
    assert done.receipt is not None
    store.close()
    return str(done.receipt.subject)


def _load(store: Store, path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
    report = load(store, [Incoming(path.name, path)], LoadOrder(OPERATOR, NOW, TODAY, {}))
    assert report.status == "loaded", report


def about(action: Action, request: str) -> str | None:
    """What of P-1 an action can be about."""
    match action.about:
        case "entitlement":
            return HELD[action.families[0]]
        case "membership":
            return "gold"
        case "request":
            return request
        case _:
            return None


def sample(action: Action) -> dict[str, str]:
    """A form filled in so that it can be read, whatever the rules say of it."""
    return {field.name: _text(field) for field in action.fields}


def _text(field: Field) -> str:
    return field.choices[0] if field.choices else TEXTS[field.kind]


def order(name: str, email: str, about: str | None, *, dry_run: bool = True, on_day: date = TODAY) -> Order:
    """One deed of an address at P-1, tried only."""
    given = sample(ACTIONS[name])
    request = f"{name}-{email}"
    now = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
    return Order(name, email, "P-1", about, given, request, now, on_day, dry_run=dry_run)
