"""Visual Studio seats as an admin gives, takes and moves them, and the file for the vendor's bulk add."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.reports.export import to_csv
from pipelines.reports.seats import bulk_add
from pipelines.store import EVERYTHING, Scope, Snapshot, Store
from tests.ledger_rows import Row, benefit, seat, warehouse
from tests.seat_deeds import attempt, email, held, people, seats
from tests.the_cast import TODAY

GOLDEN = Path(__file__).parent / "golden" / "bulk-add.csv"
LONG_AGO = date(2026, 1, 4)
Begin = Callable[..., tuple[Store, Snapshot]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """A home with Contoso's people, three seats of the policy of 2020-10, and whatever else is wanted."""
    with ExitStack() as stack:

        def made(*rows: Row, quantity: int = 3) -> tuple[Store, Snapshot]:
            term = ("offer_held", {"policy": "mpn-2020-10"})
            everyone = people("ann", "bob", "cyd", "dan", out={"in_directory": False}, eve={"roles": ["admin_agent"]})
            held = benefit("E-1", quantity=quantity, activate_by=TODAY)
            snap = stack.enter_context(warehouse(tmp_path, term, held, *everyone, *rows))
            store = Store(tmp_path)
            stack.callback(store.close)
            return store, snap

        yield made


def whose(snap: Snapshot) -> list[str]:
    """Who has a seat, by the part of the address before the @."""
    return [address.partition("@")[0] for address in seats(snap)["email"]]


def test_seats_are_given_until_none_is_left(begin: Begin) -> None:
    store, snap = begin(seat("s1", email("zoe")))
    assert [attempt(store, "assign_seat", "E-1", person=name) for name in ("ann", "bob", "cyd")] == [[], [], ["left"]]
    assert whose(snap) == ["ann", "bob", "zoe"]
    row = held(snap)["E-1"]
    assert (row["status"], row["assigned"], row["idle"]) == ("active", 3, 0)


def test_over_claimed_seats_leave_none(begin: Begin) -> None:
    store, snap = begin(*[seat(f"s{n}", email(f"p{n}")) for n in range(4)])
    assert held(snap)["E-1"]["assigned"] == 4
    assert attempt(store, "assign_seat", "E-1", person="ann") == ["left"]


def test_one_person_has_one_seat(begin: Begin) -> None:
    store, _ = begin(seat("s1", email("ann")))
    assert attempt(store, "assign_seat", "E-1", person="ann") == ["not_holder"]
    assert attempt(store, "assign_seat", "E-1", person="bob") == []
    assert attempt(store, "assign_seat", "E-1", person="bob") == ["not_holder"]


def test_only_known_people_of_the_directory_get_one_and_only_from_an_admin(begin: Begin) -> None:
    store, _ = begin()
    assert attempt(store, "assign_seat", "E-1", person="nobody") == ["known"]
    assert attempt(store, "assign_seat", "E-1", person="out") == ["directory"]
    assert attempt(store, "assign_seat", "E-1", actor="eve", person="ann") == ["role"]


def test_a_seat_of_the_export_can_be_reassigned_after_90_days(begin: Begin) -> None:
    rows = [seat("s1", email("ann"), assigned_on=TODAY - timedelta(89)), seat("s2", email("bob"), assigned_on=LONG_AGO)]
    store, snap = begin(*rows)
    moved = [attempt(store, "reassign_seat", "E-1", person=name, to_person="cyd") for name in ("ann", "bob")]
    assert moved == [["locked"], []]
    assert whose(snap) == ["ann", "cyd"]
    again = {
        day: attempt(store, "reassign_seat", "E-1", day=day, person="cyd", to_person="dan") for day in days(89, 90)
    }
    assert list(again.values()) == [["locked"], []]


def days(*later: int) -> list[date]:
    return [TODAY + timedelta(one) for one in later]


def test_a_seat_cannot_go_to_who_has_one_or_come_from_who_has_none(begin: Begin) -> None:
    store, _ = begin(*[seat(name, email(name), assigned_on=LONG_AGO) for name in ("ann", "bob")])
    assert attempt(store, "reassign_seat", "E-1", person="ann", to_person="bob") == ["not_holder"]
    assert attempt(store, "reassign_seat", "E-1", person="cyd", to_person="dan") == ["holder"]


