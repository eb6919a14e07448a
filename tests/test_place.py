"""The day of a deed is the day at the partner, and so is the day of a report where all its partners share it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipelines.reports import Request, run
from pipelines.store import Scope, Snapshot
from pipelines.store.day import day_at, day_of
from tests.ledger_rows import Row, usage, warehouse

NIGHT = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)
NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("partner_id", "now", "day"),
    [
        ("P-1", NIGHT, date(2026, 6, 15)),  # New York
        ("P-1", NOON, date(2026, 6, 16)),
        ("P-2", NIGHT, date(2026, 6, 16)),  # UTC
        ("P-3", datetime(2026, 6, 15, 23, 0, tzinfo=UTC), date(2026, 6, 16)),  # Berlin
        ("P-9", NIGHT, date(2026, 6, 16)),
    ],
)
def test_a_deeds_day_is_that_of_the_partners_time_zone(
    cast_snapshot: Snapshot, partner_id: str, now: datetime, day: date
) -> None:
    assert day_at(cast_snapshot, partner_id, now) == day


@pytest.mark.parametrize(
    ("partners", "day"),
    [
        (("P-1",), date(2026, 6, 15)),  # New York
        (("P-2",), date(2026, 6, 16)),  # UTC
        (("P-1", "P-2"), date(2026, 6, 16)),  # no zone in common
        ("*", date(2026, 6, 16)),
        ((), date(2026, 6, 16)),
    ],
)
def test_a_reports_day_is_that_of_the_zone_its_partners_share_else_of_utc(
    cast_snapshot: Snapshot, partners: tuple[str, ...], day: date
) -> None:
    assert day_of(cast_snapshot, Scope(partners), NIGHT) == day


ZONES = {"P-4": "UTC", "P-5": "Asia/Taipei", "P-6": "America/New_York"}
LAST_DAYS = (date(2026, 1, 31), date(2026, 12, 31), date(2028, 2, 29))
MONTHLY, BULK = "monthly", "bulk"


def name(partner_id: str, last: date, kind: str) -> str:
    return f"{partner_id} {last} {kind}"


@pytest.fixture(scope="module")
def credits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """A partner in each zone, and at each credits of 100.00 whose last day, or month, spends 30.01 on its last day."""
    rows: list[Row] = [("partner", {"partner_id": one, "partner": one, "time_zone": ZONES[one]}) for one in ZONES]
    for partner_id, last, kind in product(ZONES, LAST_DAYS, (BULK, MONTHLY)):
        subscription = {"subscription_id": name(partner_id, last, kind)}
        term = {"starts_on": last.replace(day=1), "ends_on": last if kind == BULK else last + timedelta(days=200)}
        given = {"partner_id": partner_id, "kind": kind, "amount": 100}
        rows += [("credit_grant", subscription | given | term), usage(last, "30.01", **subscription)]
    with warehouse(tmp_path_factory.mktemp("credits"), *rows) as snap:
        yield snap


def midnight_after(day: date, partner_id: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONES[partner_id])) + timedelta(days=1)


def stated(snap: Snapshot, partner_id: str, subscription: str, now: datetime) -> tuple[Any, ...]:
    """The reporting day at a moment, and what a credit has left and lost on it."""
    day = day_of(snap, Scope((partner_id,)), now.astimezone(UTC))
    request = Request("credit-balance", day, filters={"subscription": [subscription]})
    row = run(snap, request, Scope((partner_id,))).row(0, named=True)
    return day, row["status"], row["left"], row["lapsed"]


@pytest.mark.parametrize("partner_id", ZONES)
@pytest.mark.parametrize("last", LAST_DAYS, ids=str)
def test_a_credit_lapses_when_its_last_day_is_over_at_the_partner(
    credits: Snapshot, partner_id: str, last: date
) -> None:
    subscription, midnight = name(partner_id, last, BULK), midnight_after(last, partner_id)
    before = stated(credits, partner_id, subscription, midnight - timedelta(minutes=1))
    assert before == (last, "running", Decimal("69.99"), 0)
    assert stated(credits, partner_id, subscription, midnight) == (
        last + timedelta(days=1), "ended", 0, Decimal("69.99"),
    )  # fmt: skip


@pytest.mark.parametrize("partner_id", ZONES)
@pytest.mark.parametrize("last", LAST_DAYS, ids=str)
def test_a_month_of_a_credit_is_over_at_midnight_at_the_partner(credits: Snapshot, partner_id: str, last: date) -> None:
    subscription, midnight = name(partner_id, last, MONTHLY), midnight_after(last, partner_id)
    before = stated(credits, partner_id, subscription, midnight - timedelta(minutes=1))
    assert before == (last, "running", Decimal("69.99"), 0)
    after = stated(credits, partner_id, subscription, midnight)
    assert after == (last + timedelta(days=1), "running", 100, Decimal("69.99"))
