"""What a report answers to a request: figures, bands, months, filters, and plain words for a wrong name."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.errors import BenefitsError
from pipelines.reports import Request, columns, run
from pipelines.store import EVERYTHING, Snapshot
from tests.ledger_rows import SUBSCRIPTION, benefit, seat, usage, warehouse
from tests.the_cast import TODAY

OFFICE = "office-professional-plus-2019"


def ask(snap: Snapshot, report: str, by: str | None = None, as_of: date = TODAY, **filters: list[str]) -> pl.DataFrame:
    return run(snap, Request(report, as_of, by, filters), EVERYTHING)


@pytest.fixture(scope="module")
def snap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Four benefits of Contoso, one of them expired, and one of Fabrikam without a value."""
    rows = [
        ("offer_held", {}),
        benefit("E-1", OFFICE, quantity=10, assigned=4, used=3, unit_value=100, use_until=date(2026, 7, 15)),
        benefit("E-2", OFFICE, quantity=2, unit_value=100, use_until=date(2026, 8, 14)),
        benefit("E-3", quantity=5, unit_value=200, currency="EUR", use_until=date(2026, 9, 14)),
        benefit("E-4", quantity=8, unit_value=200, use_until=date(2026, 6, 14)),
        benefit("E-5", OFFICE, partner_id="P-2", quantity=7),
    ]
    with warehouse(tmp_path_factory.mktemp("run"), *rows) as snapshot:
        yield snapshot


def test_utilization_adds_up_what_is_held_and_puts_the_most_idle_value_first(snap: Snapshot) -> None:
    rows = ask(snap, "utilization").select("product", "currency", "benefits", "held", "idle", "value_idle", "unvalued")
    assert rows.rows() == [
        ("visual-studio-enterprise", "EUR", 1, 5, 5, 1000, 0),
        (OFFICE, "USD", 3, 19, 15, 800, 1),
    ]


def test_utilization_is_the_share_of_what_is_held_that_is_not_idle(snap: Snapshot) -> None:
    rows = ask(snap, "utilization", "entitlement", status=["active"])
    assert rows["utilization"].to_list() == [0.4]


def test_what_has_expired_is_left_out_unless_it_is_asked_for(snap: Snapshot) -> None:
    assert ask(snap, "utilization", "entitlement", partner=["P-1"])["entitlement_id"].to_list() == ["E-3", "E-1", "E-2"]
    assert ask(snap, "utilization", "entitlement", status=["expired"])["entitlement_id"].to_list() == ["E-4"]


def test_the_overview_has_a_row_a_currency_and_counts_what_has_no_value(snap: Snapshot) -> None:
    rows = ask(snap, "overview")
    assert rows.rows() == [
        ("USD", 1200, 300, 800, 600, 800, 800, 3, 1),
        ("EUR", 1000, 0, 1000, 0, 0, 0, 1, 0),
    ]


def test_what_has_no_value_is_no_zero(snap: Snapshot) -> None:
    row = ask(snap, "overview", partner=["P-2"]).row(0, named=True)
    assert (row["value_held"], row["lapsing_90"], row["unvalued"]) == (None, None, 1)


def test_the_overview_by_month_shows_six_month_ends_and_the_day(snap: Snapshot) -> None:
    rows = ask(snap, "overview", "month", currency=["USD"])
    assert rows["date"].to_list() == [
        date(2025, 12, 31),
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
        TODAY,
    ]
    assert rows["value_held"].to_list()[-2:] == [2800, 1200]


def test_each_date_is_a_row_the_soonest_first_and_what_has_passed_last(snap: Snapshot) -> None:
    rows = ask(snap, "expiry", partner=["P-1"], decisive=["true"])
    assert rows.select("entitlement_id", "date_kind", "days_left", "band").rows() == [
        ("E-1", "use_until", 30, "0-30"),
        ("E-2", "use_until", 60, "31-60"),
        ("E-3", "use_until", 91, "later"),
        ("E-4", "use_until", -1, "past"),
    ]
    every = ask(snap, "expiry", partner=["P-1"])
    assert every.group_by("entitlement_id").len().sort("entitlement_id")["len"].to_list() == [2, 2, 2, 1]


BANDS = {-1: "past", 0: "0-30", 30: "0-30", 31: "31-60", 60: "31-60", 61: "61-90", 90: "61-90", 91: "later"}


def test_bands_begin_and_end_on_their_days(tmp_path: Path) -> None:
    rows = [benefit(f"E {days}", use_until=TODAY + timedelta(days=days)) for days in BANDS]
    with warehouse(tmp_path, *rows) as snap:
        found = ask(snap, "expiry")
        assert dict(found.select("days_left", "band").iter_rows()) == BANDS
        by_band = ask(snap, "expiry", "band")
    assert by_band.select("band", "benefits", "unvalued").rows() == [
        ("past", 1, 1),
        ("0-30", 2, 2),
        ("31-60", 2, 2),
        ("61-90", 2, 2),
        ("later", 1, 1),
    ]


def test_expiry_by_month_leaves_out_what_has_expired(snap: Snapshot) -> None:
    rows = ask(snap, "expiry", "month", date_kind=["use_until"])
    assert rows.select("month", "currency", "value_idle").rows() == [
        ("2026-07", "USD", 600),
        ("2026-08", "USD", 200),
        ("2026-09", "EUR", 1000),
    ]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    rows = [
        ("credit_grant", {}),
        usage(date(2026, 1, 31), "0.000000000000000001", service="Storage"),
        usage(date(2026, 1, 31), "2", service="Compute"),
        usage(date(2026, 3, 1), "-0.5", usage_rows=3, subscription="Contoso Lab, renamed"),
        usage(date(2026, 3, 1), "7", currency="EUR"),
        usage(date(2026, 3, 2), "11", subscription_id="other", subscription="Nobody's"),
        usage(TODAY + timedelta(days=1), "99", subscription="Contoso Lab, renamed"),
    ]
    with warehouse(tmp_path_factory.mktemp("used"), *rows) as snapshot:
        yield snapshot


