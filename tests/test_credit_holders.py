"""Who has access to which Azure credit: given, taken and handed over by deeds, and what that does to the credit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot, Store
from tests.ledger_rows import Row, benefit, usage, warehouse
from tests.seat_deeds import attempt, email, held, people
from tests.the_cast import TODAY

PACK = {"offer": "action-pack-2023", "policy": "maicpp-2023-09"}
BULK = {"quantity": 6000, "unit": "credit_year", "starts_on": date(2026, 1, 1)}
MONTH = {"quantity": 100, "unit": "credit_month", "starts_on": date(2026, 1, 1)}
Begin = Callable[..., tuple[Store, Snapshot]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """A home with one bulk and one monthly credit under a policy, and whatever else is wanted."""
    with ExitStack() as stack:

        def made(policy: str, *rows: Row) -> tuple[Store, Snapshot]:
            credits = [benefit("bulk", "azure-bulk-credit", **BULK), benefit("month", "azure-monthly-credit", **MONTH)]
            term = ("offer_held", {"policy": policy})
            everyone = people("ann", "bob", "cyd", gus={"member_type": "guest"}, out={"in_directory": False})
            snap = stack.enter_context(warehouse(tmp_path, term, *credits, *everyone, *rows))
            store = Store(tmp_path)
            stack.callback(store.close)
            return store, snap

        yield made


def holders(snap: Snapshot, scope: Scope = EVERYTHING) -> list[tuple[Any, ...]]:
    """Report credit-holders: the credit, the person's name, since when, and how often it was moved."""
    found = run(snap, Request("credit-holders", TODAY), scope)
    return found.select("entitlement_id", "name", "assigned_on", "moves").rows()


def give(store: Store, person: str, about: str = "bulk", combined_with: str = "none") -> list[str]:
    return attempt(store, "assign_credit", about, person=person, combined_with=combined_with)


def transfer(store: Store, person: str, to_person: str, combined_with: str = "none") -> list[str]:
    given = {"person": person, "to_person": to_person, "combined_with": combined_with}
    return attempt(store, "transfer_credit", "bulk", **given)


def test_assigning_somebody_activates_the_credit(begin: Begin) -> None:
    store, snap = begin("mpn-2020-10")
    assert (held(snap)["bulk"]["status"], held(snap)["bulk"]["assigned"]) == ("not_activated", 0)
    assert give(store, "ann") == []
    row = held(snap)["bulk"]
    assert (row["status"], row["assigned"], row["used"], row["idle"]) == ("active", 6000, 0, 6000)
    assert holders(snap) == [("bulk", "Ann", TODAY, 0)]


def test_a_credit_with_a_grant_keeps_the_grants_count_of_what_is_used(begin: Begin) -> None:
    grant = ("credit_grant", {"entitlement_id": "bulk"})
    store, snap = begin("mpn-2020-10", grant, usage(date(2026, 2, 1), "12.5"))
    give(store, "ann")
    row = held(snap)["bulk"]
    assert (row["assigned"], row["used"], row["counted_by"]) == (6000, 12.5, "credit_grants")


def test_guests_of_the_directory_can_have_one_and_strangers_cannot(begin: Begin) -> None:
    store, _ = begin("mpn-2020-10")
    assert give(store, "out") == ["directory"]
    assert give(store, "nobody") == ["known"]
    assert give(store, "gus") == []


def test_before_2020_10_one_assigns_oneself(begin: Begin) -> None:
    store, _ = begin("mpn-2019-10")
    assert give(store, "ann") == ["self"]
    assert give(store, "root") == []


def test_a_bulk_credit_goes_from_one_to_the_other(begin: Begin) -> None:
    store, snap = begin("mpn-2020-10")
    give(store, "ann")
    assert give(store, "bob") == ["one_holder"]
    assert attempt(store, "remove_credit_user", "bulk", person="ann") == ["monthly"]
    assert transfer(store, "bob", "cyd") == ["holder"]
    assert transfer(store, "ann", "ann") == ["not_holder"]
    assert transfer(store, "ann", "bob") == []
    assert holders(snap) == [("bulk", "Bob", TODAY, 1)]


