"""Who has which seat: what the vendor's export says, overlaid by the deeds, and where the two disagree."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.ledger_rows import Row, benefit, seat, warehouse
from tests.seat_deeds import EVENING, MORNING, do, email, held, loaded, seats
from tests.the_cast import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
Make = Callable[..., Snapshot]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Writes rows and gives the snapshot that has them, with an empty ledger beside it."""
    with ExitStack() as stack:
        yield lambda *rows: stack.enter_context(warehouse(tmp_path, *rows))


def told(snap: Snapshot, day: date = TODAY) -> list[tuple[str, str]]:
    """Who has a seat, and who says so."""
    return seats(snap, day).select(name(), "origin").rows()


def name() -> pl.Expr:
    """The part of the address before the @."""
    return pl.col("email").str.split("@").list.first()


def test_without_deeds_the_export_stands(make: Make) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann")), seat("s2", None, status="unassigned"))
    assert told(snap) == [("ann", "file")]


def test_who_gets_a_seat_by_deed_has_it_at_once_and_not_the_day_before(make: Make) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann")))
    do(snap, "assign_seat", "bob", reference="Team Blue")
    assert told(snap) == [("ann", "file"), ("bob", "deed")]
    assert told(snap, YESTERDAY) == [("ann", "file")]
    assert [held(snap, day)["E-1"]["assigned"] for day in (YESTERDAY, TODAY)] == [1, 2]
    row = seats(snap).to_dicts()[1]
    assert (row["assigned_on"], row["subscriber"], row["reference"], row["used"]) == (TODAY, "Bob", "Team Blue", False)


def test_who_lost_a_seat_by_deed_has_none_though_the_export_says_so(make: Make) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann"), used=True), seat("s2", email("bob")))
    do(snap, "remove_seat", "ann")
    assert told(snap) == [("bob", "file")]
    row = held(snap)["E-1"]
    assert (row["assigned"], row["used"], row["counted_by"]) == (1, 0, "visual-studio-export")


def test_a_reassigned_seat_is_the_new_persons(make: Make) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann")))
    do(snap, "reassign_seat", "bob", from_="ann")
    assert told(snap) == [("bob", "deed")]


@pytest.mark.parametrize(
    ("assigned_on", "holds"), [(YESTERDAY, False), (TODAY, False), (TOMORROW, True), (None, False)]
)
def test_an_assignment_later_than_the_removal_is_news(make: Make, assigned_on: date | None, holds: bool) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann"), assigned_on=assigned_on))
    do(snap, "remove_seat", "ann")
    assert told(snap, TOMORROW) == ([("ann", "file")] if holds else [])


def test_a_removed_person_can_get_a_seat_again(make: Make) -> None:
    snap = make(benefit("E-1"), seat("s1", email("ann"), assigned_on=date(2026, 1, 4)))
    do(snap, "remove_seat", "ann", day=YESTERDAY)
    do(snap, "assign_seat", "ann")
    assert seats(snap).select("origin", "assigned_on", "confirmed").rows() == [("both", TODAY, False)]
    assert held(snap)["E-1"]["assigned"] == 1


LATER = [
    # what the deed did, whom the export names, when it was loaded: origin, confirmed, contradicted
    ("assign_seat", "ann", EVENING, [("both", True, False)]),
    ("assign_seat", "ann", MORNING, [("both", False, False)]),
    ("assign_seat", "bob", EVENING, [("deed", False, True), ("file", False, False)]),
    ("assign_seat", "bob", MORNING, [("deed", False, False), ("file", False, False)]),
    ("remove_seat", "ann", EVENING, []),
    ("remove_seat", "bob", EVENING, [("file", False, False)]),
]


@pytest.mark.parametrize(("action", "named", "at", "expected"), LATER)
def test_an_export_confirms_or_contradicts_the_deeds_before_it(
    make: Make, action: str, named: str, at: object, expected: list[tuple[str, bool, bool]]
) -> None:
    snap = make(loaded(at=at), benefit("E-1"), seat("s1", email(named)))
    do(snap, action, "ann")
    assert seats(snap).select("origin", "confirmed", "contradicted").rows() == expected