def test_a_month_without_usage_is_zero_and_no_digit_is_lost(used: Snapshot) -> None:
    rows = ask(used, "credit-usage", partner=["P-1"])
    assert rows.rows() == [
        ("2026-01", "EUR", 0, 0),
        ("2026-01", "USD", Decimal("2.000000000000000001"), 2),
        ("2026-02", "EUR", 0, 0),
        ("2026-02", "USD", 0, 0),
        ("2026-03", "EUR", 7, 1),
        ("2026-03", "USD", Decimal("-0.5"), 3),
    ]


def test_days_fill_the_calendar_and_add_up_to_the_months(used: Snapshot) -> None:
    days = ask(used, "credit-usage", "day", currency=["USD"])
    assert days["date"].to_list() == pl.date_range(date(2026, 1, 31), date(2026, 3, 2), eager=True).to_list()
    assert days["cost"].sum() == ask(used, "credit-usage", currency=["USD"])["cost"].sum()


def test_usage_of_one_month_is_that_month_only(used: Snapshot) -> None:
    assert ask(used, "credit-usage", "day", month=["2026-03"], currency=["EUR"]).rows() == [
        (date(2026, 3, 1), "EUR", 7, 1)
    ]


def test_services_and_subscriptions_are_the_dearest_first(used: Snapshot) -> None:
    assert ask(used, "credit-usage", "service", currency=["USD"])["service"].to_list() == ["Storage", "Compute"]
    assert ask(used, "credit-usage", "subscription", currency=["USD"]).rows() == [
        ("other", "Nobody's", "USD", 11, 1),
        (SUBSCRIPTION, "Contoso Lab, renamed", "USD", Decimal("1.500000000000000001"), 5),
    ]


def test_a_load_shows_the_files_total_beside_the_stored_one(tmp_path: Path) -> None:
    rows = [
        ("load", {"load_id": 1, "loaded_at": "2026-06-01 08:00:00+00"}),
        (
            "load_file",
            {"load_id": 1, "file": "a.csv", "rows_read": 3, "rows_loaded": 2, "rows_unchanged": 0, "rows_rejected": 1},
        ),
        ("load_total", {"load_id": 1, "currency": "USD", "control_total": "3.30", "stored_total": "2.20"}),
    ]
    with warehouse(tmp_path, *rows) as snap:
        row = ask(snap, "loads").row(0, named=True)
    assert (row["load_id"], row["rows_rejected"], row["difference"]) == (1, 1, Decimal("1.1"))


WRONG = [
    (Request("utilisation", TODAY), "overview, utilization, expiry"),
    (Request("utilization", TODAY, "service"), "product, partner, family, offer, entitlement"),
    (
        Request("utilization", TODAY, filters={"month": ["2026-06"]}),
        "partner, family, offer, product, currency, status",
    ),
    (Request("utilization", TODAY, filters={"status": ["actve"]}), "not_activated, requested, active"),
    (Request("credit-balance", TODAY, filters={"status": ["active"]}), "running, used_up, ended"),
]


@pytest.mark.parametrize(("request_", "allowed"), WRONG)
def test_a_wrong_name_is_answered_with_the_right_ones(snap: Snapshot, request_: Request, allowed: str) -> None:
    with pytest.raises(BenefitsError) as refused:
        run(snap, request_, EVERYTHING)
    assert allowed in str(refused.value)


def test_a_filter_without_values_limits_nothing(snap: Snapshot) -> None:
    assert ask(snap, "utilization", partner=[]).equals(ask(snap, "utilization"))


def test_columns_say_what_they_hold() -> None:
    kinds = {column.name: (column.kind, column.codes) for column in columns("credit-balance")}
    assert kinds["used"] == ("money", None)
    assert kinds["status"] == ("code", "credit_status")
    assert {column.name: column.kind for column in columns("utilization")}["used"] == "quantity"


def test_credits_are_stated_from_the_rows_of_the_store(used: Snapshot) -> None:
    row = ask(used, "credit-balance").row(0, named=True)
    assert (row["used"], row["left"]) == (Decimal("1.500000000000000001"), Decimal("5998.499999999999999999"))
    line = ask(used, "credit-burn-down")
    assert line.filter(pl.col("date") == TODAY)["balance"].item() == row["left"]
    months = ask(used, "credit-balance", "month")
    assert months["used"].sum() == row["used"]


def test_next_actions_come_from_exports_dates_and_credits(tmp_path: Path) -> None:
    rows = [
        ("offer_held", {"ends_on": date(2026, 7, 31)}),
        benefit("E-1", quantity=3, unit_value=100),
        benefit("E-2", "azure-bulk-credit", quantity=6000, unit="credit_year"),
        ("credit_grant", {}),
        *[seat(f"s{n}", assigned_on=TODAY - timedelta(days=90 + n)) for n in range(2)],
        usage(date(2026, 2, 1), "11", subscription_id="other", subscription="Nobody's"),
    ]
    with warehouse(tmp_path, *rows) as snap:
        found = ask(snap, "next-actions")
        only = ask(snap, "next-actions", action=["renew"])
    assert found.select("action", "quantity", "value").rows() == [
        ("renew", 2, 6300),
        ("spend_credit", 6000, 6000),
        ("assign_seats", 1, 100),
        ("reclaim_unused", 1, 100),
        ("link_subscription", 11, None),
    ]
    assert only["due_on"].to_list() == [date(2026, 7, 31)]
