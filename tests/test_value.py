"""Value by offer: the fee against what is held, used and idle, in one currency at a time."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING
from tests.ledger_rows import Row, benefit, seat, warehouse
from tests.the_cast import TODAY


def value(home: Path, *rows: Row, **filters: list[str]) -> list[dict[str, Any]]:
    with warehouse(home, *rows) as snap:
        return run(snap, Request("value", TODAY, filters=filters), EVERYTHING).to_dicts()


SEATS = [seat(f"s{n}", f"user{n}@contoso.example", activated=True, used=True) for n in range(4)]


def test_a_fee_is_set_against_the_value_that_is_used(tmp_path: Path) -> None:
    [row] = value(tmp_path, ("offer_held", {"fee": "895.50"}), benefit("E-1", unit_value="200"), *SEATS)
    assert (row["value_held"], row["value_used"], row["value_idle"]) == (2000, 800, 1200)
    assert (row["fee"], row["used_less_fee"], row["used_share"]) == (Decimal("895.5"), Decimal("-95.5"), 0.4)
    assert (row["starts_on"], row["ends_on"]) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_fee_and_values_in_two_currencies_are_never_added_or_compared(tmp_path: Path) -> None:
    rows = value(
        tmp_path,
        ("offer_held", {"fee": 1000}),
        benefit("E-1", unit_value="200", currency="EUR"),
        benefit("E-2", "microsoft-365-e5", unit_value="10", currency="USD"),
    )
    told = {row["currency"]: row for row in rows}
    assert (told["USD"]["fee"], told["USD"]["value_held"], told["USD"]["used_less_fee"]) == (1000, 100, None)
    assert (told["EUR"]["fee"], told["EUR"]["value_held"], told["EUR"]["used_less_fee"]) == (None, 2000, None)


def test_an_offer_without_a_fee_or_without_values_has_no_number_for_it(tmp_path: Path) -> None:
    rows = value(
        tmp_path,
        ("offer_held", {"offer": "gold", "fee": 4730}),
        ("offer_held", {}),
        benefit("E-1", unit_value="200"),
    )
    told = {row["offer"]: row for row in rows}
    assert (told["gold"]["fee"], told["gold"]["value_held"], told["gold"]["benefits"]) == (4730, None, 0)
    assert (told["success-core-2026"]["fee"], told["success-core-2026"]["value_held"]) == (None, 2000)
    assert {row["used_less_fee"] for row in rows} == {None}


def test_only_the_term_that_runs_counts_and_none_that_was_refunded_or_is_over(tmp_path: Path) -> None:
    rows = value(
        tmp_path,
        ("offer_held", {"fee": 100, "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}),
        ("offer_held", {"fee": 200}),
        ("offer_held", {"offer": "gold", "fee": 300, "ends_on": date(2026, 6, 14)}),
        ("offer_held", {"offer": "silver", "fee": 400, "ends_on": date(2026, 6, 14), "grace_ends_on": TODAY}),
    )
    assert {row["offer"]: row["fee"] for row in rows} == {"success-core-2026": 200, "silver": 400}


def test_what_falls_shortest_of_its_fee_is_first(tmp_path: Path) -> None:
    rows = value(
        tmp_path,
        ("offer_held", {"fee": 900}),
        ("offer_held", {"partner_id": "P-2", "fee": 1}),
        ("offer_held", {"partner_id": "P-3", "offer": "gold", "currency": "EUR"}),
        benefit("E-1", unit_value="200"),
        benefit("E-2", unit_value="200", partner_id="P-2"),
        *SEATS,
    )
    assert [row["used_less_fee"] for row in rows] == [-100, -1, None]


def test_a_filter_limits_partners_offers_and_currencies(tmp_path: Path) -> None:
    held = [
        ("offer_held", {"fee": 1}),
        ("offer_held", {"partner_id": "P-3", "offer": "gold", "currency": "EUR", "fee": 2}),
    ]
    assert [row["fee"] for row in value(tmp_path / "partner", *held, partner=["P-1"])] == [1]
    assert [row["fee"] for row in value(tmp_path / "offer", *held, offer=["gold"])] == [2]
    assert [row["fee"] for row in value(tmp_path / "currency", *held, currency=["EUR"])] == [2]