CONFLICTS = [
    ("assign_seat", "bob", EVENING, [("held", "not_held")]),
    ("assign_seat", "bob", MORNING, []),
    ("assign_seat", "ann", EVENING, []),
    ("remove_seat", "ann", EVENING, [("not_held", "held")]),
    ("remove_seat", "ann", MORNING, []),
    ("remove_seat", "bob", EVENING, []),
]


@pytest.mark.parametrize(("action", "named", "at", "expected"), CONFLICTS)
def test_a_disagreement_is_a_line_and_the_deed_holds(
    make: Make, action: str, named: str, at: object, expected: list[tuple[str, str]]
) -> None:
    snap = make(loaded(at=at), benefit("E-1"), seat("s1", email(named)))
    do(snap, action, "ann")
    lines = run(snap, Request("reconciliation", TODAY), EVERYTHING)
    assert lines.select("deed_says", "file_says").rows() == expected
    if expected:
        assert lines.select("what", "entitlement_id", "email", "since").rows() == [("seat", "E-1", email("ann"), TODAY)]


def test_a_news_assignment_is_no_disagreement(make: Make) -> None:
    snap = make(loaded(TOMORROW), benefit("E-1"), seat("s1", email("ann"), assigned_on=TOMORROW))
    do(snap, "remove_seat", "ann")
    assert run(snap, Request("reconciliation", TOMORROW), EVERYTHING).is_empty()


TWO = (
    benefit("E-1", quantity=2, use_until=date(2026, 7, 1)),
    benefit("E-2", quantity=3, use_until=date(2026, 12, 31)),
)


def places(snap: Snapshot) -> dict[str, int]:
    """How many seats each benefit has given, in the table of seats; as many as it says it has assigned."""
    listed = dict(seats(snap).group_by("entitlement_id").len().sort("entitlement_id").rows())
    counted = {one: int(row["assigned"]) for one, row in held(snap).items() if row["assigned"]}
    assert listed == counted
    return listed


def test_the_exports_seats_fill_the_benefit_that_ends_first(make: Make) -> None:
    assert places(make(*TWO, *[seat(f"s{n}", email(f"p{n}")) for n in range(4)])) == {"E-1": 2, "E-2": 2}


def test_a_deeds_seat_belongs_to_its_benefit_and_the_export_fills_the_rest(make: Make) -> None:
    snap = make(*TWO, *[seat(f"s{n}", email(f"p{n}"), used=n == 1) for n in range(2)])
    do(snap, "assign_seat", "ann", "E-2")
    assert places(snap) == {"E-1": 2, "E-2": 1}
    do(snap, "assign_seat", "bob", "E-1")
    assert places(snap) == {"E-1": 2, "E-2": 2}
    where = dict(seats(snap).select(name(), "entitlement_id").rows())
    assert where == {"ann": "E-2", "bob": "E-1", "p1": "E-1", "p0": "E-2"}


def test_the_last_benefit_takes_the_overflow(make: Make) -> None:
    snap = make(*TWO, *[seat(f"s{n}", email(f"p{n}")) for n in range(6)])
    do(snap, "assign_seat", "ann", "E-2")
    assert places(snap) == {"E-1": 2, "E-2": 5}


def test_people_of_a_benefit_that_ended_go_to_its_successor(make: Make) -> None:
    snap = make(benefit("E-1", use_until=YESTERDAY), benefit("E-9", use_until=TOMORROW))
    do(snap, "assign_seat", "ann", "E-1", day=date(2026, 1, 4))
    assert places(snap) == {"E-9": 1}
    do(snap, "remove_seat", "ann", "E-9")
    assert places(snap) == {}


def test_who_holds_a_seat_of_a_product_that_is_not_held_has_it_of_no_benefit(make: Make) -> None:
    snap = make(seat("s1", email("ann")))
    assert seats(snap).select("email", "entitlement_id", "ended").rows() == [(email("ann"), None, True)]


