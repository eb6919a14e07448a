"""What is worked out once and kept is what would be worked out anew, whatever was done in between."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.actions import ACTIONS, Done, Order, act
from pipelines.store import EVERYTHING, Scope, Store
from pipelines.store.stage import HOLDERS, OF_A_DAY, PURCHASES
from tests.the_cast import EMAILS, NOW, TODAY

HOURS = {
    "title": "Design review",
    "description": "Of our landing zone",
    "product": "azure",
    "country": "US",
    "language": "en",
    "phone": "+1 555 0100200",
    "time_zone": "UTC",
    "hours": "2",
    "phase": "design",
}
BOUGHT = {
    "offer": "success-core-2026",
    "order_number": "O-1",
    "fee": "925.00",
    "currency": "USD",
    "purchased_on": "2026-06-15",
}
# Deeds of each kind that changes what is held, and one that does not.
DEEDS = [
    ("assign_seat", "E-1", {"person": EMAILS["mpn_admin"]}),
    ("request_advisory_hours", "E-4", HOURS),
    ("assign_credit", "E-2", {"person": EMAILS["mpn_admin"], "combined_with": "none"}),
    ("set_marketing_contact", None, {
        "person": EMAILS["employee"],
        "other_email": "other@elsewhere.example",
        "phone": "+1 555 0100200",
        "preferred_language": "en",
    }),
    ("record_purchase", None, BOUGHT),
    ("reassign_seat", "E-1", {"person": EMAILS["guest"], "to_person": EMAILS["user_admin"]}),
]  # fmt: skip
READERS = (EVERYTHING, Scope(("P-1",)), Scope(("P-1",), EMAILS["mpn_admin"]))


def agree(store: Store, name: str, scope: Scope, day: date) -> bool:
    """Whether a macro of the day says the same from what is kept and anew."""
    question = f"FROM {name}($day) ORDER BY ALL"
    with store.snapshot() as snapshot:
        kept = snapshot.query(question, {"day": day}, scope, day)
        return kept.equals(snapshot.query(question, {"day": day}, scope))


def test_after_each_deed_what_is_kept_is_what_is_true(cast_home: Path) -> None:
    store = Store(cast_home)
    for number, (action, about, given) in enumerate(DEEDS):
        order = Order(action, EMAILS["global_admin"], "P-1", about, given, f"r-{number}", NOW, TODAY)
        assert isinstance(act(store, order), Done), action
        for scope in READERS:
            for name in OF_A_DAY:
                assert agree(store, name, scope, TODAY), (action, name, scope)
    store.close()


@pytest.mark.parametrize("day", [date(2026, 1, 31), TODAY, date(2027, 6, 15)])
def test_each_day_has_its_own_answer(cast_home: Path, day: date) -> None:
    store = Store(cast_home)
    assert all(agree(store, name, EVERYTHING, day) for name in OF_A_DAY)
    store.close()


def test_the_deeds_that_are_followed_are_known_actions() -> None:
    assert set(PURCHASES + HOLDERS) <= set(ACTIONS)
