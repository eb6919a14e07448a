"""What is held on a day: status, what is assigned and used, what it is worth and when it lapses."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.store import EVERYTHING, Snapshot
from tests.ledger_rows import SUBSCRIPTION, Row, benefit, seat, usage, warehouse
from tests.the_cast import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def now(snap: Snapshot, on_day: date = TODAY) -> pl.DataFrame:
    return snap.query("FROM entitlement_now($day) ORDER BY entitlement_id", {"day": on_day}, EVERYTHING)


@pytest.fixture
def held(tmp_path: Path) -> Callable[..., dict[str, dict[str, Any]]]:
    """Writes rows and gives entitlement_now, by entitlement_id."""

    def write(*rows: Row, on_day: date = TODAY) -> dict[str, dict[str, Any]]:
        with warehouse(tmp_path, *rows) as snap:
            return {row["entitlement_id"]: row for row in now(snap, on_day).to_dicts()}

    return write


STATUS = [
    ({}, "not_activated"),
    ({"activate_by": TOMORROW}, "not_activated"),
    ({"activate_by": TODAY}, "not_activated"),
    ({"activate_by": YESTERDAY}, "expired"),
    ({"activate_by": YESTERDAY, "used": 1}, "active"),
    ({"activate_by": YESTERDAY, "activated_on": YESTERDAY}, "active"),
    ({"activated_on": TODAY}, "active"),
    ({"activated_on": TOMORROW}, "not_activated"),
    ({"assigned": 1}, "active"),
    ({"used": 1}, "active"),
    ({"used": 1, "use_until": TODAY}, "active"),
    ({"used": 1, "use_until": YESTERDAY}, "expired"),
    ({"use_until": YESTERDAY}, "expired"),
]
MEMBERSHIP = [
    ({"ends_on": TODAY}, "active"),
    ({"ends_on": YESTERDAY}, "expired"),
    ({"ends_on": YESTERDAY, "grace_ends_on": TODAY}, "active"),
    ({"ends_on": YESTERDAY - timedelta(days=30), "grace_ends_on": YESTERDAY}, "expired"),
]


def test_status_on_the_days_around_each_limit(held: Any) -> None:
    rows = [benefit(f"E-{n:02}", "office-professional-plus-2019", **dates) for n, (dates, _) in enumerate(STATUS)]
    found = held(*rows)
    assert [row["status"] for row in found.values()] == [status for _, status in STATUS]


@pytest.mark.parametrize(("term", "status"), MEMBERSHIP)
def test_a_benefit_lives_as_long_as_its_membership_and_grace(held: Any, term: Any, status: str) -> None:
    found = held(("offer_held", term), benefit("E-1", used=1))
    assert found["E-1"]["status"] == status


def test_what_has_not_begun_is_not_held(held: Any) -> None:
    later = {"starts_on": TOMORROW, "ends_on": date(2027, 6, 30)}
    found = held(
        ("offer_held", {"offer": "gold"} | later),
        benefit("begins today", starts_on=TODAY),
        benefit("begins tomorrow", starts_on=TOMORROW),
        benefit("begins with its offer", offer="gold"),
        benefit("of an offer nobody holds", offer="silver"),
    )
    assert set(found) == {"begins today", "of an offer nobody holds"}


def test_membership_dates_are_those_of_the_latest_term_that_has_begun(held: Any) -> None:
    terms = [("offer_held", {"starts_on": date(y, 1, 1), "ends_on": date(y, 12, 31)}) for y in (2025, 2026, 2027)]
    assert held(*terms, benefit("E-1"))["E-1"]["membership_ends_on"] == date(2026, 12, 31)


def test_seats_are_counted_by_level_name_or_alias_in_any_case(held: Any) -> None:
    level = "VISUAL STUDIO ENTERPRISE Subscription (MPN)"
    found = held(
        benefit("E-1"),
        seat("s1", used=True),
        seat("s2", activated=True, subscription_level=level),
        seat("s3", assigned_on=TODAY),
        seat("s4", assigned_on=TOMORROW),
        seat("s5", email=None, status="unassigned"),
        seat("s6", subscription_level="Visual Studio Professional"),
        seat("s7", partner_id="P-2"),
    )
    row = found["E-1"]
    assert (row["assigned"], row["used"], row["idle"], row["counted_by"]) == (3, 2, 7, "visual-studio-export")


def test_the_benefit_that_ends_first_fills_first_and_the_last_takes_the_overflow(held: Any) -> None:
    found = held(
        benefit("long", quantity=3, use_until=date(2026, 12, 31)),
        benefit("short", quantity=2, use_until=date(2026, 7, 1)),
        benefit("over", quantity=9, use_until=YESTERDAY),
        *[seat(f"s{n}") for n in range(6)],
    )
    assert {name: row["assigned"] for name, row in found.items()} == {"long": 4, "short": 2, "over": 0}
    assert {name: row["idle"] for name, row in found.items()} == {"long": 0, "short": 0, "over": 9}


def test_licences_are_counted_by_title_and_assigned_counts_as_used(held: Any) -> None:
    found = held(
        benefit("E-1", "microsoft-365-e5", quantity=25),
        ("licence_count", {"product_title": "microsoft 365 e5 (no teams)", "assigned": 7}),
    )
    row = found["E-1"]
    assert (row["assigned"], row["used"], row["idle"], row["counted_by"]) == (7, 7, 18, "m365-licences")


def test_without_an_export_the_partners_own_count_stands(held: Any) -> None:
    found = held(
        benefit("told", "office-professional-plus-2019", assigned=4, used=6),
        benefit("silent", "project-professional-2019"),
        benefit("hours", "advisory-hours", used=3, assigned=9, unit="hours"),
    )
    assert {name: (row["idle"], row["counted_by"]) for name, row in found.items()} == {
        "told": (4, "entitlements"),
        "silent": (10, "none"),
        "hours": (7, "entitlements"),
    }


def test_a_value_and_its_currency_come_from_the_same_source_and_no_value_is_none(held: Any) -> None:
    found = held(
        benefit("own", unit_value="12.345678", currency="EUR", quantity="0.5"),
        benefit("none", currency="EUR"),
        benefit("credit", "azure-bulk-credit", quantity=700, unit="credit_year"),
        benefit("of a euro partner", partner_id="P-3"),
    )
    own = found["own"]
    assert (own["value_held"], own["currency"]) == (Decimal("6.172839"), "EUR")
    assert (found["none"]["value_held"], found["none"]["value_idle"]) == (None, None)
    assert (found["credit"]["value_held"], found["credit"]["currency"]) == (700, "USD")
    assert found["of a euro partner"]["currency"] == "EUR"


def test_what_is_claimed_beyond_what_is_held_adds_no_value(held: Any) -> None:
    row = held(benefit("E-1", quantity=2, unit_value=100), *[seat(f"s{n}", used=True) for n in range(3)])["E-1"]
    assert (row["used"], row["value_used"], row["value_held"], row["idle"]) == (3, 200, 200, 0)


def test_a_monthly_credit_uses_what_this_month_spent_up_to_its_amount(held: Any) -> None:
    rows = [
        benefit("E-1", "azure-monthly-credit", quantity=100, unit="credit_month"),
        ("credit_grant", {"kind": "monthly", "amount": 100}),
        usage(date(2026, 5, 31), "90"),
        usage(date(2026, 6, 1), "60.123456789012345678"),
        usage(TOMORROW, "30"),
    ]
    row = held(*rows)["E-1"]
    assert (row["used"], row["counted_by"]) == (Decimal("60.123456789012345678"), "credit_grants")
    assert row["idle"] == Decimal("39.876543210987654322")
    assert row["status"] == "active"


def test_a_credit_counts_no_more_than_its_amount_and_only_its_own_currency(held: Any) -> None:
    rows = [
        benefit("E-1", "azure-bulk-credit", quantity=6000, unit="credit_year"),
        ("credit_grant", {}),
        usage(date(2026, 2, 1), "5000"),
        usage(date(2026, 3, 1), "2000"),
        usage(date(2026, 3, 1), "9", currency="EUR"),
    ]
    assert held(*rows)["E-1"]["used"] == 6000


def test_a_grant_that_no_benefit_names_is_a_row_of_its_own(held: Any) -> None:
    own = f"credit:{SUBSCRIPTION}:2026-01-01"
    rows = [("credit_grant", {"entitlement_id": "unknown"}), usage(date(2026, 2, 1), "1.5")]
    row = held(benefit("E-1", "azure-bulk-credit", quantity=6000, unit="credit_year"), *rows)[own]
    assert (row["held"], row["used"], row["value_idle"]) == (6000, Decimal("1.5"), Decimal("5998.5"))
    assert (row["product_name"], row["family"], row["use_until"]) == ("Contoso Lab", "azure_credit", date(2026, 12, 31))


def test_a_grant_finds_the_only_credit_of_its_kind_and_stays_alone_where_there_are_two(held: Any) -> None:
    bulk = {"quantity": 6000, "unit": "credit_year"}
    rows = [benefit("E-1", "azure-bulk-credit", **bulk), benefit("E-2", "security-copilot-credit", **bulk)]
    assert len(held(*rows, ("credit_grant", {}))) == 3


LAPSES = [
    ({}, date(2026, 12, 31)),
    ({"activate_by": date(2026, 7, 1), "use_until": date(2026, 9, 1)}, date(2026, 7, 1)),
    ({"activate_by": date(2026, 7, 1), "use_until": date(2026, 9, 1), "activated_on": TODAY}, date(2026, 9, 1)),
    ({"activate_by": YESTERDAY, "used": 1, "use_until": date(2026, 9, 1)}, date(2026, 9, 1)),
    ({"activate_by": YESTERDAY}, YESTERDAY),
    ({"use_until": date(2027, 9, 1)}, date(2026, 12, 31)),
]


def test_it_lapses_on_the_first_day_that_takes_the_unused_part(held: Any) -> None:
    rows = [benefit(f"E-{n}", "office-professional-plus-2019", **dates) for n, (dates, _) in enumerate(LAPSES)]
    found = held(("offer_held", {}), *rows)
    assert [row["lapses_on"] for row in found.values()] == [day for _, day in LAPSES]


def test_an_untouched_benefit_is_held_through_the_day_it_lapses_and_expired_the_day_after(tmp_path: Path) -> None:
    dates = [{}, {"activate_by": date(2026, 7, 1)}, {"use_until": date(2026, 9, 1)}, {"use_until": date(2027, 9, 1)}]
    rows = [benefit(f"E-{n}", **one) for n, one in enumerate(dates)]
    with warehouse(tmp_path, ("offer_held", {"grace_ends_on": date(2027, 1, 30)}), *rows) as snap:
        for held in now(snap).to_dicts():
            last, after = (now(snap, held["lapses_on"] + timedelta(days=n)) for n in (0, 1))
            assert status(last, held) == "not_activated"
            assert status(after, held) == "expired"


def status(rows: pl.DataFrame, held: dict[str, Any]) -> str:
    return rows.filter(entitlement_id=held["entitlement_id"])["status"].item()