def test_beside_the_partners_own_count_the_deeds_come_on_top(make: Make) -> None:
    snap = make(benefit("E-1", quantity=5, assigned=3, used=2))
    do(snap, "assign_seat", "ann")
    row = held(snap)["E-1"]
    assert (row["assigned"], row["used"], row["idle"], row["counted_by"]) == (4, 2, 1, "entitlements")


def test_deeds_alone_count_where_no_file_does(make: Make) -> None:
    snap = make(benefit("E-1", quantity=5))
    do(snap, "assign_seat", "ann")
    row = held(snap)["E-1"]
    assert (row["assigned"], row["status"], row["counted_by"]) == (1, "active", "deeds")


def test_a_seat_that_a_deed_took_back_is_not_to_be_reclaimed_again(make: Make) -> None:
    snap = make(benefit("E-1", unit_value=100), seat("s1", email("ann"), assigned_on=date(2026, 1, 4)))
    asked = Request("next-actions", TODAY, filters={"action": ["reclaim_unused"]})
    assert run(snap, asked, EVERYTHING)["quantity"].to_list() == [1]
    do(snap, "remove_seat", "ann")
    assert run(snap, asked, EVERYTHING).is_empty()


OWN = Scope(("P-1",), email("ann"))


def test_who_sees_only_their_own_sees_the_seat_a_deed_gave_and_no_other(make: Make) -> None:
    snap = make(benefit("E-1", quantity=5), benefit("E-2", "visual-studio-professional"), seat("s1", email("bob")))
    assert not held(snap, scope=OWN)
    do(snap, "assign_seat", "ann")
    do(snap, "assign_seat", "cyd")
    assert [row["email"] for row in seats(snap, scope=OWN).to_dicts()] == [email("ann")]
    assert [(one, row["held"], row["assigned"]) for one, row in held(snap, scope=OWN).items()] == [("E-1", 1, 1)]


def test_who_lost_his_seat_by_deed_sees_it_no_longer(make: Make) -> None:
    snap = make(benefit("E-1", quantity=5), seat("s1", email("ann")))
    assert list(held(snap, scope=OWN)) == ["E-1"]
    do(snap, "remove_seat", "ann")
    assert not held(snap, scope=OWN)


def test_another_partner_sees_neither_seats_nor_disagreements(make: Make) -> None:
    snap = make(loaded(at=EVENING), benefit("E-1"), seat("s1", email("bob")))
    do(snap, "assign_seat", "ann")
    other = Scope(("P-2",))
    assert seats(snap, scope=other).is_empty()
    assert all(run(snap, Request(report, TODAY), other).is_empty() for report in ("seats", "reconciliation"))


def test_a_person_whose_name_was_erased_still_has_the_seat(make: Make) -> None:
    snap = make(benefit("E-1"))
    do(snap, "assign_seat", "ann")
    snap.ledger.query("DELETE FROM ledger.identity RETURNING 1 AS gone")
    assert seats(snap).select("email", "person_id").rows() == [(None, "id-ann")]
    assert held(snap)["E-1"]["assigned"] == 1


def test_the_report_says_from_when_each_seat_is_free_to_move(make: Make) -> None:
    rows: list[Row] = [
        ("offer_held", {"policy": "mpn-2020-10"}),
        benefit("E-1"),
        seat("s1", email("ann"), assigned_on=date(2026, 5, 28), used=True),
        seat("s2", email("bob"), assigned_on=date(2025, 12, 1), status="over_claimed"),
        seat("s3", email("cyd")),
    ]
    snap = make(*rows)
    do(snap, "assign_seat", "dan")
    found = run(snap, Request("seats", TODAY), EVERYTHING)
    assert found.select("seat", name(), "free_on", "free_in", "status", "said_by").rows() == [
        (1, "bob", date(2026, 3, 1), 0, "over_claimed", "file"),
        (2, "ann", date(2026, 8, 26), 72, "assigned", "file"),
        (3, "dan", date(2026, 9, 13), 90, "assigned", "deed"),
        (4, "cyd", None, None, "assigned", "file"),
    ]