def test_removing_waits_as_long_as_reassigning(begin: Begin) -> None:
    rows = [seat("s1", email("ann"), assigned_on=TODAY), seat("s2", email("bob"), assigned_on=LONG_AGO)]
    store, snap = begin(*rows)
    assert [attempt(store, "remove_seat", "E-1", person=name) for name in ("ann", "bob", "cyd")] == [
        ["locked"],
        [],
        ["holder"],
    ]
    assert whose(snap) == ["ann"]


def test_a_benefit_gives_no_more_seats_than_it_has_by_reassigning_those_of_another(begin: Begin) -> None:
    other = benefit("E-2", quantity=2, use_until=date(2027, 1, 1))
    rows = [seat(name, email(name), assigned_on=LONG_AGO) for name in ("xav", "yan", "zoe")]
    store, snap = begin(other, *rows, quantity=1)
    assert attempt(store, "reassign_seat", "E-1", person="zoe", to_person="ann") == []
    assert attempt(store, "reassign_seat", "E-1", person="yan", to_person="bob") == ["left"]
    assert attempt(store, "reassign_seat", "E-2", person="yan", to_person="bob") == []
    assert {one: row["assigned"] for one, row in held(snap).items()} == {"E-1": 1, "E-2": 2}


def test_refusals_and_deeds_name_nobody_in_the_ledger_but_by_id(begin: Begin) -> None:
    store, snap = begin()
    attempt(store, "assign_seat", "E-1", person="nobody")
    attempt(store, "assign_seat", "E-1", person="ann", reference="Team Blue")
    deeds = snap.ledger.query("SELECT concat_ws(' ', subject, details, actor) AS said FROM deed ORDER BY version")
    assert not [said for said in deeds["said"] if "@" in said]
    assert "Team Blue" in deeds["said"][1]


EXPORTED = seat(
    "s1",
    email("zoe"),
    assigned_on=LONG_AGO,
    subscription_level="Visual Studio Enterprise Subscription (MPN)",
    country="United States",
    language="English (United States)",
)


def test_the_bulk_add_file_is_what_the_portal_takes(begin: Begin) -> None:
    odd = ("person", {"email": "odd@contoso.example", "name": "Odd, Name  Jr."})
    store, snap = begin(EXPORTED, odd)
    attempt(store, "assign_seat", "E-1", person="bob")
    attempt(store, "assign_seat", "E-1", person="odd", reference="Lab, 2nd floor")
    content = to_csv(bulk_add(snap, "P-1", "E-1", TODAY, EVERYTHING))
    assert content == GOLDEN.read_bytes()
    cells = content.decode("utf-8-sig").splitlines()
    assert {line.count(",") for line in cells} == {8}


def test_without_an_export_the_file_says_what_the_catalogue_and_the_partner_say(begin: Begin) -> None:
    store, snap = begin()
    attempt(store, "assign_seat", "E-1", person="ann")
    row = bulk_add(snap, "P-1", "E-1", TODAY, EVERYTHING).row(0, named=True)
    assert (row["Subscription Level"], row["Country"], row["Language"]) == ("Visual Studio Enterprise", "US", None)


def test_the_file_is_made_where_somebody_waits_to_be_added_and_is_a_deed(begin: Begin) -> None:
    store, snap = begin(seat("s1", email("zoe")))
    assert attempt(store, "export_bulk_add", "E-1") == ["waiting"]
    attempt(store, "assign_seat", "E-1", person="ann")
    assert attempt(store, "export_bulk_add", "E-1", actor="ann") == ["role"]
    assert attempt(store, "export_bulk_add", "E-1") == []
    (named,) = snap.ledger.query(
        "SELECT email FROM deed JOIN identity ON person_id = (details ->> 'people') WHERE action = 'export_bulk_add'"
    )["email"]
    assert named == email("ann")


def test_nobody_gets_a_file_of_people_they_may_not_see(begin: Begin) -> None:
    store, snap = begin()
    attempt(store, "assign_seat", "E-1", person="ann")
    assert bulk_add(snap, "P-1", "E-1", TODAY, Scope(("P-2",))).is_empty()