def test_a_bulk_credit_is_not_transferred_under_the_policy_of_2023(begin: Begin) -> None:
    store, _ = begin("maicpp-2023-09")
    give(store, "ann")
    assert transfer(store, "ann", "bob") == ["allowed"]


@pytest.mark.parametrize("beside", ["enterprise_agreement", "csp", "azure_in_open", "azure_pass", "action_pack"])
def test_a_bulk_credit_is_refused_beside_another_offer(begin: Begin, beside: str) -> None:
    store, _ = begin("mpn-2020-10")
    assert give(store, "ann", combined_with=beside) == ["combined"]


def test_a_bulk_credit_and_an_action_packs_monthly_one_do_not_go_to_one_person(begin: Begin) -> None:
    pack = benefit("pack", "azure-monthly-credit", offer="action-pack-2023", **MONTH)
    store, _ = begin("mpn-2020-10", ("offer_held", PACK | {"policy": "mpn-2020-10"}), pack)
    assert give(store, "ann") == []
    assert give(store, "ann", "pack") == ["clash"]
    assert give(store, "ann", "month") == []
    assert give(store, "bob", "pack") == []
    assert transfer(store, "ann", "bob") == ["clash"]


def test_who_has_a_credit_gets_no_second_one_since_2023(begin: Begin) -> None:
    store, _ = begin("maicpp-2023-09")
    assert give(store, "ann", "month") == []
    assert give(store, "ann") == ["one_credit"]
    assert attempt(store, "remove_credit_user", "month", person="ann") == []
    assert give(store, "ann") == []


def test_a_credit_that_is_over_does_not_count_as_a_second_one(begin: Begin) -> None:
    over = benefit("over", "azure-monthly-credit", use_until=date(2026, 6, 14), **MONTH)
    store, _ = begin("maicpp-2023-09", over)
    assert attempt(store, "assign_credit", "over", day=date(2026, 6, 14), person="ann", combined_with="none") == []
    assert give(store, "ann") == []
    assert give(store, "bob", "over") == ["running", "one_holder"]


def test_the_fifth_reassignment_of_a_monthly_credit_is_the_last(begin: Begin) -> None:
    store, snap = begin("maicpp-2023-09")
    give(store, "ann", "month")
    for before, after in [("ann", "bob"), ("bob", "ann"), ("ann", "bob"), ("bob", "ann"), ("ann", "bob")]:
        assert attempt(store, "remove_credit_user", "month", person=before) == []
        assert give(store, after, "month") == []
    assert attempt(store, "remove_credit_user", "month", person="bob") == ["moves"]
    assert holders(snap) == [("month", "Bob", TODAY, 5)]


def test_a_monthly_credit_of_2020_has_people_added_and_removed_as_needed(begin: Begin) -> None:
    store, snap = begin("mpn-2020-10")
    assert [give(store, name, "month") for name in ("ann", "bob", "gus")] == [[], [], []]
    assert attempt(store, "remove_credit_user", "month", person="bob") == []
    assert attempt(store, "remove_credit_user", "month", person="bob") == ["holder"]
    assert [row[1] for row in holders(snap)] == ["Ann", "Gus"]


def test_free_mail_is_refused_where_the_policy_says_so(begin: Begin) -> None:
    ida = ("person", {"email": "ida@gmail.com"})
    store, _ = begin("maicpp-2023-09", ida)
    assert give(store, "ida@gmail.com") == ["free_mail"]


def test_who_sees_only_their_own_sees_the_credit_they_have_access_to(begin: Begin) -> None:
    store, snap = begin("mpn-2020-10")
    own = Scope(("P-1",), email("ann"))
    assert not held(snap, scope=own)
    give(store, "ann")
    assert list(held(snap, scope=own)) == ["bulk"]
    assert [row[1] for row in holders(snap, own)] == ["Ann"]
    assert holders(snap, Scope(("P-2",))) == []
